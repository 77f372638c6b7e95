// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "OtherDotNetHost.h"

#include "EngineShim.h"
#include "HAL/PlatformProcess.h"

#include <cstdlib>
#include <filesystem>

namespace
{
#if PLATFORM_WINDOWS
	constexpr const char* LibraryName = "hostfxr.dll";
	constexpr const char* UsualRoot = "C:/Program Files/dotnet";
#else
	constexpr const char* LibraryName = "libhostfxr.so";
	constexpr const char* UsualRoot = "/usr/share/dotnet";
#endif

	template <typename FunctionType>
	FunctionType Find(void* Library, const TCHAR* Name)
	{
		return reinterpret_cast<FunctionType>(FPlatformProcess::GetDllExport(Library, Name));
	}
}

bool StartOtherDotNetHost(const std::string& RuntimeConfig)
{
	using FShimInitialize = int (*)(const std::filesystem::path::value_type* Config, const void* Parameters, void** OutContext);
	using FShimGetDelegate = int (*)(void* Context, int Type, void** OutDelegate);
	constexpr int LoadAssemblyAndGetFunctionPointer = 5;

	const char* Root = std::getenv("DOTNET_ROOT");
	void* Library = nullptr;
	std::error_code Ignored;
	for (const std::filesystem::directory_entry& Version : std::filesystem::directory_iterator(std::filesystem::path(Root != nullptr ? Root : UsualRoot) / "host" / "fxr", Ignored))
	{
		void* Found = FPlatformProcess::GetDllHandle(*Shim::FromUtf8((Version.path() / LibraryName).string()));
		Library = Found != nullptr ? Found : Library;
	}
	if (Library == nullptr)
	{
		return false;
	}
	void* Context = nullptr;
	void* Delegate = nullptr;
	const FShimInitialize Initialize = Find<FShimInitialize>(Library, TEXT("hostfxr_initialize_for_runtime_config"));
	const FShimGetDelegate GetDelegate = Find<FShimGetDelegate>(Library, TEXT("hostfxr_get_runtime_delegate"));
	return Initialize(std::filesystem::path(RuntimeConfig).c_str(), nullptr, &Context) >= 0 && GetDelegate(Context, LoadAssemblyAndGetFunctionPointer, &Delegate) >= 0;
}
