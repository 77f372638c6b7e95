// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickLoads.h"

#include "AsyncTickText.h"
#include "Engine/AssetManager.h"
#include "Engine/StreamableManager.h"
#include "UObject/PrimaryAssetId.h"
#include "UObject/SoftObjectPath.h"

namespace
{
	void LetAsyncTickLoadGo(const TSharedPtr<FStreamableHandle>& Handle)
	{
		if (Handle->HasLoadCompleted())
		{
			Handle->ReleaseHandle();
		}
		else
		{
			Handle->CancelHandle();
		}
	}
}

void FAsyncTickLoadAnswers::OnLoaded(uint32 Load)
{
	if (Api.Context != nullptr)
	{
		Api.EndLoad(Api.Context, Load);
	}
}

FAsyncTickLoads::FAsyncTickLoads(const FAsyncTickManagedApi& InApi)
	: Api(InApi)
	, Answers(MakeShared<FAsyncTickLoadAnswers>(InApi))
{
}

EAsyncTickStatus FAsyncTickLoads::Start(const FAsyncTickLoad& Load)
{
	const FSoftObjectPath Path(AsyncTickToString(Load.Path));
	UAssetManager* const Manager = UAssetManager::GetIfInitialized();
	if (Path.IsNull() || Manager == nullptr || Handles.Find(Load.Id) != nullptr)
	{
		return EAsyncTickStatus::InvalidArgument;
	}

	const FStreamableDelegate OnLoaded = FStreamableDelegate::CreateSP(Answers, &FAsyncTickLoadAnswers::OnLoaded, uint32(Load.Id));
	TSharedPtr<FStreamableHandle> Handle;
	if (Load.BundleCount > 0)
	{
		TArray<FPrimaryAssetId> Assets;
		Assets.Add(Manager->GetPrimaryAssetIdForPath(Path));
		if (!Assets[0].IsValid())
		{
			return EAsyncTickStatus::UnknownHandle;
		}
		TArray<FName> Bundles;
		for (int32 Index = 0; Index < Load.BundleCount; ++Index)
		{
			Bundles.Add(FName(*AsyncTickToString(Load.Bundles[Index])));
		}
		// Preloaded and not loaded: what the project itself does with the asset's bundles is not touched, and all of it goes with the handle.
		Handle = Manager->PreloadPrimaryAssets(Assets, Bundles, false, OnLoaded, Load.Priority);
	}
	else
	{
		TArray<FSoftObjectPath> Paths;
		Paths.Add(Path);
		Handle = UAssetManager::GetStreamableManager().RequestAsyncLoad(Paths, OnLoaded, Load.Priority);
	}

	if (Handle.IsValid())
	{
		Handles.Add(Load.Id, Handle);
	}
	else
	{
		// Nothing to load. Whether the engine has said so or not: the second time no task waits for it.
		Answers->OnLoaded(Load.Id);
	}
	return EAsyncTickStatus::Ok;
}

EAsyncTickStatus FAsyncTickLoads::GetProgress(uint32 Load, double& OutProgress) const
{
	const TSharedPtr<FStreamableHandle>* const Found = Handles.Find(Load);
	if (Found == nullptr)
	{
		return EAsyncTickStatus::UnknownHandle;
	}
	OutProgress = static_cast<double>((*Found)->GetProgress());
	return EAsyncTickStatus::Ok;
}

EAsyncTickStatus FAsyncTickLoads::Release(uint32 Load)
{
	const TSharedPtr<FStreamableHandle>* const Found = Handles.Find(Load);
	if (Found == nullptr)
	{
		return EAsyncTickStatus::UnknownHandle;
	}
	const TSharedPtr<FStreamableHandle> Handle = *Found;
	Handles.Remove(Load);
	LetAsyncTickLoadGo(Handle);
	return EAsyncTickStatus::Ok;
}

void FAsyncTickLoads::Disconnect()
{
	Answers = MakeShared<FAsyncTickLoadAnswers>(Api);
	for (auto It = Handles.CreateIterator(); It; ++It)
	{
		LetAsyncTickLoadGo(It.Value());
		It.RemoveCurrent();
	}
}
