// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "Engine/AssetManager.h"
#include "EngineShim.h"
#include "ShimState.h"

#include <vector>

namespace
{
	std::vector<FStreamableHandle*>& Handles()
	{
		static std::vector<FStreamableHandle*> All;
		return All;
	}

	TSharedPtr<FStreamableHandle> Begin(const std::string& Path, const std::string& Bundles, int32 Priority, const FStreamableDelegate& Delegate)
	{
		const uint64 Request = Shim::Assets.Begin ? Shim::Assets.Begin(Path, Bundles, Priority) : 0;
		return Request != 0 ? TSharedPtr<FStreamableHandle>(new FStreamableHandle(Request, Delegate)) : TSharedPtr<FStreamableHandle>();
	}
}

namespace Shim
{
	FAssets Assets;

	int32 CountLoads()
	{
		return static_cast<int32>(Handles().size());
	}

	void TickLoads()
	{
		for (FStreamableHandle* Handle : std::vector<FStreamableHandle*>(Handles()))
		{
			const bool bIsLeft = std::find(Handles().begin(), Handles().end(), Handle) != Handles().end();
			if (bIsLeft && !Handle->bShimDone && Assets.Progress(Handle->ShimRequest) >= 1.0)
			{
				Handle->bShimDone = true;
				// The handle may go inside of the call.
				const FStreamableDelegate Delegate = Handle->ShimDelegate;
				Delegate.ExecuteIfBound();
			}
		}
	}
}

FStreamableHandle::FStreamableHandle(uint64 InRequest, const FStreamableDelegate& InDelegate)
	: ShimRequest(InRequest)
	, ShimDelegate(InDelegate)
{
	Handles().push_back(this);
}

FStreamableHandle::~FStreamableHandle()
{
	ReleaseHandle();
}

float FStreamableHandle::GetProgress() const
{
	return ShimRequest != 0 ? static_cast<float>(Shim::Assets.Progress(ShimRequest)) : 1.0f;
}

void FStreamableHandle::CancelHandle()
{
	bShimCanceled = true;
	ReleaseHandle();
}

void FStreamableHandle::ReleaseHandle()
{
	if (ShimRequest != 0)
	{
		std::erase(Handles(), this);
		Shim::Assets.End(std::exchange(ShimRequest, 0));
	}
}

TSharedPtr<FStreamableHandle> FStreamableManager::RequestAsyncLoad(TArray<FSoftObjectPath> TargetsToStream, FStreamableDelegate DelegateToCall, TAsyncLoadPriority Priority)
{
	check(TargetsToStream.Num() == 1);
	return Begin(Shim::ToUtf8(TargetsToStream[0].ToString()), std::string(), Priority, DelegateToCall);
}

UAssetManager* UAssetManager::GetIfInitialized()
{
	static UAssetManager Manager;
	return Shim::State().bRunning ? &Manager : nullptr;
}

FStreamableManager& UAssetManager::GetStreamableManager()
{
	static FStreamableManager Manager;
	return Manager;
}

FPrimaryAssetId UAssetManager::GetPrimaryAssetIdForPath(const FSoftObjectPath& ObjectPath) const
{
	FPrimaryAssetId Id;
	if (Shim::Assets.IsPrimary && Shim::Assets.IsPrimary(Shim::ToUtf8(ObjectPath.ToString())))
	{
		Id.ShimPath = ObjectPath.ToString();
	}
	return Id;
}

TSharedPtr<FStreamableHandle> UAssetManager::PreloadPrimaryAssets(const TArray<FPrimaryAssetId>& AssetsToLoad, const TArray<FName>& LoadBundles, bool, FStreamableDelegate DelegateToCall, TAsyncLoadPriority Priority)
{
	std::string Bundles;
	for (const FName& Bundle : LoadBundles)
	{
		Bundles += (Bundles.empty() ? "" : ",") + Shim::ToUtf8(Bundle.ToString());
	}
	return Begin(Shim::ToUtf8(AssetsToLoad[0].ShimPath), Bundles, Priority, DelegateToCall);
}
