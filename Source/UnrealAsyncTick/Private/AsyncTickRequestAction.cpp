// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickRequestAction.h"

#include "Engine/World.h"
#include "Modules/ModuleManager.h"
#include "UnrealAsyncTickModule.h"
#include "UObject/UObjectGlobals.h"

UAsyncTickRequestAction* UAsyncTickRequestAction::RunScript(UObject* WorldContextObject, const FString& Script)
{
	return Make(WorldContextObject, EAsyncTickRequest::RunScript, Script);
}

UAsyncTickRequestAction* UAsyncTickRequestAction::AwaitTask(UObject* WorldContextObject, const FString& Task)
{
	return Make(WorldContextObject, EAsyncTickRequest::AwaitTask, Task);
}

UAsyncTickRequestAction* UAsyncTickRequestAction::Make(UObject* WorldContextObject, EAsyncTickRequest Kind, const FString& Text)
{
	UAsyncTickRequestAction* Action = NewObject<UAsyncTickRequestAction>();
	Action->World = WorldContextObject != nullptr ? WorldContextObject->GetWorld() : nullptr;
	Action->Kind = Kind;
	Action->Request = Text;
	Action->RegisterWithGameInstance(WorldContextObject);
	return Action;
}

void UAsyncTickRequestAction::Activate()
{
	IUnrealAsyncTickModule* Module = FModuleManager::GetModulePtr<IUnrealAsyncTickModule>(TEXT("UnrealAsyncTick"));
	if (Module == nullptr)
	{
		OnEnded(FAsyncTickAnswer());
		return;
	}
	// It may be collected before: then nobody is there to be told.
	const TWeakObjectPtr<UAsyncTickRequestAction> Self(this);
	Number = Module->StartRequest(
		World.Get(), Kind, Request, [Self](const FAsyncTickAnswer& Answer)
		{
		if (UAsyncTickRequestAction* Action = Self.Get())
		{
			Action->OnEnded(Answer);
		} },
		[Self](const FString& Text)
		{
		if (UAsyncTickRequestAction* Action = Self.Get())
		{
			Action->Progress.Broadcast(Text, 0);
		} });
}

void UAsyncTickRequestAction::Cancel()
{
	if (IUnrealAsyncTickModule* Module = FModuleManager::GetModulePtr<IUnrealAsyncTickModule>(TEXT("UnrealAsyncTick")))
	{
		Module->CancelRequest(Number);
	}
}

void UAsyncTickRequestAction::OnEnded(const FAsyncTickAnswer& Answer)
{
	const FAsyncTickRequestPin& Pin = Answer.State == EAsyncTickTaskState::Completed ? Finished : Answer.State == EAsyncTickTaskState::Canceled ? Canceled
																																				: Fault;
	Pin.Broadcast(Answer.Text, Answer.ExitCode);
	SetReadyToDestroy();
}
