// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"
#include "AsyncTickTaskTypes.h"
#include "Kismet/BlueprintAsyncActionBase.h"
#include "UObject/WeakObjectPtr.h"
#include "AsyncTickRequestAction.generated.h"

DECLARE_DYNAMIC_MULTICAST_DELEGATE_TwoParams(FAsyncTickRequestPin, const FString&, Text, int32, ExitCode);

/**
 * The latent Blueprint nodes Run Script and Await Task. One of Finished, Fault and Canceled is followed, once, at the end of the frame in which C# answered,
 * and not in the frame of the call; Progress before that, at most once a frame. They need no UnrealSharp.
 */
UCLASS(meta = (ExposedAsyncProxy = "Request"))
class UNREALASYNCTICK_API UAsyncTickRequestAction : public UBlueprintAsyncActionBase
{
	GENERATED_BODY()

public:
	/**
	 * Compiles and runs a script beside copies that run already, and waits until all that it started has ended. It belongs to the caller's world.
	 * @param Script Its name and arguments, as after AsyncTick.Run: "Patrol.cs fast", "\"My Patrol.cs\"".
	 */
	UFUNCTION(BlueprintCallable, Category = "Async Tick", meta = (BlueprintInternalUseOnly = "true", WorldContext = "WorldContextObject"))
	static UAsyncTickRequestAction* RunScript(UObject* WorldContextObject, const FString& Script);

	/**
	 * Waits for the end of a task that runs. Its failure counts as seen to and is not logged.
	 * @param Task Its id or its name, as the task list shows them; of several with that name the first started.
	 */
	UFUNCTION(BlueprintCallable, Category = "Async Tick", meta = (BlueprintInternalUseOnly = "true", WorldContext = "WorldContextObject"))
	static UAsyncTickRequestAction* AwaitTask(UObject* WorldContextObject, const FString& Task);

	/** The task, or one of the script's, has said how far it is (SetStatus in C#). Text is what it said. */
	UPROPERTY(BlueprintAssignable)
	FAsyncTickRequestPin Progress;

	/** It ended as it should. Text is what the script wrote to the log, or the task's result; ExitCode what the script returned. */
	UPROPERTY(BlueprintAssignable)
	FAsyncTickRequestPin Finished;

	/** It failed, did not compile, or is not there. Text says why. */
	UPROPERTY(BlueprintAssignable)
	FAsyncTickRequestPin Fault;

	/** It was canceled, by whomever, or C# is going. */
	UPROPERTY(BlueprintAssignable)
	FAsyncTickRequestPin Canceled;

	/** Cancels the script with all that it has started; a task that is awaited goes on. The pin Canceled follows. */
	UFUNCTION(BlueprintCallable, Category = "Async Tick")
	void Cancel();

	virtual void Activate() override;

private:
	static UAsyncTickRequestAction* Make(UObject* WorldContextObject, EAsyncTickRequest Kind, const FString& Text);
	void OnEnded(const FAsyncTickAnswer& Answer);

	TWeakObjectPtr<UWorld> World;
	FString Request;
	EAsyncTickRequest Kind = EAsyncTickRequest::RunScript;
	uint64 Number = 0;
};
