// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Containers/UnrealString.h"
#include "UObject/NameTypes.h"

#include <vector>

// A stand-in for UnrealSharp's header of this name: the functions that a plugin's C# may call, by name and by the sum
// of the sizes of their parameters and result.

struct FCSBoundFunction
{
	FName Name;
	void* FunctionPointer = nullptr;
	int32 ParameterSize = 0;
};

class FCSBindsRegistry
{
public:
	static const FCSBoundFunction& RegisterBoundFunction(const FName& BinderName, const FName& FunctionName, void* FunctionPointer, int32 ParameterSize);

	/** Null when there is none, or when the size is not the same. */
	static void* GetBoundFunction(const TCHAR* BinderName, const TCHAR* FunctionName, int32 ParameterSize);
};
