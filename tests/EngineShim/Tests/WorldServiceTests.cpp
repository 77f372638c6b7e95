// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "Components/AudioComponent.h"
#include "Engine/Engine.h"
#include "Engine/World.h"
#include "FakeManaged.h"
#include "GameFramework/Actor.h"
#include "Testing.h"

namespace
{
	EAsyncTickStatus Spawn(const FEngineFixture& Engine, const std::string& ClassName, uint64 World = 0)
	{
		const FUnits Name(ClassName);
		FAsyncTickSpawn Request = {};
		Request.World = World;
		Request.ClassName = Name;
		uint64 Actor = 0;
		const EAsyncTickStatus Status = Engine.Native().SpawnActor(Engine.Native().Context, &Request, &Actor);
		EXPECT((Status == EAsyncTickStatus::Ok) == (Actor != 0));
		return Status;
	}

	EAsyncTickStatus Open(const FEngineFixture& Engine, int32 Rate, int32 Channels, uint64& OutAudio, uint64 World = 0)
	{
		return Engine.Native().OpenAudio(Engine.Native().Context, World, Rate, Channels, &OutAudio);
	}
}

TEST(Spawn_BadRequests_AreToldApart)
{
	FEngineFixture Engine;
	EXPECT(Spawn(Engine, "PointLight") == EAsyncTickStatus::Ok);
	EXPECT(Spawn(Engine, "/Game/Lamps/BP_Lamp.BP_Lamp_C") == EAsyncTickStatus::Ok);
	EXPECT(Spawn(Engine, "") == EAsyncTickStatus::UnknownClass);
	EXPECT(Spawn(Engine, "NoSuchThing") == EAsyncTickStatus::UnknownClass);
	EXPECT(Spawn(Engine, "Texture") == EAsyncTickStatus::NotSpawnable);
	EXPECT(Spawn(Engine, "Light") == EAsyncTickStatus::NotSpawnable);
	EXPECT(Spawn(Engine, "PointLight", 4711) == EAsyncTickStatus::NoWorld);
	Shim::OnSpawn = [](UWorld&)
	{ return false; };
	EXPECT(Spawn(Engine, "PointLight") == EAsyncTickStatus::SpawnRefused);
}

TEST(Spawn_HandlesThatNeverWere_AreUnknown)
{
	FEngineFixture Engine;
	EXPECT(Engine.Native().DestroyActor(Engine.Native().Context, 0) == EAsyncTickStatus::UnknownHandle);
	EXPECT(Engine.Native().FindActor(Engine.Native().Context, 12345) == EAsyncTickStatus::UnknownHandle);
}

TEST(Audio_Stream_QueuesResetsAndCloses)
{
	FEngineFixture Engine;
	const FAsyncTickNativeApi& Native = Engine.Native();
	uint64 Audio = 0;
	EXPECT(Open(Engine, 44100, 2, Audio) == EAsyncTickStatus::Ok);
	const std::vector<uint8> Bytes(400, 1);
	int32 Queued = -1;
	EXPECT(Native.QueueAudio(Native.Context, Audio, Bytes.data(), 400) == EAsyncTickStatus::Ok);
	EXPECT(Native.QueueAudio(Native.Context, Audio, Bytes.data(), 4) == EAsyncTickStatus::Ok);
	EXPECT(Native.GetQueuedAudio(Native.Context, Audio, &Queued) == EAsyncTickStatus::Ok && Queued == 404);
	EXPECT(Native.ResetAudio(Native.Context, Audio) == EAsyncTickStatus::Ok);
	EXPECT(Native.GetQueuedAudio(Native.Context, Audio, &Queued) == EAsyncTickStatus::Ok && Queued == 0);
	EXPECT(Native.CloseAudio(Native.Context, Audio) == EAsyncTickStatus::Ok);
	EXPECT(Native.CloseAudio(Native.Context, Audio) == EAsyncTickStatus::UnknownHandle);
	EXPECT(Native.QueueAudio(Native.Context, Audio, Bytes.data(), 4) == EAsyncTickStatus::UnknownHandle);
	EXPECT(Native.GetQueuedAudio(Native.Context, Audio, &Queued) == EAsyncTickStatus::UnknownHandle && Queued == 0);
}

TEST(Audio_BadArguments_AreRefused)
{
	FEngineFixture Engine;
	const FAsyncTickNativeApi& Native = Engine.Native();
	uint64 Audio = 0;
	EXPECT(Open(Engine, 0, 2, Audio) == EAsyncTickStatus::InvalidArgument);
	EXPECT(Open(Engine, 44100, 0, Audio) == EAsyncTickStatus::InvalidArgument);
	EXPECT(Open(Engine, 44100, 99, Audio) == EAsyncTickStatus::InvalidArgument);
	EXPECT(Open(Engine, 44100, 2, Audio, 4711) == EAsyncTickStatus::NoWorld);
	EXPECT(Audio == 0);
	EXPECT(Open(Engine, 44100, 2, Audio) == EAsyncTickStatus::Ok);
	const uint8 Bytes[4] = {};
	EXPECT(Native.QueueAudio(Native.Context, Audio, Bytes, 3) == EAsyncTickStatus::InvalidArgument);
	EXPECT(Native.QueueAudio(Native.Context, Audio, Bytes, -4) == EAsyncTickStatus::InvalidArgument);
	EXPECT(Native.QueueAudio(Native.Context, Audio, nullptr, 4) == EAsyncTickStatus::InvalidArgument);
	EXPECT(Native.QueueAudio(Native.Context, Audio, nullptr, 0) == EAsyncTickStatus::Ok);
}

TEST(Audio_NoDevice_IsNoAudio)
{
	Shim::FOptions Options = FEngineFixture::MakeOptions();
	Options.bAudioDevice = false;
	FEngineFixture Engine(true, Options);
	uint64 Audio = 0;
	EXPECT(Open(Engine, 44100, 2, Audio) == EAsyncTickStatus::NoAudio);
	Shim::CollectGarbage();
}

TEST(Audio_OpenStreams_EndWithTheirWorldAndSurviveGarbageCollection)
{
	FEngineFixture Engine;
	const FAsyncTickNativeApi& Native = Engine.Native();
	UWorld* World = Shim::CreateWorld(EWorldType::Game, TEXT("Loud"));
	Shim::Exec("AsyncTick.List", nullptr, World);
	uint64 Audio = 0;
	EXPECT(Open(Engine, 22050, 1, Audio, Engine.Managed.Commands[0].World) == EAsyncTickStatus::Ok);
	Shim::CollectGarbage();
	const uint8 Bytes[4] = {};
	EXPECT(Native.QueueAudio(Native.Context, Audio, Bytes, 4) == EAsyncTickStatus::Ok);
	Shim::DestroyWorld(World);
	EXPECT(Native.QueueAudio(Native.Context, Audio, Bytes, 4) == EAsyncTickStatus::UnknownHandle);
}

TEST(Screen_Message_IsShown)
{
	FEngineFixture Engine;
	const FUnits Line("hello 😀");
	EXPECT(Engine.Native().ShowMessage(Engine.Native().Context, 2.0, Line.Units.data(), static_cast<int32>(Line.Units.size())) == EAsyncTickStatus::Ok);
	EXPECT(GEngine->ShimMessages.Num() == 1 && Shim::ToUtf8(GEngine->ShimMessages[0]) == "hello 😀");
}
