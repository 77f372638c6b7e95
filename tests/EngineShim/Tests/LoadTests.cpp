// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "FakeManaged.h"
#include "Testing.h"

#include <map>

namespace
{
	/** Loads whatever it is asked for when the test says so. */
	struct FDisk
	{
		struct FRequest
		{
			std::string Path;
			std::string Bundles;
			int32 Priority;
			double Progress = 0.0;
			bool bEnded = false;
		};

		FDisk()
		{
			Shim::Assets.Begin = [this](const std::string& Path, const std::string& Bundles, int32 Priority) -> uint64
			{
				if (Path == "/Game/Nothing.Nothing")
				{
					return 0;
				}
				Requests[++Last] = {Path, Bundles, Priority};
				return Last;
			};
			Shim::Assets.Progress = [this](uint64 Request)
			{ return Requests[Request].Progress; };
			Shim::Assets.End = [this](uint64 Request)
			{ Requests[Request].bEnded = true; };
			Shim::Assets.IsPrimary = [](const std::string& Path)
			{ return Path == "/Game/Menu.Menu"; };
		}

		std::map<uint64, FRequest> Requests;
		uint64 Last = 0;
	};

	EAsyncTickStatus Load(const FEngineFixture& Engine, uint32 Id, const std::string& Path, int32 Priority = 0, const std::vector<std::string>& Bundles = {})
	{
		const FUnits Units(Path);
		std::vector<FUnits> Names(Bundles.begin(), Bundles.end());
		const std::vector<FAsyncTickText> Texts(Names.begin(), Names.end());
		FAsyncTickLoad Asked = {};
		Asked.Id = Id;
		Asked.Priority = Priority;
		Asked.Path = Units;
		Asked.Bundles = Texts.data();
		Asked.BundleCount = static_cast<int32>(Texts.size());
		return Engine.Native().StartLoad(Engine.Native().Context, &Asked);
	}

	EAsyncTickStatus Release(const FEngineFixture& Engine, uint32 Id)
	{
		return Engine.Native().ReleaseLoad(Engine.Native().Context, Id);
	}
}

TEST(Load_Asset_IsKeptUntilItIsReleased)
{
	FEngineFixture Engine;
	FDisk Disk;
	EXPECT(Load(Engine, 5, "/Game/Knight.Knight", 100) == EAsyncTickStatus::Ok);
	EXPECT(Disk.Requests[1].Path == "/Game/Knight.Knight" && Disk.Requests[1].Priority == 100 && Disk.Requests[1].Bundles.empty());
	Disk.Requests[1].Progress = 0.25;
	Shim::TickFrame();
	double Progress = 0.0;
	EXPECT(Engine.Native().GetLoadProgress(Engine.Native().Context, 5, &Progress) == EAsyncTickStatus::Ok && Progress == 0.25);
	EXPECT(Engine.Managed.Loaded.empty());
	Disk.Requests[1].Progress = 1.0;
	Shim::TickFrames(3);
	EXPECT((Engine.Managed.Loaded == std::vector<uint32>{5}) && Shim::CountLoads() == 1 && !Disk.Requests[1].bEnded);
	EXPECT(Release(Engine, 5) == EAsyncTickStatus::Ok && Shim::CountLoads() == 0 && Disk.Requests[1].bEnded);
	EXPECT(Release(Engine, 5) == EAsyncTickStatus::UnknownHandle);
	EXPECT(Engine.Native().GetLoadProgress(Engine.Native().Context, 5, &Progress) == EAsyncTickStatus::UnknownHandle);
}

TEST(Load_ReleasedBeforeItIsLoaded_IsCanceledAndSaysNothing)
{
	FEngineFixture Engine;
	FDisk Disk;
	EXPECT(Load(Engine, 1, "/Game/Knight.Knight") == EAsyncTickStatus::Ok);
	Shim::TickFrame();
	EXPECT(Release(Engine, 1) == EAsyncTickStatus::Ok && Disk.Requests[1].bEnded && Shim::CountLoads() == 0);
	Disk.Requests[1].Progress = 1.0;
	Shim::TickFrames(3);
	EXPECT(Engine.Managed.Loaded.empty());
}

TEST(Load_Bundles_AreThoseOfPrimaryAssetsOnly)
{
	FEngineFixture Engine;
	FDisk Disk;
	EXPECT(Load(Engine, 1, "/Game/Knight.Knight", 0, {"Menu"}) == EAsyncTickStatus::UnknownHandle);
	EXPECT(Load(Engine, 2, "/Game/Menu.Menu", 7, {"Menu", "Game"}) == EAsyncTickStatus::Ok);
	EXPECT(Disk.Requests.size() == 1 && Disk.Requests[1].Bundles == "Menu,Game" && Disk.Requests[1].Priority == 7);
	EXPECT(Release(Engine, 2) == EAsyncTickStatus::Ok);
}

TEST(Load_NothingThere_EndsAtOnce)
{
	FEngineFixture Engine;
	FDisk Disk;
	EXPECT(Load(Engine, 3, "/Game/Nothing.Nothing") == EAsyncTickStatus::Ok);
	EXPECT((Engine.Managed.Loaded == std::vector<uint32>{3}) && Release(Engine, 3) == EAsyncTickStatus::UnknownHandle);
	EXPECT(Load(Engine, 4, "") == EAsyncTickStatus::InvalidArgument);
	EXPECT(Load(Engine, 5, "/Game/Knight.Knight") == EAsyncTickStatus::Ok && Load(Engine, 5, "/Game/Knight.Knight") == EAsyncTickStatus::InvalidArgument);
	EXPECT(Release(Engine, 5) == EAsyncTickStatus::Ok);
}

TEST(Load_ManagedHalfGoes_EverythingIsLetGo)
{
	FEngineFixture Engine;
	FDisk Disk;
	EXPECT(Load(Engine, 1, "/Game/Knight.Knight") == EAsyncTickStatus::Ok && Load(Engine, 2, "/Game/Goblin.Goblin") == EAsyncTickStatus::Ok);
	Disk.Requests[1].Progress = 1.0;
	Shim::TickFrame();
	Engine.Module().Disconnect(&Engine.Managed);
	EXPECT(Shim::CountLoads() == 0 && Disk.Requests[1].bEnded && Disk.Requests[2].bEnded);
	EXPECT(Engine.Module().Connect(Engine.Managed.Api) == EAsyncTickStatus::Ok);
	Disk.Requests[2].Progress = 1.0;
	Shim::TickFrames(2);
	EXPECT((Engine.Managed.Loaded == std::vector<uint32>{1}));
}
