// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"
#include "Templates/Function.h"
#include "UObject/ObjectMacros.h"
#include "AsyncTickTaskTypes.generated.h"

/** Mirror of AsyncTick.TaskState, number by number. */
UENUM(BlueprintType)
enum class EAsyncTickTaskState : uint8
{
	Running,
	Waiting,
	/** It was asked to end, and has not yet. */
	Canceling,
	Completed,
	Canceled,
	Faulted,
	/** It was given up without having ended. */
	Abandoned,
	Paused,
};

/** What a listener is told of a task. */
enum class EAsyncTickTaskEvent : int32
{
	Started = 0,
	Ended = 1,
	/** It failed, and nobody awaits it. Its end is told, too. */
	Faulted = 2,
};

/** One event of one task. */
struct FAsyncTickTaskNews
{
	EAsyncTickTaskEvent Event = EAsyncTickTaskEvent::Started;
	EAsyncTickTaskState State = EAsyncTickTaskState::Running;
	int32 Id = 0;
	FString Name;
	FString Scope;
	/** The fault's type and message; empty for none. */
	FString Fault;
};

/** What C# is asked to do and to answer. */
enum class EAsyncTickRequest : int32
{
	/** The text is a script's name with its arguments. */
	RunScript = 0,
	/** The text is a task's id or name. */
	AwaitTask = 1,
};

/** How a request ended: Completed, Canceled or Faulted. */
struct FAsyncTickAnswer
{
	EAsyncTickTaskState State = EAsyncTickTaskState::Canceled;
	/** What a script returned. */
	int32 ExitCode = 0;
	/** What a script wrote to the log, a task's result, or why it failed. */
	FString Text;
};

using FAsyncTickOnAnswer = TFunction<void(const FAsyncTickAnswer&)>;
using FAsyncTickOnProgress = TFunction<void(const FString&)>;

/** Is told of tasks as long as it wants to be. Game thread, after the frame in which it happened, outside of C#. */
class IAsyncTickTaskListener
{
public:
	virtual ~IAsyncTickTaskListener() = default;

	/** Asked once a frame: while it is false C# does not even put events into words. */
	virtual bool WantsTaskNews() const = 0;
	virtual void OnTaskNews(const FAsyncTickTaskNews& News) = 0;
};
