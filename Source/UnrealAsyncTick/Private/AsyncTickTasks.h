// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"
#include "AsyncTickBridge.h"
#include "AsyncTickTaskTypes.h"
#include "Containers/Map.h"
#include "Templates/Function.h"

/**
 * The native half's side of the task list: rows, events and requests. What C# tells while its frame is on the stack is handed on after it, so that nothing
 * that listens runs inside of C#. Game thread.
 */
class FAsyncTickTasks
{
public:
	/** Api is the runtime's; its Context is null while there is no managed half. */
	explicit FAsyncTickTasks(const FAsyncTickManagedApi& InApi)
		: Api(InApi)
	{
	}

	/** Each task that has not ended, in order of start. Failed without a managed half. */
	EAsyncTickStatus List(TFunctionRef<void(const FAsyncTickTaskRow&)> Sink) const;

	/** OnEnded is called exactly once, in a later frame's end at the earliest; OnProgress never after it. Returns its number. */
	uint64 Start(uint64 World, EAsyncTickRequest Kind, const FString& Text, FAsyncTickOnAnswer OnEnded, FAsyncTickOnProgress OnProgress = FAsyncTickOnProgress());
	/** OnEnded follows. */
	void Cancel(uint64 Request);

	/** Null for none. */
	void SetListener(IAsyncTickTaskListener* NewListener);

	/** The managed half is going: what it has not answered is answered as canceled. */
	void Disconnect();

	/** Once a frame, outside of C#. */
	void Deliver()
	{
		if (Listener != nullptr || !News.IsEmpty() || !Answers.IsEmpty() || !Progress.IsEmpty())
		{
			DeliverNews();
		}
	}

	/** From C#. */
	EAsyncTickStatus Tell(int32 Event, const FAsyncTickTaskRow& Row);
	EAsyncTickStatus End(uint64 Request, const FAsyncTickAnswer& Answer);
	EAsyncTickStatus TellProgress(uint64 Request, const FString& Text);

private:
	struct FAsyncTickAnswered
	{
		uint64 Request;
		FAsyncTickAnswer Answer;
	};

	struct FAsyncTickWaitingRequest
	{
		FAsyncTickOnAnswer OnEnded;
		FAsyncTickOnProgress OnProgress;
	};

	void DeliverNews();

	const FAsyncTickManagedApi& Api;
	IAsyncTickTaskListener* Listener = nullptr;
	/** What waits for its answer. */
	TMap<uint64, FAsyncTickWaitingRequest> Requests;
	/** The last word of each. */
	TMap<uint64, FString> Progress;
	TArray<FAsyncTickTaskNews> News;
	TArray<FAsyncTickAnswered> Answers;
	uint64 LastRequest = 0;
	bool bListening = false;
};
