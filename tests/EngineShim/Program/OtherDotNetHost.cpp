// Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.

#include "OtherDotNetHost.h"

#include <cstdlib>
#include <dirent.h>
#include <dlfcn.h>

bool StartOtherDotNetHost(const std::string& RuntimeConfig)
{
	using FInitialize = int (*)(const char* Config, const void* Parameters, void** OutContext);
	using FGetDelegate = int (*)(void* Context, int Type, void** OutDelegate);
	constexpr int LoadAssemblyAndGetFunctionPointer = 5;

	const char* Root = std::getenv("DOTNET_ROOT");
	const std::string Versions = std::string(Root != nullptr ? Root : "/usr/share/dotnet") + "/host/fxr";
	void* Library = nullptr;
	if (DIR* Directory = opendir(Versions.c_str()))
	{
		while (const dirent* Entry = readdir(Directory))
		{
			void* Found = Entry->d_name[0] != '.' ? dlopen((Versions + "/" + Entry->d_name + "/libhostfxr.so").c_str(), RTLD_LAZY) : nullptr;
			Library = Found != nullptr ? Found : Library;
		}
		closedir(Directory);
	}
	if (Library == nullptr)
	{
		return false;
	}
	void* Context = nullptr;
	void* Delegate = nullptr;
	const FInitialize Initialize = reinterpret_cast<FInitialize>(dlsym(Library, "hostfxr_initialize_for_runtime_config"));
	const FGetDelegate GetDelegate = reinterpret_cast<FGetDelegate>(dlsym(Library, "hostfxr_get_runtime_delegate"));
	return Initialize(RuntimeConfig.c_str(), nullptr, &Context) >= 0 && GetDelegate(Context, LoadAssemblyAndGetFunctionPointer, &Delegate) >= 0;
}
