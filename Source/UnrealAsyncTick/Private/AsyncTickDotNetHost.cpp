// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickDotNetHost.h"

#include "AsyncTickLog.h"
#include "AsyncTickText.h"
#include "Misc/Paths.h"

// Written from the documentation of .NET native hosting (hostfxr and the runtime's delegates). Every name here carries the
// plugin's own prefix: in a unity build these are visible beside the engine's, and two that are alike do not compile.
namespace
{
	struct FAsyncTickHostParameters
	{
		SIZE_T Size;
		const FAsyncTickHostChar* HostPath;
		const FAsyncTickHostChar* DotNetRoot;
	};

	using FAsyncTickHostErrorWriter = void(ASYNCTICK_HOST_CDECL*)(const FAsyncTickHostChar* Message);
	using FAsyncTickHostSetErrorWriter = FAsyncTickHostErrorWriter(ASYNCTICK_HOST_CDECL*)(FAsyncTickHostErrorWriter Writer);
	using FAsyncTickHostInitialize = int32(ASYNCTICK_HOST_CDECL*)(const FAsyncTickHostChar* RuntimeConfig, const FAsyncTickHostParameters* Parameters, void** OutContext);
	using FAsyncTickHostSetProperty = int32(ASYNCTICK_HOST_CDECL*)(void* Context, const FAsyncTickHostChar* Name, const FAsyncTickHostChar* Value);
	using FAsyncTickHostGetDelegate = int32(ASYNCTICK_HOST_CDECL*)(void* Context, int32 Type, void** OutDelegate);
	using FAsyncTickHostClose = int32(ASYNCTICK_HOST_CDECL*)(void* Context);
	using FAsyncTickHostLoadAssembly = int32(ASYNCTICK_HOST_STDCALL*)(const FAsyncTickHostChar* Path, void* LoadContext, void* Reserved);
	using FAsyncTickHostGetFunction = int32(ASYNCTICK_HOST_STDCALL*)(
		const FAsyncTickHostChar* Type, const FAsyncTickHostChar* Method, const FAsyncTickHostChar* DelegateType, void* LoadContext, void* Reserved, void** OutFunction);

	/** The kinds of delegate that are used here, by their documented numbers. */
	constexpr int32 AsyncTickGetFunctionKind = 6;
	constexpr int32 AsyncTickLoadAssemblyKind = 7;
	/** A .NET runtime was already running in this process. */
	constexpr int32 AsyncTickAlreadyRunning = 1;
	constexpr int32 AsyncTickAlreadyRunningOtherwise = 2;
	constexpr int32 AsyncTickIncompatibleConfig = static_cast<int32>(0x800080a5);

	/** In place of a delegate type: the method is marked UnmanagedCallersOnly. */
	const FAsyncTickHostChar* AsyncTickUnmanagedCallersOnly()
	{
		return reinterpret_cast<const FAsyncTickHostChar*>(static_cast<UPTRINT>(-1));
	}

	/** hostfxr gives its writer no context. Only used on the game thread, between install and removal. */
	FString* AsyncTickHostErrorText = nullptr;

	void ASYNCTICK_HOST_CDECL WriteAsyncTickHostError(const FAsyncTickHostChar* Message)
	{
		if (AsyncTickHostErrorText != nullptr)
		{
			*AsyncTickHostErrorText += AsyncTickHostErrorText->IsEmpty() ? TEXT("") : TEXT("\n");
			*AsyncTickHostErrorText += AsyncTickFromHost(Message);
		}
	}
}

template <typename FunctionType>
bool FAsyncTickDotNetHost::Import(FunctionType& OutFunction, const TCHAR* Name, FString& OutError)
{
	OutFunction = reinterpret_cast<FunctionType>(FAsyncTickHostFxr::Find(Library, Name));
	if (OutFunction == nullptr)
	{
		OutError = FString::Printf(TEXT("This .NET has no %s; it is older than .NET 8. Install the .NET 10 runtime."), Name);
	}
	return OutFunction != nullptr;
}

FAsyncTickStart FAsyncTickDotNetHost::Load(const FString& ManagedDirectory, FString& OutError)
{
	const FString Assembly = FPaths::Combine(ManagedDirectory, TEXT("AsyncTick.Engine.dll"));
	const FString RuntimeConfig = FPaths::Combine(ManagedDirectory, TEXT("AsyncTick.Engine.runtimeconfig.json"));
	for (const FString& File : {Assembly, RuntimeConfig})
	{
		if (!FPaths::FileExists(File))
		{
			OutError = FString::Printf(
				TEXT("%s does not exist. Build the managed half: dotnet publish Script/AsyncTick.Engine -c Release -o Managed (in the plugin's folder)."),
				*File);
			return nullptr;
		}
	}

	FString Root;
	Library = FAsyncTickHostFxr::Load(DotNetRoot, Root, OutError);
	if (Library == nullptr)
	{
		return nullptr;
	}
	DotNetRoot = Root;

	FAsyncTickHostClose Close = nullptr;
	FAsyncTickHostSetErrorWriter SetErrorWriter = nullptr;
	if (!Import(Close, TEXT("hostfxr_close"), OutError) || !Import(SetErrorWriter, TEXT("hostfxr_set_error_writer"), OutError))
	{
		return nullptr;
	}

	FString HostMessages;
	AsyncTickHostErrorText = &HostMessages;
	const FAsyncTickHostErrorWriter Previous = SetErrorWriter(&WriteAsyncTickHostError);
	FAsyncTickStart StartManaged = nullptr;
	if (void* Context = InitializeRuntime(RuntimeConfig, ManagedDirectory, OutError))
	{
		StartManaged = FindStart(Context, Assembly, OutError);
		Close(Context);
	}
	SetErrorWriter(Previous);
	AsyncTickHostErrorText = nullptr;

	if (StartManaged == nullptr && !HostMessages.IsEmpty())
	{
		OutError += TEXT(" .NET says: ");
		OutError += HostMessages;
	}
	return StartManaged;
}

