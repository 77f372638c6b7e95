// Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.

#include "EngineShim.h"
#include "HAL/FileManager.h"
#include "HAL/PlatformMisc.h"
#include "HAL/PlatformProcess.h"
#include "HAL/PlatformTime.h"
#include "Misc/FileHelper.h"
#include "Misc/Paths.h"
#include "ShimState.h"

#include <cstdlib>
#include <dirent.h>
#include <dlfcn.h>
#include <fstream>
#include <iterator>
#include <sys/stat.h>
#include <ctime>

using Shim::FromUtf8;
using Shim::ToUtf8;

double FPlatformTime::Seconds()
{
	constexpr double NanosecondsPerSecond = 1e9;

	if (Shim::State().bManualTime)
	{
		return Shim::State().ManualSeconds;
	}
	timespec Now;
	clock_gettime(CLOCK_MONOTONIC, &Now);
	return static_cast<double>(Now.tv_sec) + static_cast<double>(Now.tv_nsec) / NanosecondsPerSecond;
}

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

IFileManager& IFileManager::Get()
{
	static IFileManager Manager;
	return Manager;
}

void IFileManager::FindFiles(TArray<FString>& FileNames, const TCHAR* Filename, bool bFiles, bool bDirectories)
{
	const std::string Pattern = ToUtf8(Filename);
	const std::string Folder = Pattern.substr(0, Pattern.find_last_of('/'));
	DIR* Directory = opendir(Folder.c_str());
	if (Directory == nullptr)
	{
		return;
	}
	while (const dirent* Entry = readdir(Directory))
	{
		const std::string Name = Entry->d_name;
		const bool bDirectory = FPaths::DirectoryExists(FromUtf8(Folder + "/" + Name));
		if (Name != "." && Name != ".." && (bDirectory ? bDirectories : bFiles))
		{
			FileNames.Add(FromUtf8(Name));
		}
	}
	closedir(Directory);
}

bool FFileHelper::LoadFileToString(FString& Result, const TCHAR* Filename)
{
	std::ifstream File(ToUtf8(Filename), std::ios::binary);
	if (!File)
	{
		return false;
	}
	Result = FromUtf8(std::string(std::istreambuf_iterator<char>(File), {}));
	return true;
}

FString FPaths::ProjectDir()
{
	return FromUtf8(Shim::State().Options.ProjectDirectory + "/");
}

FString FPaths::ProjectSavedDir()
{
	return FromUtf8(Shim::State().Options.ProjectDirectory + "/Saved/");
}

bool FPaths::FileExists(const FString& Path)
{
	struct stat Info;
	return stat(ToUtf8(Path).c_str(), &Info) == 0 && S_ISREG(Info.st_mode);
}

bool FPaths::DirectoryExists(const FString& Path)
{
	struct stat Info;
	return stat(ToUtf8(Path).c_str(), &Info) == 0 && S_ISDIR(Info.st_mode);
}

FString FPaths::ConvertRelativePathToFull(const FString& Path)
{
	return ConvertRelativePathToFull(ProjectDir(), Path);
}

FString FPaths::ConvertRelativePathToFull(const FString& BasePath, const FString& Path)
{
	const bool bAbsolute = !Path.IsEmpty() && Path[0] == TEXT('/');
	FString Full = bAbsolute ? Path : CombineTwo(BasePath, Path);
	while (Full.Len() > 1 && Full[Full.Len() - 1] == TEXT('/'))
	{
		Full = Full.Mid(0, Full.Len() - 1);
	}
	return Full;
}

FString FPaths::CombineTwo(const FString& Left, const FString& Right)
{
	const bool bHasSlash = !Left.IsEmpty() && Left[Left.Len() - 1] == TEXT('/');
	return Left + (bHasSlash || Left.IsEmpty() ? TEXT("") : TEXT("/")) + Right;
}
