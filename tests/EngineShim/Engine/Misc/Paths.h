// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Containers/UnrealString.h"

struct FPaths
{
	static FString ProjectDir();
	static FString ProjectSavedDir();
	static FString GetCleanFilename(const FString& Path);
	static bool FileExists(const FString& Path);
	static bool DirectoryExists(const FString& Path);
	static FString ConvertRelativePathToFull(const FString& Path);
	static FString ConvertRelativePathToFull(const FString& BasePath, const FString& Path);

	template <typename... PathTypes>
	static FString Combine(const FString& First, const PathTypes&... Rest)
	{
		FString Result(First);
		((Result = CombineTwo(Result, FString(Rest))), ...);
		return Result;
	}

private:
	static FString CombineTwo(const FString& Left, const FString& Right);
};
