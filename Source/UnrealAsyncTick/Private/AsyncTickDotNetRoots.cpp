// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickDotNetRoots.h"

#include "HAL/PlatformMisc.h"
#include "Misc/FileHelper.h"
#include "Misc/Paths.h"

#if PLATFORM_WINDOWS
	#include "Windows/WindowsHWrapper.h"
#endif

namespace
{
	/** What .NET calls the processor that this program was compiled for; a runtime for another one cannot be loaded. */
#if PLATFORM_CPU_ARM_FAMILY
	const TCHAR* const AsyncTickProcessor = TEXT("arm64");
	const TCHAR* const AsyncTickRootVariable = TEXT("DOTNET_ROOT_ARM64");
#else
	const TCHAR* const AsyncTickProcessor = TEXT("x64");
	const TCHAR* const AsyncTickRootVariable = TEXT("DOTNET_ROOT_X64");
#endif

	void AddAsyncTickRoot(TArray<FString>& Roots, const FString& Root)
	{
		if (!Root.IsEmpty() && !Roots.Contains(Root))
		{
			Roots.Add(Root);
		}
	}

#if PLATFORM_WINDOWS
	/** What the installer has written into the registry; it does so in the 32-bit view, whatever it installs. */
	FString ReadAsyncTickInstallLocation()
	{
		constexpr int32 Capacity = 1024;

		const FString Key = FString::Printf(TEXT("SOFTWARE\\dotnet\\Setup\\InstalledVersions\\%s"), AsyncTickProcessor);
		TCHAR Value[Capacity] = {};
		::DWORD Size = sizeof(Value);
		const bool bFound = ::RegGetValueW(HKEY_LOCAL_MACHINE, *Key, TEXT("InstallLocation"), RRF_RT_REG_SZ | RRF_SUBKEY_WOW6432KEY, nullptr, Value, &Size) == 0;
		return bFound ? FString(Value) : FString();
	}

	void AddAsyncTickInstalledRoots(TArray<FString>& Roots)
	{
		AddAsyncTickRoot(Roots, ReadAsyncTickInstallLocation());
		const FString Usual = FPaths::Combine(FPlatformMisc::GetEnvironmentVariable(TEXT("ProgramFiles")), TEXT("dotnet"));
		// On Arm64 Windows the usual folder is for Arm64 programs, and this one for x64 programs.
		AddAsyncTickRoot(Roots, FPaths::Combine(Usual, AsyncTickProcessor));
		AddAsyncTickRoot(Roots, Usual);
	}
#else
	void AddAsyncTickNotedRoot(TArray<FString>& Roots, const FString& File)
	{
		FString Noted;
		if (FPaths::FileExists(File) && FFileHelper::LoadFileToString(Noted, *File))
		{
			Noted.TrimStartAndEndInline();
			AddAsyncTickRoot(Roots, Noted);
		}
	}

	void AddAsyncTickInstalledRoots(TArray<FString>& Roots)
	{
		AddAsyncTickNotedRoot(Roots, FString::Printf(TEXT("/etc/dotnet/install_location_%s"), AsyncTickProcessor));
		AddAsyncTickNotedRoot(Roots, TEXT("/etc/dotnet/install_location"));
	#if PLATFORM_MAC
		// On Apple's processors the usual folder is for them, and this one for x64 programs.
		AddAsyncTickRoot(Roots, FPaths::Combine(TEXT("/usr/local/share/dotnet"), AsyncTickProcessor));
		AddAsyncTickRoot(Roots, TEXT("/usr/local/share/dotnet"));
		AddAsyncTickRoot(Roots, TEXT("/opt/homebrew/opt/dotnet/libexec"));
	#else
		AddAsyncTickRoot(Roots, TEXT("/usr/share/dotnet"));
		AddAsyncTickRoot(Roots, TEXT("/usr/lib/dotnet"));
		AddAsyncTickRoot(Roots, TEXT("/usr/lib64/dotnet"));
	#endif
		AddAsyncTickRoot(Roots, FPaths::Combine(FPlatformMisc::GetEnvironmentVariable(TEXT("HOME")), TEXT(".dotnet")));
	}
#endif
}

TArray<FString> ListAsyncTickDotNetRoots()
{
	TArray<FString> Roots;
	AddAsyncTickRoot(Roots, FPlatformMisc::GetEnvironmentVariable(AsyncTickRootVariable));
	AddAsyncTickRoot(Roots, FPlatformMisc::GetEnvironmentVariable(TEXT("DOTNET_ROOT")));
	AddAsyncTickInstalledRoots(Roots);

	TArray<FString> SearchPath;
	FPlatformMisc::GetEnvironmentVariable(TEXT("PATH")).ParseIntoArray(SearchPath, FPlatformMisc::GetPathVarDelimiter());
	for (const FString& Directory : SearchPath)
	{
		if (FPaths::DirectoryExists(FPaths::Combine(Directory, TEXT("host"), TEXT("fxr"))))
		{
			AddAsyncTickRoot(Roots, Directory);
		}
	}
	return Roots;
}
