// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"

/** A notification in the editor's corner: something of C# has failed, with a link to the Message Log. */
class FAsyncTickFaultNotice
{
public:
	/** Shows one for the errors of a frame. No further one comes while it is still to be seen. */
	void Show(const FString& FirstLine, int32 Count, double Now);

	/** The notification's text: the error's first line, not too long, and how many more there are. */
	static FString Describe(const FString& FirstLine, int32 Count);

private:
	double Until = 0.0;
};
