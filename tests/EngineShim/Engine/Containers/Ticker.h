// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Delegates/Delegate.h"
#include "Templates/SharedPointer.h"

#include <vector>

DECLARE_DELEGATE_RetVal_OneParam(bool, FTickerDelegate, float);

/** Calls its delegates once per frame, on the thread that ticks it. */
class FTSTicker
{
	struct FElement
	{
		FTickerDelegate Delegate;
		double DueTime = 0.0;
		float Delay = 0.0f;
		uint64 LastTick = 0;
		bool bRemoved = false;
	};

public:
	/** Not ::FDelegateHandle. */
	using FDelegateHandle = TWeakPtr<FElement>;

	static FTSTicker& GetCoreTicker();

	/** Fires on a later Tick than the one that is running, if one is. */
	FDelegateHandle AddTicker(const FTickerDelegate& Delegate, float Delay = 0.0f);

	/** Allowed from inside the delegate, and with a handle that has expired. */
	static void RemoveTicker(FDelegateHandle Handle);

	/** May be entered again from inside a delegate: some engine code does that while it blocks. */
	void Tick(float DeltaTime);

	int32 ShimCount() const { return static_cast<int32>(Elements.size() + Added.size()); }

private:
	std::vector<TSharedPtr<FElement>> Added;
	std::vector<TSharedPtr<FElement>> Elements;
	double Now = 0.0;
	int32 Depth = 0;
};
