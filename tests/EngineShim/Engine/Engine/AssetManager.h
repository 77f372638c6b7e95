// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Engine/StreamableManager.h"
#include "UObject/NameTypes.h"
#include "UObject/Object.h"
#include "UObject/PrimaryAssetId.h"

class UAssetManager : public UObject
{
public:
	/** Null before the engine has made it. */
	static UAssetManager* GetIfInitialized();
	static FStreamableManager& GetStreamableManager();
	/** Not valid for an asset that is not a primary one. */
	FPrimaryAssetId GetPrimaryAssetIdForPath(const FSoftObjectPath& ObjectPath) const;
	TSharedPtr<FStreamableHandle> PreloadPrimaryAssets(const TArray<FPrimaryAssetId>& AssetsToLoad, const TArray<FName>& LoadBundles, bool bLoadRecursive, FStreamableDelegate DelegateToCall = FStreamableDelegate(), TAsyncLoadPriority Priority = 0);
};
