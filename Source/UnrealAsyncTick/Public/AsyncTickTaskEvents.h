// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"
#include "AsyncTickTaskTypes.h"
#include "Subsystems/EngineSubsystem.h"
#include "AsyncTickTaskEvents.generated.h"

DECLARE_DYNAMIC_MULTICAST_DELEGATE_TwoParams(FAsyncTickTaskStarted, int32, Id, const FString&, Name);
DECLARE_DYNAMIC_MULTICAST_DELEGATE_ThreeParams(FAsyncTickTaskFaulted, int32, Id, const FString&, Name, const FString&, Fault);
DECLARE_DYNAMIC_MULTICAST_DELEGATE_ThreeParams(FAsyncTickTaskEnded, int32, Id, const FString&, Name, EAsyncTickTaskState, State);

/**
 * The starts, faults and ends of C# tasks, for Blueprint: "Get AsyncTickTaskEvents", then bind. Events come at the end of the frame in which they happened,
 * from the frame after the first binding on. While nothing is bound they cost nothing.
 */
UCLASS()
class UNREALASYNCTICK_API UAsyncTickTaskEvents : public UEngineSubsystem, public IAsyncTickTaskListener
{
	GENERATED_BODY()

public:
	/** A task has run up to its first wait. */
	UPROPERTY(BlueprintAssignable, Category = "Async Tick")
	FAsyncTickTaskStarted OnTaskStarted;

	/** A task has failed, and nobody awaits it. OnTaskEnded comes, too. */
	UPROPERTY(BlueprintAssignable, Category = "Async Tick")
	FAsyncTickTaskFaulted OnTaskFaulted;

	/** A task has ended: Completed, Canceled or Faulted. */
	UPROPERTY(BlueprintAssignable, Category = "Async Tick")
	FAsyncTickTaskEnded OnTaskEnded;

	virtual void Initialize(FSubsystemCollectionBase& Collection) override;
	virtual void Deinitialize() override;

	virtual bool WantsTaskNews() const override;
	virtual void OnTaskNews(const FAsyncTickTaskNews& News) override;
};
