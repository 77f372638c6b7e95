// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreTypes.h"

/** Names one binding of a multicast delegate. Not the ticker's handle, which is another type of the same name. */
class FDelegateHandle
{
public:
	FDelegateHandle() = default;
	bool IsValid() const { return Id != 0; }
	void Reset() { Id = 0; }
	bool operator==(const FDelegateHandle& Other) const { return Id == Other.Id; }

	static FDelegateHandle Generate()
	{
		static uint64 Next = 1;
		FDelegateHandle Result;
		Result.Id = Next++;
		return Result;
	}

private:
	uint64 Id = 0;
};
