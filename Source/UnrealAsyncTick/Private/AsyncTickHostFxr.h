// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"

/** What a hosting call takes for text: UTF-16 on Windows, UTF-8 elsewhere. */
#if PLATFORM_WINDOWS
using FAsyncTickHostChar = TCHAR;
	#define ASYNCTICK_HOST_CDECL __cdecl
	#define ASYNCTICK_HOST_STDCALL __stdcall
#else
using FAsyncTickHostChar = ANSICHAR;
	#define ASYNCTICK_HOST_CDECL
	#define ASYNCTICK_HOST_STDCALL
#endif

/** Text for a hosting call. It must outlive the call that gets it, as a temporary in that call's arguments does. */
class FAsyncTickToHost
{
public:
	explicit FAsyncTickToHost(const FString& Text);
	const FAsyncTickHostChar* Get() const { return Characters.GetData(); }

private:
	TArray<FAsyncTickHostChar> Characters;
};

/** Text from a hosting call. */
FString AsyncTickFromHost(const FAsyncTickHostChar* Text);

/**
 * The library that finds and starts .NET runtimes. A process that already runs .NET has one loaded, and must use that
 * one: a second copy would try to start a second runtime, which .NET does not allow.
 */
class FAsyncTickHostFxr
{
public:
	/** Null when there is none; OutError then says where it was looked for, what was there, and what to do. */
	static void* Load(const FString& PreferredRoot, FString& OutRoot, FString& OutError);

	/** The function with this name, or null. */
	static void* Find(void* Library, const TCHAR* Function);

private:
	static void* FindLoaded();
	/** The library in this root; empty, and what the root holds, when it has no runtime that AsyncTick can run on. */
	static FString FindIn(const FString& Root, FString& OutContents);
};
