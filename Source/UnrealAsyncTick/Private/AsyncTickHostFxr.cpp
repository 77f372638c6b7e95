// Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.

#include "AsyncTickHostFxr.h"

#include "HAL/FileManager.h"
#include "HAL/PlatformMisc.h"
#include "HAL/PlatformProcess.h"
#include "Misc/FileHelper.h"
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

	/** "10.0.12" as a number that compares right; 0 for what is no version. Previews sort below their release. */
	uint64 ParseAsyncTickVersion(const FString& Name)
	{
		constexpr int32 PartCount = 3;
		constexpr int32 PartBits = 16;

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
			Value = (Value << PartBits) | FMath::Min<uint64>(Number, 0xFFFF);
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
	const TArray<FString> Roots = ListRoots(PreferredRoot);
	FString File;
	for (const FString& Root : Roots)
	{
		File = FindNewest(Root);
		if (!File.IsEmpty())
		{
			OutRoot = Root;
			break;
		}
	}

	if (void* Loaded = FindLoaded())
	{
		return Loaded;
	}
	if (File.IsEmpty())
	{
		OutError = FString::Printf(
			TEXT(".NET was not found (looked in %s). Install the .NET 10 runtime, or set its folder in Project Settings > Plugins > Async Tick, or DOTNET_ROOT."),
			*FString::Join(Roots, TEXT(", ")));
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

TArray<FString> FAsyncTickHostFxr::ListRoots(const FString& PreferredRoot)
{
	TArray<FString> Roots;
	if (!PreferredRoot.IsEmpty())
	{
		// Named on purpose: a wrong folder is an error to report, not a reason to use another .NET.
		Roots.Add(PreferredRoot);
		return Roots;
	}

	const FString Variable = FPlatformMisc::GetEnvironmentVariable(TEXT("DOTNET_ROOT"));
	if (!Variable.IsEmpty())
	{
		Roots.Add(Variable);
	}
#if PLATFORM_WINDOWS
	Roots.Add(FPaths::Combine(FPlatformMisc::GetEnvironmentVariable(TEXT("ProgramFiles")), TEXT("dotnet")));
#else
	FString InstallLocation;
	if (FFileHelper::LoadFileToString(InstallLocation, TEXT("/etc/dotnet/install_location")))
	{
		InstallLocation.TrimStartAndEndInline();
		Roots.Add(InstallLocation);
	}
	#if PLATFORM_MAC
	Roots.Add(TEXT("/usr/local/share/dotnet"));
	Roots.Add(TEXT("/opt/homebrew/opt/dotnet/libexec"));
	#else
	Roots.Add(TEXT("/usr/share/dotnet"));
	Roots.Add(TEXT("/usr/lib/dotnet"));
	Roots.Add(TEXT("/usr/lib64/dotnet"));
	#endif
	Roots.Add(FPaths::Combine(FPlatformMisc::GetEnvironmentVariable(TEXT("HOME")), TEXT(".dotnet")));
#endif

	TArray<FString> SearchPath;
	FPlatformMisc::GetEnvironmentVariable(TEXT("PATH")).ParseIntoArray(SearchPath, FPlatformMisc::GetPathVarDelimiter());
	for (const FString& Directory : SearchPath)
	{
		if (FPaths::DirectoryExists(FPaths::Combine(Directory, TEXT("host"), TEXT("fxr"))))
		{
			Roots.Add(Directory);
		}
	}
	return Roots;
}

FString FAsyncTickHostFxr::FindNewest(const FString& Root)
{
	const FString Versions = FPaths::Combine(Root, TEXT("host"), TEXT("fxr"));
	TArray<FString> Names;
	IFileManager::Get().FindFiles(Names, *FPaths::Combine(Versions, TEXT("*")), false, true);

	FString Newest;
	uint64 NewestVersion = 0;
	for (const FString& Name : Names)
	{
		const uint64 Version = ParseAsyncTickVersion(Name);
		const FString File = FPaths::Combine(Versions, Name, AsyncTickHostFxrName);
		if (Version > NewestVersion && FPaths::FileExists(File))
		{
			Newest = File;
			NewestVersion = Version;
		}
	}
	return Newest;
}
