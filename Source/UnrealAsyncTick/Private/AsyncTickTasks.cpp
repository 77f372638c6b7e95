// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickTasks.h"

#include "AsyncTickText.h"

EAsyncTickStatus FAsyncTickTasks::List(TFunctionRef<void(const FAsyncTickTaskRow&)> Sink) const
{
	if (Api.Context == nullptr)
	{
		return EAsyncTickStatus::Failed;
	}
	FAsyncTickTaskSink Table = {};
	Table.Context = &Sink;
	Table.Add = [](void* Context, const FAsyncTickTaskRow* Row)
	{ (*static_cast<TFunctionRef<void(const FAsyncTickTaskRow&)>*>(Context))(*Row); };
	return Api.ListTasks(Api.Context, &Table);
}

uint64 FAsyncTickTasks::Start(uint64 World, EAsyncTickRequest Kind, const FString& Text, FAsyncTickOnAnswer OnEnded, FAsyncTickOnProgress OnProgress)
{
	const uint64 Request = ++LastRequest;
	Requests.Add(Request, FAsyncTickWaitingRequest{MoveTemp(OnEnded), MoveTemp(OnProgress)});
	FAsyncTickAnswer Refusal;
	Refusal.State = EAsyncTickTaskState::Faulted;
	Refusal.Text = TEXT("C# tasks are not available; the log says why.");
	if (Api.Context != nullptr)
	{
		const FAsyncTickText View = AsyncTickToText(Text);
		if (Api.StartRequest(Api.Context, World, static_cast<int32>(Kind), View.Units, View.Length, Request) == EAsyncTickStatus::Ok)
		{
			return Request;
		}
		Refusal.Text = TEXT("C# did not take the request; the log says why.");
	}
	End(Request, Refusal);
	return Request;
}

void FAsyncTickTasks::Cancel(uint64 Request)
{
	if (Api.Context != nullptr)
	{
		Api.CancelRequest(Api.Context, Request);
	}
}

void FAsyncTickTasks::SetListener(IAsyncTickTaskListener* NewListener)
{
	Listener = NewListener;
}

void FAsyncTickTasks::Disconnect()
{
	bListening = false;
	for (const TPair<uint64, FAsyncTickWaitingRequest>& Request : Requests)
	{
		End(Request.Key, FAsyncTickAnswer());
	}
}

void FAsyncTickTasks::DeliverNews()
{
	const bool bWanted = Listener != nullptr && Listener->WantsTaskNews();
	if (bWanted != bListening && Api.Context != nullptr)
	{
		bListening = bWanted;
		Api.SetTaskEvents(Api.Context, bWanted ? 1 : 0);
	}

	// What is handed on may start requests, end the listener, and bring news of its own: those wait for the next frame.
	const TArray<FAsyncTickTaskNews> ToldNow = MoveTemp(News);
	News.Reset();
	const TArray<FAsyncTickAnswered> AnsweredNow = MoveTemp(Answers);
	Answers.Reset();
	const TMap<uint64, FString> ProgressNow = MoveTemp(Progress);
	Progress = TMap<uint64, FString>();
	for (const FAsyncTickTaskNews& Each : ToldNow)
	{
		if (Listener != nullptr)
		{
			Listener->OnTaskNews(Each);
		}
	}
	for (const TPair<uint64, FString>& Each : ProgressNow)
	{
		if (const FAsyncTickWaitingRequest* Found = Requests.Find(Each.Key))
		{
			const FAsyncTickOnProgress OnProgress = Found->OnProgress;
			OnProgress(Each.Value);
		}
	}
	for (const FAsyncTickAnswered& Each : AnsweredNow)
	{
		if (const FAsyncTickWaitingRequest* Found = Requests.Find(Each.Request))
		{
			const FAsyncTickOnAnswer OnEnded = Found->OnEnded;
			Requests.Remove(Each.Request);
			OnEnded(Each.Answer);
		}
	}
}

EAsyncTickStatus FAsyncTickTasks::Tell(int32 Event, const FAsyncTickTaskRow& Row)
{
	FAsyncTickTaskNews& Told = News.AddDefaulted_GetRef();
	Told.Event = static_cast<EAsyncTickTaskEvent>(Event);
	Told.State = static_cast<EAsyncTickTaskState>(Row.State);
	Told.Id = Row.Id;
	Told.Name = AsyncTickToString(Row.Name);
	Told.Scope = AsyncTickToString(Row.Scope);
	Told.Fault = AsyncTickToString(Row.Fault);
	return EAsyncTickStatus::Ok;
}

EAsyncTickStatus FAsyncTickTasks::End(uint64 Request, const FAsyncTickAnswer& Answer)
{
	if (Requests.Find(Request) == nullptr)
	{
		return EAsyncTickStatus::UnknownHandle;
	}
	Answers.Add(FAsyncTickAnswered{Request, Answer});
	return EAsyncTickStatus::Ok;
}

EAsyncTickStatus FAsyncTickTasks::TellProgress(uint64 Request, const FString& Text)
{
	const FAsyncTickWaitingRequest* Found = Requests.Find(Request);
	if (Found == nullptr)
	{
		return EAsyncTickStatus::UnknownHandle;
	}
	if (Found->OnProgress)
	{
		Progress.Add(Request, Text);
	}
	return EAsyncTickStatus::Ok;
}
