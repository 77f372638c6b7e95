// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Containers/UnrealString.h"

class IFileManager
{
public:
	static IFileManager& Get();

	/** Bare names of the entries that match Folder/Pattern. The shim knows the pattern * only. */
	void FindFiles(TArray<FString>& FileNames, const TCHAR* Filename, bool bFiles, bool bDirectories);
};
