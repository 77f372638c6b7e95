// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "UObject/Class.h"

enum class EFindFirstObjectOptions : int32
{
	None = 0,
	NativeFirst = 1 << 0,
	ExactClass = 1 << 2,
};

UClass* ShimFindClass(const TCHAR* Name);

template <typename T>
T* FindFirstObject(const TCHAR* Name, EFindFirstObjectOptions Options = EFindFirstObjectOptions::None)
{
	static_assert(std::is_same_v<T, UClass>, "the shim finds classes only");
	(void)Options;
	return ShimFindClass(Name);
}

/** The first argument is where to look; null means by full path. */
template <typename T>
T* LoadObject(UObject* Outer, const TCHAR* Name)
{
	static_assert(std::is_same_v<T, UClass>, "the shim loads classes only");
	(void)Outer;
	return ShimFindClass(Name);
}

template <typename T>
T* NewObject(UObject* Outer = nullptr)
{
	(void)Outer;
	return new T();
}

template <typename T>
T* GetMutableDefault()
{
	static T Default;
	return &Default;
}

template <typename T>
const T* GetDefault()
{
	return GetMutableDefault<T>();
}
