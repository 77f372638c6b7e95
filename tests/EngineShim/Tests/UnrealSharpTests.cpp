// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "FakeManaged.h"
#include "Testing.h"

#if WITH_UNREALSHARP

	#include "../../../Source/UnrealAsyncTick/Private/UnrealAsyncTickSettings.h"
	#include "CSBindsRegistry.h"
	#include "CSManager.h"
	#include "Engine/World.h"
	#include "UObject/UObjectGlobals.h"

namespace
{
	constexpr int32 PointerSize = sizeof(void*);

	template <typename FunctionType>
	FunctionType* Find(const TCHAR* Name, int32 Size)
	{
		return reinterpret_cast<FunctionType*>(FCSBindsRegistry::GetBoundFunction(TEXT("Bind_UnrealAsyncTick"), Name, Size));
	}

	// The sizes that UnrealSharp's generator works out from the C# signatures.
	auto* GetNativeApi()
	{
		return Find<const FAsyncTickNativeApi*(uint32, uint32)>(TEXT("GetNativeApi"), 8 + PointerSize);
	}
	auto* GetStartInfo()
	{
		return Find<const FAsyncTickStartInfo*()>(TEXT("GetStartInfo"), PointerSize);
	}
	auto* Connect()
	{
		return Find<int32(const FAsyncTickManagedApi*)>(TEXT("Connect"), PointerSize + 4);
	}
	auto* Disconnect()
	{
		return Find<void(void*)>(TEXT("Disconnect"), PointerSize);
	}
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

TEST(UnrealSharp_ThatConnects_KeepsTheOwnHostAway)
{
	FFakeManaged Managed;
	GetMutableDefault<UUnrealAsyncTickSettings>()->Host = EAsyncTickHosting::Automatic;
	Shim::FOptions Options = FEngineFixture::MakeOptions();
	Options.OnPostDefault = [&Managed]
	{ EXPECT(Connect()(&Managed.Api) == 0); };
	Shim::StartEngine(Options);
	Shim::TickFrames(3);
	EXPECT(Shim::Log().Count(ELogVerbosity::Error, "") == 0);
	EXPECT(!Shim::Log().Contains("own .NET host"));
	EXPECT(FEngineFixture::Module().IsConnected());
	Shim::ShutdownEngine();
}

TEST(UnrealSharp_ThatDoesNotConnect_LeavesItToTheOwnHost)
{
	GetMutableDefault<UUnrealAsyncTickSettings>()->Host = EAsyncTickHosting::Automatic;
	Shim::FOptions Options = FEngineFixture::MakeOptions();
	bool bQuietWhileItMayStillCome = false;
	Options.OnPostDefault = [&]
	{ bQuietWhileItMayStillCome = Shim::Log().Count(ELogVerbosity::Error, "") == 0; };
	Shim::StartEngine(Options);
	EXPECT(bQuietWhileItMayStillCome);
	EXPECT(Shim::Log().Count(ELogVerbosity::Display, "UnrealSharp has not connected C#; using the plugin's own .NET host.") == 1);
	// There is none here; that it looked for one is the point.
	EXPECT(Shim::Log().Count(ELogVerbosity::Error, "/plugin/Managed/AsyncTick.Engine.dll does not exist") == 1);
	FFakeManaged Late;
	EXPECT(Connect()(&Late.Api) == 0);
	Shim::ShutdownEngine();
	EXPECT(Late.Events.back() == "Stop");
}

TEST(UnrealSharp_InACommandlet_StartsNothing)
{
	GetMutableDefault<UUnrealAsyncTickSettings>()->Host = EAsyncTickHosting::Automatic;
	Shim::FOptions Options = FEngineFixture::MakeOptions();
	Options.bCommandlet = true;
	Shim::StartEngine(Options);
	EXPECT(Shim::Log().Count(ELogVerbosity::Error, "") == 0);
	EXPECT(!FEngineFixture::Module().IsConnected());
	Shim::ShutdownEngine();
}

#endif
