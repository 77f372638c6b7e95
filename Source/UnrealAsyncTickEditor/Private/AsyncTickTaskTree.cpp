// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickTaskTree.h"

#include "AsyncTickText.h"
#include "Misc/Paths.h"

namespace
{
	bool DoesAsyncTickLineMatch(const FAsyncTickTaskLine& Line, const FString& Filter)
	{
		return Line.Name.Contains(*Filter) || Line.Scope.Contains(*Filter) || Line.Wait.Contains(*Filter) || Line.Place.Contains(*Filter);
	}
}

void FAsyncTickTaskTree::Read(TFunctionRef<void(TFunctionRef<void(const FAsyncTickTaskRow&)>)> ReadRows)
{
	// Children by the task that has started them, in order of start; 0 has those whose starter has ended.
	TMap<int32, TArray<FAsyncTickTaskLinePtr>> Children;
	TMap<int32, FAsyncTickTaskLinePtr> Now;
	ReadRows([&](const FAsyncTickTaskRow& Row)
		{
		const FAsyncTickTaskLinePtr Line = Describe(Row);
		const int32 Parent = Now.Find(Row.ParentId) != nullptr ? Row.ParentId : 0;
		Children.FindOrAdd(Parent).Add(Line);
		Now.Add(Row.Id, Line); });

	Lines.Reset();
	TArray<FAsyncTickTaskLinePtr> Open;
	const auto Push = [&](int32 Parent, int32 Depth)
	{
		const TArray<FAsyncTickTaskLinePtr>* Below = Children.Find(Parent);
		for (int32 Index = Below != nullptr ? Below->Num() - 1 : -1; Index >= 0; --Index)
		{
			(*Below)[Index]->Depth = Depth;
			Open.Add((*Below)[Index]);
		}
	};
	Push(0, 0);
	while (!Open.IsEmpty())
	{
		const FAsyncTickTaskLinePtr Line = Open.Pop();
		Lines.Add(Line);
		Push(Line->Id, Line->Depth + 1);
	}
	ById = MoveTemp(Now);
}

FAsyncTickTaskLinePtr FAsyncTickTaskTree::Describe(const FAsyncTickTaskRow& Row) const
{
	FAsyncTickTaskLinePtr Line;
	if (const FAsyncTickTaskLinePtr* Known = ById.Find(Row.Id))
	{
		Line = *Known;
	}
	else
	{
		Line = MakeShared<FAsyncTickTaskLine>();
	}
	const FString Status = AsyncTickToString(Row.Status);
	Line->Id = Row.Id;
	Line->ParentId = Row.ParentId;
	Line->State = static_cast<EAsyncTickTaskState>(Row.State);
	Line->Name = AsyncTickToString(Row.Name);
	if (!Status.IsEmpty())
	{
		Line->Name += FString::Printf(TEXT(" [%s]"), *Status);
	}
	Line->Scope = AsyncTickToString(Row.Scope);
	Line->Wait = Line->State == EAsyncTickTaskState::Running ? FString(TEXT("runs now")) : AsyncTickToString(Row.Wait);
	Line->File = AsyncTickToString(Row.File);
	Line->Line = Row.Line;
	Line->Place = Row.Line > 0 ? FString::Printf(TEXT("%s:%d"), *FPaths::GetCleanFilename(Line->File), Row.Line) : FString();
	Line->Age = ToDuration(Row.AgeSeconds);
	Line->Used = ToDuration(Row.UsedSeconds);
	return Line;
}

TArray<FAsyncTickTaskLinePtr> FAsyncTickTaskTree::Flatten(const FString& Filter) const
{
	if (Filter.IsEmpty())
	{
		return Lines;
	}
	// From the last to the first: what stands below a line has been looked at before it.
	TArray<FAsyncTickTaskLinePtr> Kept;
	int32 DepthAbove = -1;
	for (int32 Index = Lines.Num() - 1; Index >= 0; --Index)
	{
		const FAsyncTickTaskLinePtr& Line = Lines[Index];
		if (DoesAsyncTickLineMatch(*Line, Filter) || Line->Depth == DepthAbove)
		{
			Kept.Add(Line);
			DepthAbove = Line->Depth - 1;
		}
	}
	TArray<FAsyncTickTaskLinePtr> Result;
	for (int32 Index = Kept.Num() - 1; Index >= 0; --Index)
	{
		Result.Add(Kept[Index]);
	}
	return Result;
}

FString FAsyncTickTaskTree::ToDuration(double Seconds)
{
	constexpr double LeastMinutes = 120.0;

	if (Seconds < 1e-3)
	{
		return FString::Printf(TEXT("%.0f us"), Seconds * 1e6);
	}
	if (Seconds < 1.0)
	{
		return FString::Printf(TEXT("%.1f ms"), Seconds * 1e3);
	}
	if (Seconds < LeastMinutes)
	{
		return FString::Printf(TEXT("%.1f s"), Seconds);
	}
	const int64 Whole = static_cast<int64>(Seconds);
	return FString::Printf(TEXT("%lld m %lld s"), Whole / 60, Whole % 60);
}

const TCHAR* FAsyncTickTaskTree::ToWord(EAsyncTickTaskState State)
{
	switch (State)
	{
	case EAsyncTickTaskState::Running:
		return TEXT("Running");
	case EAsyncTickTaskState::Waiting:
		return TEXT("Waiting");
	case EAsyncTickTaskState::Canceling:
		return TEXT("Canceling");
	case EAsyncTickTaskState::Completed:
		return TEXT("Completed");
	case EAsyncTickTaskState::Canceled:
		return TEXT("Canceled");
	case EAsyncTickTaskState::Faulted:
		return TEXT("Faulted");
	case EAsyncTickTaskState::Abandoned:
		return TEXT("Abandoned");
	case EAsyncTickTaskState::Paused:
		return TEXT("Paused");
	}
	return TEXT("");
}
