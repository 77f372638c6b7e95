// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Containers/Array.h"
#include "Delegates/Delegate.h"
#include "Templates/SharedPointer.h"
#include "UObject/SoftObjectPath.h"

using FStreamableDelegate = TDelegate<void()>;
using TAsyncLoadPriority = int32;

/** Keeps what it stands for while it exists, unless it is canceled or released. */
struct FStreamableHandle
{
	FStreamableHandle(uint64 InRequest, const FStreamableDelegate& InDelegate);
	~FStreamableHandle();
	bool HasLoadCompleted() const { return bShimDone; }
	float GetProgress() const;
	void CancelHandle();
	void ReleaseHandle();

	/** 0 when it stands for nothing any more. */
	uint64 ShimRequest;
	FStreamableDelegate ShimDelegate;
	bool bShimDone = false;
	bool bShimCanceled = false;
};

struct FStreamableManager
{
	/** Null when there is nothing to load. */
	TSharedPtr<FStreamableHandle> RequestAsyncLoad(TArray<FSoftObjectPath> TargetsToStream, FStreamableDelegate DelegateToCall = FStreamableDelegate(), TAsyncLoadPriority Priority = 0);
};
