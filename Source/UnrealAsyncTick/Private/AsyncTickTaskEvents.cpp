// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickTaskEvents.h"

#include "Modules/ModuleManager.h"
#include "UnrealAsyncTickModule.h"

void UAsyncTickTaskEvents::Initialize(FSubsystemCollectionBase&)
{
	if (IUnrealAsyncTickModule* Module = FModuleManager::GetModulePtr<IUnrealAsyncTickModule>(TEXT("UnrealAsyncTick")))
	{
		Module->SetTaskListener(this);
	}
}

void UAsyncTickTaskEvents::Deinitialize()
{
	if (IUnrealAsyncTickModule* Module = FModuleManager::GetModulePtr<IUnrealAsyncTickModule>(TEXT("UnrealAsyncTick")))
	{
		Module->SetTaskListener(nullptr);
	}
}

bool UAsyncTickTaskEvents::WantsTaskNews() const
{
	return OnTaskStarted.IsBound() || OnTaskFaulted.IsBound() || OnTaskEnded.IsBound();
}

void UAsyncTickTaskEvents::OnTaskNews(const FAsyncTickTaskNews& News)
{
	switch (News.Event)
	{
	case EAsyncTickTaskEvent::Started:
		OnTaskStarted.Broadcast(News.Id, News.Name);
		break;
	case EAsyncTickTaskEvent::Faulted:
		OnTaskFaulted.Broadcast(News.Id, News.Name, News.Fault);
		break;
	case EAsyncTickTaskEvent::Ended:
		OnTaskEnded.Broadcast(News.Id, News.Name, News.State);
		break;
	}
}
