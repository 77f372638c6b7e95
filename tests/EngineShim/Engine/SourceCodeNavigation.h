// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Containers/UnrealString.h"

class FSourceCodeNavigation
{
public:
	/** Opens a file in the user's code editor. The shim notes what was asked for. */
	static bool OpenSourceFile(const FString& AbsoluteSourcePath, int32 LineNumber = 0, int32 ColumnNumber = 0);

	static FString ShimOpened;
	static int32 ShimLine;
};
