// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickUnrealSharp.h"

#if WITH_UNREALSHARP

	#include "AsyncTickBridge.h"
	#include "AsyncTickLog.h"
	#include "CSBindsRegistry.h"
	#include "CSManager.h"
	#include "Engine/World.h"
	#include "HAL/ThreadingBase.h"
	#include "Modules/ModuleManager.h"
	#include "UnrealAsyncTickModule.h"

// What the adapter sees as Bind_UnrealAsyncTick. UnrealSharp's binder macro registers from static initializers; these
// register at module start-up instead, which is early enough and has a defined order in monolithic builds.
namespace Bind_UnrealAsyncTick
{
	static IUnrealAsyncTickModule* FindModule()
	{
		return IsInGameThread() ? FModuleManager::GetModulePtr<IUnrealAsyncTickModule>(TEXT("UnrealAsyncTick")) : nullptr;
	}

	/** Null, and a line in the log, when the adapter was built against another version of the bridge. */
	static const FAsyncTickNativeApi* GetNativeApi(uint32 Version, uint32 Size)
	{
		if (Version != AsyncTickBridgeVersion || Size != sizeof(FAsyncTickNativeApi))
		{
			UE_LOG(LogAsyncTick, Error,
				TEXT("C# tasks are not available: the C# adapter has bridge version %u (%u bytes), the native half %u (%u bytes): build both from the same sources."),
				Version, Size, AsyncTickBridgeVersion, static_cast<uint32>(sizeof(FAsyncTickNativeApi)));
			return nullptr;
		}
		const IUnrealAsyncTickModule* Module = FindModule();
		return Module != nullptr ? &Module->GetNativeApi() : nullptr;
	}

	static const FAsyncTickStartInfo* GetStartInfo()
	{
		const IUnrealAsyncTickModule* Module = FindModule();
		return Module != nullptr ? &Module->GetStartInfo() : nullptr;
	}

	static int32 Connect(const FAsyncTickManagedApi* Managed)
	{
		IUnrealAsyncTickModule* Module = FindModule();
		const EAsyncTickStatus Status = Module != nullptr && Managed != nullptr ? Module->Connect(*Managed) : EAsyncTickStatus::Failed;
		return static_cast<int32>(Status);
	}

	static void Disconnect(void* Context)
	{
		if (IUnrealAsyncTickModule* Module = FindModule())
		{
			Module->Disconnect(Context);
		}
	}

	static uint64 GetWorldId(UWorld* World)
	{
		IUnrealAsyncTickModule* Module = FindModule();
		return Module != nullptr ? Module->GetWorldId(World) : 0;
	}

	static int32 SampleWorld(uint64 World, FAsyncTickFrame* OutFrame)
	{
		IUnrealAsyncTickModule* Module = FindModule();
		return static_cast<int32>(Module != nullptr ? Module->SampleWorld(World, *OutFrame) : EAsyncTickStatus::Failed);
	}

	/** UnrealSharp compares this number with the one that its generator works out from the C# signature. */
	template <typename... ArgumentTypes>
	static constexpr int32 SizeOfArguments()
	{
		return static_cast<int32>((sizeof(ArgumentTypes) + ... + 0));
	}

	template <typename ReturnType, typename... ArgumentTypes>
	static void Register(const TCHAR* Name, ReturnType (*Function)(ArgumentTypes...))
	{
		int32 Size = SizeOfArguments<ArgumentTypes...>();
		if constexpr (!std::is_void_v<ReturnType>)
		{
			Size += static_cast<int32>(sizeof(ReturnType));
		}
		FCSBindsRegistry::RegisterBoundFunction(FName(TEXT("Bind_UnrealAsyncTick")), FName(Name), reinterpret_cast<void*>(Function), Size);
	}
}

bool IsAsyncTickBuiltWithUnrealSharp()
{
	return true;
}

void RegisterAsyncTickBinds()
{
	// The registry keeps what it is given and looks no further than the first match.
	static bool bRegistered = false;
	if (!bRegistered)
	{
		bRegistered = true;
		Bind_UnrealAsyncTick::Register(TEXT("GetNativeApi"), &Bind_UnrealAsyncTick::GetNativeApi);
		Bind_UnrealAsyncTick::Register(TEXT("GetStartInfo"), &Bind_UnrealAsyncTick::GetStartInfo);
		Bind_UnrealAsyncTick::Register(TEXT("GetWorldId"), &Bind_UnrealAsyncTick::GetWorldId);
		Bind_UnrealAsyncTick::Register(TEXT("SampleWorld"), &Bind_UnrealAsyncTick::SampleWorld);
		Bind_UnrealAsyncTick::Register(TEXT("Connect"), &Bind_UnrealAsyncTick::Connect);
		Bind_UnrealAsyncTick::Register(TEXT("Disconnect"), &Bind_UnrealAsyncTick::Disconnect);
	}
}

void SetAsyncTickUnrealSharpWorld(UWorld* World)
{
	UCSManager::Get().SetCurrentWorldContext(World);
}

#else

bool IsAsyncTickBuiltWithUnrealSharp()
{
	return false;
}

void RegisterAsyncTickBinds()
{
}

void SetAsyncTickUnrealSharpWorld(UWorld*)
{
}

#endif
