// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Containers/Array.h"
#include "Containers/UnrealString.h"

namespace EFileDialogFlags
{
	enum Type
	{
		None = 0,
		Multiple = 1,
	};
}

class IDesktopPlatform
{
public:
	/** The shim's user picks ShimPicked; empty cancels. */
	bool OpenFileDialog(const void* ParentWindowHandle, const FString& DialogTitle, const FString& DefaultPath, const FString& DefaultFile, const FString& FileTypes, uint32 Flags, TArray<FString>& OutFilenames)
	{
		(void)ParentWindowHandle, (void)DialogTitle, (void)DefaultPath, (void)DefaultFile, (void)FileTypes, (void)Flags;
		if (ShimPicked.IsEmpty())
		{
			return false;
		}
		OutFilenames.Add(ShimPicked);
		return true;
	}
	FString ShimPicked;
};
