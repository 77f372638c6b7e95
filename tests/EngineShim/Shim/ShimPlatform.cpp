// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "EngineShim.h"
#include "HAL/FileManager.h"
#include "HAL/PlatformMisc.h"
#include "HAL/PlatformProcess.h"
#include "HAL/PlatformTime.h"
#include "Misc/FileHelper.h"
#include "Misc/Paths.h"
#include "ShimState.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#if PLATFORM_WINDOWS
	#include "Windows/WindowsHWrapper.h"
#else
	#include <dlfcn.h>
#endif

using Shim::FromUtf8;
using Shim::ToUtf8;

namespace
{
	std::filesystem::path ToPath(const FString& Path)
	{
#if PLATFORM_WINDOWS
		return std::filesystem::path(std::basic_string<TCHAR>(*Path));
#else
		// Not from wide characters: the library takes them for 32 bits, and a variant of the shim has 16.
		return std::filesystem::path(ToUtf8(*Path));
#endif
	}

	bool IsSlash(TCHAR Character)
	{
		return Character == TEXT('/') || (PLATFORM_WINDOWS && Character == TEXT('\\'));
	}
}

double FPlatformTime::Seconds()
{
	return Shim::State().bManualTime ? Shim::State().ManualSeconds : std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

#if PLATFORM_WINDOWS

void* FPlatformProcess::GetDllHandle(const TCHAR* Filename)
{
	return ::LoadLibraryExW(Filename, nullptr, LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_DEFAULT_DIRS);
}

void* FPlatformProcess::GetDllExport(void* Handle, const TCHAR* Name)
{
	return reinterpret_cast<void*>(::GetProcAddress(static_cast<HMODULE>(Handle), ToUtf8(Name).c_str()));
}

FString FPlatformMisc::GetEnvironmentVariable(const TCHAR* Name)
{
	const wchar_t* Value = ::_wgetenv(Name);
	return Value != nullptr ? FString(Value) : FString();
}

#else

void* FPlatformProcess::GetDllHandle(const TCHAR* Filename)
{
	return dlopen(ToUtf8(Filename).c_str(), RTLD_LAZY | RTLD_LOCAL);
}

void* FPlatformProcess::GetDllExport(void* Handle, const TCHAR* Name)
{
	return dlsym(Handle, ToUtf8(Name).c_str());
}

FString FPlatformMisc::GetEnvironmentVariable(const TCHAR* Name)
{
	const char* Value = std::getenv(ToUtf8(Name).c_str());
	return Value != nullptr ? FromUtf8(Value) : FString();
}

#endif

IFileManager& IFileManager::Get()
{
	static IFileManager Manager;
	return Manager;
}

void IFileManager::FindFiles(TArray<FString>& FileNames, const TCHAR* Filename, bool bFiles, bool bDirectories)
{
	std::error_code Ignored;
	for (const std::filesystem::directory_entry& Entry : std::filesystem::directory_iterator(ToPath(Filename).parent_path(), Ignored))
	{
		if (Entry.is_directory(Ignored) ? bDirectories : bFiles)
		{
			const std::u8string Name = Entry.path().filename().u8string();
			FileNames.Add(FromUtf8(std::string(Name.begin(), Name.end())));
		}
	}
}

bool FFileHelper::LoadFileToString(FString& Result, const TCHAR* Filename)
{
	std::ifstream File(ToPath(Filename), std::ios::binary);
	if (!File)
	{
		return false;
	}
	Result = FromUtf8(std::string(std::istreambuf_iterator<char>(File), {}));
	return true;
}

bool FFileHelper::SaveStringToFile(const FString& String, const TCHAR* Filename)
{
	std::error_code Ignored;
	std::filesystem::create_directories(ToPath(Filename).parent_path(), Ignored);
	std::ofstream File(ToPath(Filename), std::ios::binary);
	File << ToUtf8(String);
	return File.good();
}

FString FPaths::ProjectDir()
{
	return FromUtf8(Shim::State().Options.ProjectDirectory + "/");
}

FString FPaths::ProjectSavedDir()
{
	return FromUtf8(Shim::State().Options.ProjectDirectory + "/Saved/");
}

FString FPaths::GetCleanFilename(const FString& Path)
{
	int32 Start = Path.Len();
	while (Start > 0 && !IsSlash(Path[Start - 1]))
	{
		--Start;
	}
	return Path.RightChop(Start);
}

bool FPaths::FileExists(const FString& Path)
{
	std::error_code Ignored;
	return std::filesystem::is_regular_file(ToPath(Path), Ignored);
}

bool FPaths::DirectoryExists(const FString& Path)
{
	std::error_code Ignored;
	return std::filesystem::is_directory(ToPath(Path), Ignored);
}

FString FPaths::ConvertRelativePathToFull(const FString& Path)
{
	return ConvertRelativePathToFull(ProjectDir(), Path);
}

FString FPaths::ConvertRelativePathToFull(const FString& BasePath, const FString& Path)
{
	const bool bDrive = PLATFORM_WINDOWS && Path.Len() > 1 && Path[1] == TEXT(':');
	const bool bAbsolute = bDrive || (!Path.IsEmpty() && IsSlash(Path[0]));
	FString Full = bAbsolute ? Path : CombineTwo(BasePath, Path);
	while (Full.Len() > 1 && IsSlash(Full[Full.Len() - 1]))
	{
		Full = Full.Mid(0, Full.Len() - 1);
	}
	return Full;
}

FString FPaths::CombineTwo(const FString& Left, const FString& Right)
{
	const bool bHasSlash = !Left.IsEmpty() && IsSlash(Left[Left.Len() - 1]);
	return Left + (bHasSlash || Left.IsEmpty() ? TEXT("") : TEXT("/")) + Right;
}
