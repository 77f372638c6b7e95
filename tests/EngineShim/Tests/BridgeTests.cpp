// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "Engine/World.h"
#include "FakeManaged.h"
#include "Testing.h"

#include <thread>

TEST(Connect_OtherVersion_IsRefusedWithOneReadableError)
{
	FEngineFixture Engine(false);
	FAsyncTickManagedApi Api = Engine.Managed.Api;
	Api.Version = 7;
	EXPECT(Engine.Module().Connect(Api) == EAsyncTickStatus::Mismatch);
	EXPECT(Shim::Log().Count(ELogVerbosity::Error, "The managed half has bridge version 7") == 1);
	EXPECT(Shim::Log().Count(ELogVerbosity::Error, "build both from the same sources") == 1);
	EXPECT(!Engine.Module().IsConnected());
	Shim::TickFrames(3);
	EXPECT(Engine.Exec("AsyncTick.List").find("bridge version 7") != std::string::npos);
}

TEST(Connect_OtherSize_IsRefused)
{
	FEngineFixture Engine(false);
	FAsyncTickManagedApi Api = Engine.Managed.Api;
	Api.Size -= 8;
	EXPECT(Engine.Module().Connect(Api) == EAsyncTickStatus::Mismatch);
}

TEST(Connect_MissingFunction_IsRefused)
{
	FEngineFixture Engine(false);
	FAsyncTickManagedApi Api = Engine.Managed.Api;
	Api.PreExit = nullptr;
	EXPECT(Engine.Module().Connect(Api) == EAsyncTickStatus::Mismatch);
	Api = Engine.Managed.Api;
	Engine.Managed.Doorbell.Version = 9;
	EXPECT(Engine.Module().Connect(Api) == EAsyncTickStatus::Mismatch);
	EXPECT(Shim::Log().Count(ELogVerbosity::Error, "left a part of its table empty") == 2);
}

TEST(Connect_SecondManagedHalf_IsRefusedAndTheFirstStays)
{
	FEngineFixture Engine;
	FFakeManaged Second;
	EXPECT(Engine.Module().Connect(Second.Api) == EAsyncTickStatus::Refused);
	Engine.Module().Disconnect(&Second);
	EXPECT(Engine.Module().IsConnected());
	Engine.Managed.Doorbell.Ready = 1;
	Shim::TickFrame();
	EXPECT(Engine.Managed.Frames.size() == 1 && Second.Frames.empty());
}

TEST(Connect_AfterDisconnect_WorksAgain)
{
	FEngineFixture Engine;
	for (int32 Index = 0; Index < 10; ++Index)
	{
		Engine.Module().Disconnect(&Engine.Managed);
		EXPECT(!Engine.Module().IsConnected());
		Shim::TickFrame();
		EXPECT(Engine.Module().Connect(Engine.Managed.Api) == EAsyncTickStatus::Ok);
	}
	EXPECT(Engine.Managed.Events.empty());
}

TEST(StartInfo_Directories_AreAbsolute)
{
	FEngineFixture Engine;
	const FAsyncTickStartInfo& Info = Engine.Module().GetStartInfo();
	EXPECT(Info.Version == AsyncTickBridgeVersion && Info.Size == sizeof(Info));
	EXPECT(Info.PluginDirectory.Length == 7 && Info.PluginDirectory.Units[0] == '/');
	EXPECT(Info.ScriptDirectoryCount == 2);
	EXPECT(Info.ScriptDirectories[0].Length == static_cast<int32>(sizeof("/project/Content/Scripts")) - 1);
	EXPECT(Info.ScriptDirectories[1].Length == static_cast<int32>(sizeof("/plugin/Content/Scripts")) - 1);
	EXPECT(Info.Settings.BudgetSeconds > 0.0039 && Info.Settings.BudgetSeconds < 0.0041);
	EXPECT(Info.Settings.Editor == WITH_EDITOR);
}

TEST(NativeApi_FromAnotherThread_IsRefusedExceptForTheLog)
{
	FEngineFixture Engine;
	const FAsyncTickNativeApi& Native = Engine.Native();
	std::thread Other([&Native]
		{
		FAsyncTickFrame Frame = {};
		const FAsyncTickSpawn Spawn = {};
		uint64 Id = 0;
		int32 Count = 0;
		const uint8 Bytes[4] = {};
		EXPECT(Native.SampleClocks(Native.Context, &Frame) == EAsyncTickStatus::WrongThread);
		EXPECT(Native.SetCurrentWorld(Native.Context, 0) == EAsyncTickStatus::WrongThread);
		EXPECT(Native.SpawnActor(Native.Context, &Spawn, &Id) == EAsyncTickStatus::WrongThread);
		EXPECT(Native.DestroyActor(Native.Context, 1) == EAsyncTickStatus::WrongThread);
		EXPECT(Native.FindActor(Native.Context, 1) == EAsyncTickStatus::WrongThread);
		EXPECT(Native.OpenAudio(Native.Context, 0, 44100, 2, &Id) == EAsyncTickStatus::WrongThread);
		EXPECT(Native.QueueAudio(Native.Context, 1, Bytes, 4) == EAsyncTickStatus::WrongThread);
		EXPECT(Native.ResetAudio(Native.Context, 1) == EAsyncTickStatus::WrongThread);
		EXPECT(Native.GetQueuedAudio(Native.Context, 1, &Count) == EAsyncTickStatus::WrongThread);
		EXPECT(Native.CloseAudio(Native.Context, 1) == EAsyncTickStatus::WrongThread);
		EXPECT(Native.ShowMessage(Native.Context, 1.0, nullptr, 0) == EAsyncTickStatus::WrongThread);
		const FAsyncTickQuery Query = {};
		EXPECT(Native.StartQuery(Native.Context, &Query, nullptr, 0) == EAsyncTickStatus::WrongThread);
		EXPECT(Native.CancelQuery(Native.Context, 1) == EAsyncTickStatus::WrongThread);
		EXPECT(Native.BeginRegion(Native.Context, nullptr, 0, &Id) == EAsyncTickStatus::WrongThread);
		EXPECT(Native.EndRegion(Native.Context, 1) == EAsyncTickStatus::WrongThread);
		const FAsyncTickLoad Load = {};
		double Progress = 0.0;
		EXPECT(Native.StartLoad(Native.Context, &Load) == EAsyncTickStatus::WrongThread);
		EXPECT(Native.GetLoadProgress(Native.Context, 1, &Progress) == EAsyncTickStatus::WrongThread);
		EXPECT(Native.TellProgress(Native.Context, 1, nullptr, 0) == EAsyncTickStatus::WrongThread);
		EXPECT(Native.ReleaseLoad(Native.Context, 1) == EAsyncTickStatus::WrongThread);
		const FUnits Line("from elsewhere");
		Native.Log(Native.Context, ELogVerbosity::Log, Line.Units.data(), static_cast<int32>(Line.Units.size()));
		Native.WriteConsole(Native.Context, ELogVerbosity::Display, Line.Units.data(), static_cast<int32>(Line.Units.size())); });
	Other.join();
	EXPECT(Shim::Log().Count(ELogVerbosity::Log, "from elsewhere") == 1);
	EXPECT(Shim::Log().Count(ELogVerbosity::Display, "from elsewhere") == 1);
}
