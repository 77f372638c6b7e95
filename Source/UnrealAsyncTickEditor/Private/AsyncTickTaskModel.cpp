// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickTaskModel.h"

#include "HAL/PlatformTime.h"
#include "Misc/Paths.h"
#include "Modules/ModuleManager.h"
#include "SourceCodeNavigation.h"
#include "UnrealAsyncTickModule.h"

bool FAsyncTickTaskModel::Update(double Now)
{
	constexpr double Interval = 0.25;
	// Reading takes 2 % of the time at most, however many tasks there are.
	constexpr double MostShare = 0.02;

	if (Now < NextReading)
	{
		return false;
	}
	const double Begun = FPlatformTime::Seconds();
	Refresh();
	NextReading = Now + FMath::Max(Interval, (FPlatformTime::Seconds() - Begun) / MostShare);
	return true;
}

void FAsyncTickTaskModel::Refresh()
{
	IUnrealAsyncTickModule* Module = FModuleManager::GetModulePtr<IUnrealAsyncTickModule>(TEXT("UnrealAsyncTick"));
	EAsyncTickStatus Status = EAsyncTickStatus::Failed;
	Tree.Read([&](TFunctionRef<void(const FAsyncTickTaskRow&)> Add)
		{
		if (Module != nullptr)
		{
			Status = Module->ListTasks(Add);
		} });
	Lines = Tree.Flatten(Filter);
	if (Status != EAsyncTickStatus::Ok)
	{
		Summary = TEXT("C# tasks are not available; the log says why.");
	}
	else if (Filter.IsEmpty())
	{
		Summary = FString::Printf(TEXT("%d %s"), Tree.Num(), Tree.Num() == 1 ? TEXT("task") : TEXT("tasks"));
	}
	else
	{
		Summary = FString::Printf(TEXT("%d of %d tasks"), Lines.Num(), Tree.Num());
	}
	if (Selected.IsValid() && !Lines.Contains(Selected))
	{
		Selected.Reset();
	}
}

void FAsyncTickTaskModel::SetFilter(const FString& NewFilter)
{
	Filter = NewFilter;
	Filter.TrimStartAndEndInline();
	Refresh();
}

bool FAsyncTickTaskModel::CanCancel() const
{
	return Selected.IsValid();
}

bool FAsyncTickTaskModel::CanPause() const
{
	return Selected.IsValid() && Selected->State != EAsyncTickTaskState::Paused && Selected->State != EAsyncTickTaskState::Canceling;
}

bool FAsyncTickTaskModel::CanResume() const
{
	return Selected.IsValid() && Selected->State == EAsyncTickTaskState::Paused;
}

bool FAsyncTickTaskModel::CanOpenSource() const
{
	return Selected.IsValid() && Selected->Line > 0 && FPaths::FileExists(Selected->File);
}

void FAsyncTickTaskModel::Cancel()
{
	Order(TEXT("Cancel"));
}

void FAsyncTickTaskModel::Pause()
{
	Order(TEXT("Pause"));
}

void FAsyncTickTaskModel::Resume()
{
	Order(TEXT("Resume"));
}

void FAsyncTickTaskModel::OpenSource() const
{
	if (CanOpenSource())
	{
		FSourceCodeNavigation::OpenSourceFile(Selected->File, Selected->Line);
	}
}

void FAsyncTickTaskModel::Order(const TCHAR* Command)
{
	IUnrealAsyncTickModule* Module = FModuleManager::GetModulePtr<IUnrealAsyncTickModule>(TEXT("UnrealAsyncTick"));
	if (Module != nullptr && Selected.IsValid())
	{
		Module->Execute(nullptr, FString::Printf(TEXT("AsyncTick.%s %d"), Command, Selected->Id));
		Refresh();
	}
}
