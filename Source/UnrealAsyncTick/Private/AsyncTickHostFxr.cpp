// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickHostFxr.h"

#include "AsyncTickDotNetRoots.h"
#include "HAL/FileManager.h"
#include "HAL/PlatformProcess.h"
#include "Misc/Paths.h"

#if PLATFORM_WINDOWS
	#include "Windows/WindowsHWrapper.h"
#else
	#include <dlfcn.h>
#endif

namespace
{
#if PLATFORM_WINDOWS
	constexpr const TCHAR* AsyncTickHostFxrName = TEXT("hostfxr.dll");
#elif PLATFORM_MAC
	constexpr const TCHAR* AsyncTickHostFxrName = TEXT("libhostfxr.dylib");
#else
	constexpr const TCHAR* AsyncTickHostFxrName = TEXT("libhostfxr.so");
#endif

	/** The version that the managed half is built for; an older or a newer one does not run it. */
	constexpr uint64 AsyncTickDotNetMajor = 10;
	constexpr int32 AsyncTickVersionPartBits = 16;

	/** "10.0.12" as a number that compares right; 0 for what is no version. Previews sort below their release. */
	uint64 ParseAsyncTickVersion(const FString& Name)
	{
		constexpr int32 PartCount = 3;

		uint64 Value = 0;
		int32 Index = 0;
		for (int32 Part = 0; Part < PartCount; ++Part)
		{
			uint64 Number = 0;
			const int32 Start = Index;
			while (Index < Name.Len() && FChar::IsDigit(Name[Index]))
			{
				Number = Number * 10 + static_cast<uint64>(Name[Index] - TEXT('0'));
				++Index;
			}
			if (Index == Start)
			{
				return 0;
			}
			Value = (Value << AsyncTickVersionPartBits) | FMath::Min<uint64>(Number, 0xFFFF);
			const bool bLast = Part + 1 == PartCount;
			if (!bLast && (Index >= Name.Len() || Name[Index] != TEXT('.')))
			{
				return 0;
			}
			Index += bLast ? 0 : 1;
		}
		const bool bRelease = Index == Name.Len();
		return (Value << 1) | (bRelease ? 1u : 0u);
	}

	/** The first part of a version that was parsed; 0 for what is no version. */
	uint64 GetAsyncTickMajor(uint64 Version)
	{
		return Version >> (1 + 2 * AsyncTickVersionPartBits);
	}

	TArray<FString> ListAsyncTickFolders(const FString& Folder)
	{
		TArray<FString> Names;
		IFileManager::Get().FindFiles(Names, *FPaths::Combine(Folder, TEXT("*")), false, true);
		return Names;
	}
}

FAsyncTickToHost::FAsyncTickToHost(const FString& Text)
{
#if PLATFORM_WINDOWS
	Characters.Append(*Text, Text.Len());
#else
	const FTCHARToUTF8 Converted(*Text, Text.Len());
	Characters.Append(reinterpret_cast<const ANSICHAR*>(Converted.Get()), Converted.Length());
#endif
	Characters.Add(FAsyncTickHostChar(0));
}

FString AsyncTickFromHost(const FAsyncTickHostChar* Text)
{
#if PLATFORM_WINDOWS
	return FString(Text);
#else
	return FString(UTF8_TO_TCHAR(Text));
#endif
}

void* FAsyncTickHostFxr::Load(const FString& PreferredRoot, FString& OutRoot, FString& OutError)
{
	// Named on purpose: a wrong folder is an error to report, not a reason to use another .NET.
	const TArray<FString> Roots = PreferredRoot.IsEmpty() ? ListAsyncTickDotNetRoots() : TArray<FString>{PreferredRoot};
	TArray<FString> Findings;
	FString File;
	for (const FString& Root : Roots)
	{
		FString Contents;
		File = FindIn(Root, Contents);
		if (!File.IsEmpty())
		{
			OutRoot = Root;
			break;
		}
		Findings.Add(FString::Printf(TEXT("%s: %s"), *Root, *Contents));
	}

	if (void* Loaded = FindLoaded())
	{
		return Loaded;
	}
	if (File.IsEmpty())
	{
		OutError = FString::Printf(
			TEXT(".NET %d was not found (looked in %s). Install the .NET %d runtime, or set its folder in Project Settings > Plugins > Async Tick, or DOTNET_ROOT."),
			static_cast<int32>(AsyncTickDotNetMajor), *FString::Join(Findings, TEXT("; ")), static_cast<int32>(AsyncTickDotNetMajor));
		return nullptr;
	}
	void* Library = FPlatformProcess::GetDllHandle(*File);
	if (Library == nullptr)
	{
		OutError = FString::Printf(TEXT("%s could not be loaded: it is damaged, or made for another processor. Repair the .NET installation."), *File);
	}
	return Library;
}

void* FAsyncTickHostFxr::Find(void* Library, const TCHAR* Function)
{
	return FPlatformProcess::GetDllExport(Library, Function);
}

void* FAsyncTickHostFxr::FindLoaded()
{
#if PLATFORM_WINDOWS
	return ::GetModuleHandleW(AsyncTickHostFxrName);
#else
	// By its bare name: it matches whatever folder the library was loaded from. Never unloaded, as .NET never is.
	return dlopen(FAsyncTickToHost(AsyncTickHostFxrName).Get(), RTLD_LAZY | RTLD_NOLOAD);
#endif
}

FString FAsyncTickHostFxr::FindIn(const FString& Root, FString& OutContents)
{
	if (!FPaths::DirectoryExists(Root))
	{
		OutContents = TEXT("no such folder");
		return FString();
	}

	// A root may hold a host of any version and runtimes of others: the engine brings a .NET 8 of its own.
	bool bRuntime = false;
	TArray<FString> Runtimes;
	const FString RuntimeFolder = FPaths::Combine(Root, TEXT("shared"), TEXT("Microsoft.NETCore.App"));
	for (const FString& Name : ListAsyncTickFolders(RuntimeFolder))
	{
		const uint64 Version = ParseAsyncTickVersion(Name);
		if (Version != 0 && FPaths::FileExists(FPaths::Combine(RuntimeFolder, Name, TEXT("System.Private.CoreLib.dll"))))
		{
			Runtimes.Add(Name);
			bRuntime |= GetAsyncTickMajor(Version) == AsyncTickDotNetMajor;
		}
	}
	if (!bRuntime)
	{
		OutContents = Runtimes.IsEmpty() ? FString(TEXT("no .NET runtime")) : FString::Printf(TEXT("only .NET %s"), *FString::Join(Runtimes, TEXT(", ")));
		return FString();
	}

	const FString HostFolder = FPaths::Combine(Root, TEXT("host"), TEXT("fxr"));
	FString Newest;
	uint64 NewestVersion = 0;
	for (const FString& Name : ListAsyncTickFolders(HostFolder))
	{
		const uint64 Version = ParseAsyncTickVersion(Name);
		const FString File = FPaths::Combine(HostFolder, Name, AsyncTickHostFxrName);
		if (Version > NewestVersion && GetAsyncTickMajor(Version) >= AsyncTickDotNetMajor && FPaths::FileExists(File))
		{
			Newest = File;
			NewestVersion = Version;
		}
	}
	if (Newest.IsEmpty())
	{
		OutContents = FString::Printf(TEXT(".NET %s without %s in host/fxr"), *FString::Join(Runtimes, TEXT(", ")), AsyncTickHostFxrName);
	}
	return Newest;
}
