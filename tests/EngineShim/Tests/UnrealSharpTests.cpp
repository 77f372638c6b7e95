// Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.

#include "FakeManaged.h"
#include "Testing.h"

#if WITH_UNREALSHARP

#include "CSBindsRegistry.h"
#include "CSManager.h"
#include "Engine/World.h"
#include "UObject/UObjectGlobals.h"
#include "../../../Source/UnrealAsyncTick/Private/UnrealAsyncTickSettings.h"

namespace
{
	constexpr int32 PointerSize = sizeof(void*);

	template <typename FunctionType>
	FunctionType* Find(const TCHAR* Name, int32 Size)
	{
		return reinterpret_cast<FunctionType*>(FCSBindsRegistry::GetBoundFunction(TEXT("Bind_UnrealAsyncTick"), Name, Size));
	}

	// The sizes that UnrealSharp's generator works out from the C# signatures.
	auto* GetNativeApi() { return Find<const FAsyncTickNativeApi*(uint32, uint32)>(TEXT("GetNativeApi"), 8 + PointerSize); }
	auto* GetStartInfo() { return Find<const FAsyncTickStartInfo*()>(TEXT("GetStartInfo"), PointerSize); }
	auto* Connect() { return Find<int32(const FAsyncTickManagedApi*)>(TEXT("Connect"), PointerSize + 4); }
	auto* Disconnect() { return Find<void(void*)>(TEXT("Disconnect"), PointerSize); }
}

TEST(UnrealSharp_Adapter_ConnectsThroughTheBinder)
{
	FEngineFixture Engine(false);
	EXPECT(GetNativeApi() != nullptr && GetStartInfo() != nullptr && Connect() != nullptr && Disconnect() != nullptr);
	EXPECT(GetNativeApi()(AsyncTickBridgeVersion, sizeof(FAsyncTickNativeApi)) == &Engine.Native());
	EXPECT(GetStartInfo()()->Version == AsyncTickBridgeVersion);
	EXPECT(Connect()(&Engine.Managed.Api) == 0);
	Engine.Managed.Doorbell.Ready = 1;
	Shim::TickFrame();
	EXPECT(Engine.Managed.Frames.size() == 1);
	Disconnect()(&Engine.Managed);
	Shim::TickFrame();
	EXPECT(Engine.Managed.Frames.size() == 1);
	EXPECT(Engine.Managed.Events.empty());
}

TEST(UnrealSharp_AdapterOfAnotherVersion_GetsNoTable)
{
	FEngineFixture Engine(false);
	EXPECT(GetNativeApi()(9, sizeof(FAsyncTickNativeApi)) == nullptr);
	EXPECT(Shim::Log().Count(ELogVerbosity::Error, "the C# adapter has bridge version 9") == 1);
	EXPECT(Connect()(nullptr) != 0);
}

TEST(UnrealSharp_CurrentWorld_BecomesItsWorldContext)
{
	FEngineFixture Engine;
	UWorld* World = Shim::CreateWorld(EWorldType::Game, TEXT("Now"));
	Shim::Exec("AsyncTick.List", nullptr, World);
	EXPECT(Engine.Native().SetCurrentWorld(Engine.Native().Context, Engine.Managed.Commands[0].World) == EAsyncTickStatus::Ok);
	EXPECT(UCSManager::Get().GetCurrentWorldContext() == World);
	EXPECT(Engine.Native().SetCurrentWorld(Engine.Native().Context, 0) == EAsyncTickStatus::Ok);
	EXPECT(UCSManager::Get().GetCurrentWorldContext() == nullptr);
}

TEST(UnrealSharp_WorldThatEnds_IsCurrentForItsOwnTasksUntilItIsGone)
{
	FEngineFixture Engine;
	UWorld* World = Shim::CreateWorld(EWorldType::Game, TEXT("Ending"));
	UWorld* Other = Shim::CreateWorld(EWorldType::Game, TEXT("Other"));
	Shim::Exec("AsyncTick.List", nullptr, World);
	const uint64 Id = Engine.Managed.Commands[0].World;
	FWorldDelegates::OnWorldBeginTearDown.Broadcast(World);
	EXPECT(Engine.Native().SetCurrentWorld(Engine.Native().Context, Id) == EAsyncTickStatus::Ok);
	EXPECT(UCSManager::Get().GetCurrentWorldContext() == World);
	FWorldDelegates::OnWorldCleanup.Broadcast(World, true, true);
	UCSManager::Get().SetCurrentWorldContext(Other);
	EXPECT(Engine.Native().SetCurrentWorld(Engine.Native().Context, Id) == EAsyncTickStatus::NoWorld);
	EXPECT(UCSManager::Get().GetCurrentWorldContext() == nullptr);
	Shim::DeleteWorld(World);
}

TEST(UnrealSharp_Automatic_DoesNotStartAnotherDotNet)
{
	UUnrealAsyncTickSettings* Settings = GetMutableDefault<UUnrealAsyncTickSettings>();
	Settings->Host = EAsyncTickHosting::Automatic;
	Shim::StartEngine(FEngineFixture::MakeOptions());
	EXPECT(Shim::Log().Count(ELogVerbosity::Error, "") == 0);
	EXPECT(!FEngineFixture::Module().IsConnected());
	Shim::ShutdownEngine();
}

#endif