bool FAsyncTickDotNetHost::Start(const FString& ManagedDirectory, const FAsyncTickNativeApi& Native, const FAsyncTickStartInfo& Info, FAsyncTickManagedApi& OutManaged, FString& OutError)
{
	constexpr int32 ErrorCapacity = 4096;

	const FAsyncTickStart StartManaged = Load(ManagedDirectory, OutError);
	if (StartManaged == nullptr)
	{
		return false;
	}
	OutManaged = {};
	OutManaged.Version = AsyncTickBridgeVersion;
	OutManaged.Size = sizeof(OutManaged);
	TArray<uint16> Error;
	Error.SetNumZeroed(ErrorCapacity);
	int32 ErrorLength = 0;
	if (StartManaged(&Native, &Info, &OutManaged, Error.GetData(), ErrorCapacity, &ErrorLength) != EAsyncTickStatus::Ok)
	{
		OutError = AsyncTickToLine(Error.GetData(), FMath::Clamp(ErrorLength, 0, ErrorCapacity));
		return false;
	}
	return true;
}

void* FAsyncTickDotNetHost::InitializeRuntime(const FString& RuntimeConfig, const FString& ManagedDirectory, FString& OutError)
{
	FAsyncTickHostInitialize Initialize = nullptr;
	FAsyncTickHostSetProperty SetProperty = nullptr;
	if (!Import(Initialize, TEXT("hostfxr_initialize_for_runtime_config"), OutError) || !Import(SetProperty, TEXT("hostfxr_set_runtime_property_value"), OutError))
	{
		return nullptr;
	}

	const FAsyncTickToHost Root(DotNetRoot);
	const FAsyncTickHostParameters Parameters = {sizeof(FAsyncTickHostParameters), nullptr, DotNetRoot.IsEmpty() ? nullptr : Root.Get()};
	void* Context = nullptr;
	const int32 Result = Initialize(FAsyncTickToHost(RuntimeConfig).Get(), &Parameters, &Context);
	if (Context == nullptr || Result < 0)
	{
		OutError = Result == AsyncTickIncompatibleConfig
			? FString(TEXT("This process already runs another version of .NET than the one that AsyncTick needs (.NET 10)."))
			: FString::Printf(TEXT(".NET could not be started (0x%08x). AsyncTick needs the .NET 10 runtime."), static_cast<uint32>(Result));
		return nullptr;
	}
	if (Result == AsyncTickAlreadyRunning || Result == AsyncTickAlreadyRunningOtherwise)
	{
		UE_LOG(LogAsyncTick, Log, TEXT(".NET already runs in this process; using it."));
	}
	else
	{
		// Otherwise AppContext.BaseDirectory is empty, and libraries that look beside themselves fail.
		SetProperty(Context, FAsyncTickToHost(TEXT("APP_CONTEXT_BASE_DIRECTORY")).Get(), FAsyncTickToHost(ManagedDirectory + TEXT("/")).Get());
	}
	return Context;
}

FAsyncTickStart FAsyncTickDotNetHost::FindStart(void* Context, const FString& Assembly, FString& OutError)
{
	FAsyncTickHostGetDelegate GetDelegate = nullptr;
	if (!Import(GetDelegate, TEXT("hostfxr_get_runtime_delegate"), OutError))
	{
		return nullptr;
	}
	// This pair loads into the default load context, where scripts and their packages find the same assemblies.
	void* LoadAssembly = nullptr;
	void* GetFunction = nullptr;
	int32 Result = GetDelegate(Context, AsyncTickLoadAssemblyKind, &LoadAssembly);
	if (Result >= 0)
	{
		Result = GetDelegate(Context, AsyncTickGetFunctionKind, &GetFunction);
	}
	if (Result < 0)
	{
		OutError = FString::Printf(TEXT(".NET did not start (0x%08x)."), static_cast<uint32>(Result));
		return nullptr;
	}

	Result = reinterpret_cast<FAsyncTickHostLoadAssembly>(LoadAssembly)(FAsyncTickToHost(Assembly).Get(), nullptr, nullptr);
	if (Result < 0)
	{
		OutError = FString::Printf(TEXT("%s could not be loaded (0x%08x): it is damaged, or something it needs is missing beside it."), *Assembly, static_cast<uint32>(Result));
		return nullptr;
	}

	void* Found = nullptr;
	Result = reinterpret_cast<FAsyncTickHostGetFunction>(GetFunction)(
		FAsyncTickToHost(TEXT("AsyncTick.Engine.EntryPoint, AsyncTick.Engine")).Get(), FAsyncTickToHost(TEXT("Start")).Get(), AsyncTickUnmanagedCallersOnly(), nullptr, nullptr, &Found);
	if (Result < 0 || Found == nullptr)
	{
		OutError = FString::Printf(TEXT("%s has no entry point AsyncTick.Engine.EntryPoint.Start (0x%08x): build both halves from the same sources."), *Assembly, static_cast<uint32>(Result));
		return nullptr;
	}
	return reinterpret_cast<FAsyncTickStart>(Found);
}
