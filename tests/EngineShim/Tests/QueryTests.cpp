// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "Components/PrimitiveComponent.h"
#include "Engine/Level.h"
#include "Engine/World.h"
#include "FakeManaged.h"
#include "GameFramework/Actor.h"
#include "Testing.h"

namespace
{
	constexpr int32 Overlaps = 0, First = 1, All = 2;
	constexpr int32 Line = 0, Sphere = 1, Box = 2, Capsule = 3;

	UWorld* Play()
	{
#if WITH_EDITOR
		return Shim::BeginPlayInEditor();
#else
		return Shim::GetPlayWorld();
#endif
	}

	FAsyncTickQuery Ask(UWorld* World, uint32 Id = 1, int32 Kind = First, int32 Shape = Line)
	{
		FAsyncTickQuery Query = {};
		Query.World = FEngineFixture::Module().GetWorldId(World);
		Query.Id = Id;
		Query.Kind = Kind;
		Query.Shape = Shape;
		Query.Start = {0, 0, 100};
		Query.End = {0, 0, -100};
		Query.Rotation = {0, 0, 0, 1};
		Query.Extent = {10, 20, 30};
		return Query;
	}

	EAsyncTickStatus Start(const FEngineFixture& Engine, const FAsyncTickQuery& Query, const std::string& Profile = "")
	{
		const FUnits Name(Profile);
		return Engine.Native().StartQuery(Engine.Native().Context, &Query, Name.Units.data(), static_cast<int32>(Name.Units.size()));
	}

	uint64 CountWaiting()
	{
		return FEngineFixture::Module().GetCounters().WaitingQueries;
	}

	/** The world's floor, and what it was asked. */
	struct FFloor
	{
		FFloor()
		{
			Shim::OnTrace = [this](UWorld&, FTraceDatum& Datum)
			{
				Traces.push_back(Datum);
				FHitResult& Hit = Datum.OutHits.AddDefaulted_GetRef();
				Hit.Location = FVector_NetQuantize(1, 2, 3);
				Hit.Normal = FVector_NetQuantizeNormal(0, 0, 1);
				Hit.Distance = 100.0f;
				Hit.Time = 0.5f;
				Hit.bBlockingHit = true;
				Hit.ShimActor = &Actor;
				Hit.ShimComponent = &Component;
			};
			Shim::OnOverlap = [this](UWorld&, FOverlapDatum& Datum)
			{
				Found.push_back(Datum);
				FOverlapResult& Overlap = Datum.OutOverlaps.AddDefaulted_GetRef();
				Overlap.bBlockingHit = true;
				Overlap.ShimActor = &Actor;
			};
		}

		AActor Actor;
		UPrimitiveComponent Component;
		std::vector<FTraceDatum> Traces;
		std::vector<FOverlapDatum> Found;
	};
}

TEST(Query_AskedAfterTheWorlds_IsAnsweredByTheTickAfterTheNext)
{
	FEngineFixture Engine;
	FFloor Floor;
	UWorld* World = Play();
	Shim::TickFrame();
	EXPECT(Start(Engine, Ask(World, 7)) == EAsyncTickStatus::Ok && CountWaiting() == 1);
	Shim::TickFrame();
	EXPECT(CountWaiting() == 0 && Engine.Managed.Answers.empty());
	Shim::TickFrame();
	EXPECT(Engine.Managed.Answers.size() == 1 && Engine.Managed.Answers[0].Query == 7 && Engine.Managed.Answers[0].Hits.size() == 1);
	const FAsyncTickHit& Hit = Engine.Managed.Answers[0].Hits[0];
	EXPECT(Hit.Location.Z == 3.0 && Hit.Normal.Z == 1.0 && Hit.Distance == 100.0 && Hit.Time == 0.5 && Hit.Blocking == 1 && Hit.StartPenetrating == 0);
	EXPECT(Hit.Actor == reinterpret_cast<UPTRINT>(&Floor.Actor) && Hit.Component == reinterpret_cast<UPTRINT>(&Floor.Component));
	Shim::TickFrames(5);
	EXPECT(Engine.Managed.Answers.size() == 1);
}

TEST(Query_AskedBeforeTheSimulation_IsAnsweredByTheNextTick)
{
	FEngineFixture Engine;
	UWorld* World = Play();
	Engine.Managed.Doorbell.Phases = 1 << AsyncTickPhase::PrePhysics;
	// The first frame registers both tick functions.
	EXPECT(Start(Engine, Ask(World, 1)) == EAsyncTickStatus::Ok);
	Shim::TickFrames(3);
	Engine.Managed.Answers.clear();
	Engine.Managed.OnPhase = [&]
	{
		if (Engine.Managed.Phases.size() == 4)
		{
			Start(Engine, Ask(World, 2));
		}
	};
	Shim::TickFrame();
	EXPECT(Engine.Managed.Phases.size() == 4 && Engine.Managed.Answers.empty());
	Shim::TickFrame();
	EXPECT(Engine.Managed.Answers.size() == 1 && Engine.Managed.Answers[0].Query == 2 && Engine.Managed.Answers[0].Hits.empty());
}

TEST(Query_EveryForm_ReachesTheEngineAsItWasAsked)
{
	FEngineFixture Engine;
	FFloor Floor;
	UWorld* World = Play();
	const uint64 Ignored[2] = {reinterpret_cast<UPTRINT>(&Floor.Actor), 64};
	FAsyncTickQuery Query = Ask(World, 1);
	Query.Channel = 1;
	Query.Complex = 1;
	Query.Ignored = Ignored;
	Query.IgnoredCount = 2;
	EXPECT(Start(Engine, Query) == EAsyncTickStatus::Ok);
	Query = Ask(World, 2, All, Sphere);
	Query.ObjectTypes = 1 << 0 | 1 << 2;
	EXPECT(Start(Engine, Query) == EAsyncTickStatus::Ok);
	EXPECT(Start(Engine, Ask(World, 3, First, Capsule), "Pawn") == EAsyncTickStatus::Ok);
	EXPECT(Start(Engine, Ask(World, 4, Overlaps, Box), "BlockAll") == EAsyncTickStatus::Ok);
	EXPECT(Start(Engine, Ask(World, 5, Overlaps, Sphere)) == EAsyncTickStatus::Ok);
	Query = Ask(World, 6, Overlaps, Capsule);
	Query.ObjectTypes = 1 << 1;
	EXPECT(Start(Engine, Query) == EAsyncTickStatus::Ok);
	Query = Ask(World, 7);
	Query.ObjectTypes = 1 << 1;
	EXPECT(Start(Engine, Query) == EAsyncTickStatus::Ok);
	EXPECT(Start(Engine, Ask(World, 8), "Pawn") == EAsyncTickStatus::Ok);
	EXPECT(Start(Engine, Ask(World, 9, First, Box)) == EAsyncTickStatus::Ok);
	Shim::TickFrames(2);

	EXPECT(Floor.Traces.size() == 6 && Floor.Found.size() == 3 && Engine.Managed.Answers.size() == 9);
	const FTraceDatum& ByChannel = Floor.Traces[0];
	EXPECT(ByChannel.TraceChannel == ECC_Camera && ByChannel.TraceType == EAsyncTraceType::Single && ByChannel.ShimShape.ShimType == 0);
	EXPECT(ByChannel.ShimParams.bTraceComplex && ByChannel.ShimParams.ShimIgnored.size() == 2 && ByChannel.ShimParams.ShimIgnored[0] == &Floor.Actor);
	EXPECT(ByChannel.Start.Z == 100.0 && ByChannel.End.Z == -100.0);
	const FTraceDatum& ByObject = Floor.Traces[1];
	EXPECT(ByObject.ShimObjectTypes == (1 << ECC_WorldStatic | 1 << ECC_Pawn) && ByObject.TraceType == EAsyncTraceType::Multi);
	EXPECT(ByObject.ShimShape.ShimType == 1 && ByObject.ShimShape.ShimExtent.X == 10.0 && ByObject.Rot.W == 1.0);
	EXPECT(Floor.Traces[2].ShimProfile == FName(TEXT("Pawn")) && Floor.Traces[2].ShimShape.ShimType == 3 && Floor.Traces[2].ShimShape.ShimExtent.Z == 30.0);
	EXPECT(Floor.Traces[3].ShimObjectTypes == 1 << ECC_WorldDynamic && Floor.Traces[4].ShimProfile == FName(TEXT("Pawn")));
	EXPECT(Floor.Traces[5].ShimShape.ShimType == 2 && Floor.Traces[5].ShimShape.ShimExtent.Y == 20.0);
	EXPECT(Floor.Found[0].ShimProfile == FName(TEXT("BlockAll")) && Floor.Found[1].TraceChannel == ECC_Visibility && Floor.Found[2].ShimObjectTypes == 1 << ECC_WorldDynamic);
	EXPECT(Floor.Found[0].Pos.Z == 100.0);
}

TEST(Query_BadRequests_AreToldApart)
{
	FEngineFixture Engine;
	UWorld* World = Play();
	FAsyncTickQuery Query = Ask(World);
	Query.Channel = 9;
	EXPECT(Start(Engine, Query) == EAsyncTickStatus::InvalidArgument);
	Query = Ask(World);
	Query.Channel = -1;
	EXPECT(Start(Engine, Query) == EAsyncTickStatus::InvalidArgument);
	Query = Ask(World);
	Query.ObjectTypes = 1 << 20;
	EXPECT(Start(Engine, Query) == EAsyncTickStatus::InvalidArgument);
	EXPECT(Start(Engine, Ask(World, 1, Overlaps, Line)) == EAsyncTickStatus::InvalidArgument);
	EXPECT(Start(Engine, Ask(World, 1, 3)) == EAsyncTickStatus::InvalidArgument);
	EXPECT(Start(Engine, Ask(World, 1, First, 4)) == EAsyncTickStatus::InvalidArgument);
	Query = Ask(World);
	Query.World = 4711;
	EXPECT(Start(Engine, Query) == EAsyncTickStatus::NoWorld);
#if WITH_EDITOR
	EXPECT(Start(Engine, Ask(Shim::GetEditorWorld())) == EAsyncTickStatus::NoWorld);
#endif
	EXPECT(CountWaiting() == 0);
}

TEST(Query_WhileTheGameIsPaused_WaitsAndCanBeTakenBack)
{
	FEngineFixture Engine;
	UWorld* World = Play();
	EXPECT(Start(Engine, Ask(World, 1)) == EAsyncTickStatus::Ok);
	Shim::TickFrame();
	World->ShimPaused = true;
	// One that the engine works on, and one that it was not given.
	EXPECT(Start(Engine, Ask(World, 2)) == EAsyncTickStatus::Ok && Start(Engine, Ask(World, 3)) == EAsyncTickStatus::Ok);
	Shim::TickFrames(5);
	EXPECT(Engine.Managed.Answers.empty() && CountWaiting() == 2);
	EXPECT(Engine.Native().CancelQuery(Engine.Native().Context, 3) == EAsyncTickStatus::Ok);
	EXPECT(Engine.Native().CancelQuery(Engine.Native().Context, 1) == EAsyncTickStatus::UnknownHandle);
	World->ShimPaused = false;
	Shim::TickFrames(3);
	EXPECT(Engine.Managed.Answers.size() == 2 && Engine.Managed.Answers[0].Query == 1 && Engine.Managed.Answers[1].Query == 2);
}

TEST(Query_NotTakenByTheEngine_IsAskedAgain)
{
	FEngineFixture Engine;
	UWorld* World = Play();
	World->ShimRefusesQueries = true;
	EXPECT(Start(Engine, Ask(World, 1)) == EAsyncTickStatus::Ok);
	Shim::TickFrames(3);
	EXPECT(CountWaiting() == 1 && Engine.Managed.Answers.empty());
	World->ShimRefusesQueries = false;
	Shim::TickFrames(2);
	EXPECT(CountWaiting() == 0 && Engine.Managed.Answers.size() == 1);
}

TEST(Query_AskedFromAnAnswer_IsAnsweredByTheNextTick)
{
	FEngineFixture Engine;
	UWorld* World = Play();
	Engine.Managed.OnAnswer = [&]
	{ Start(Engine, Ask(World, static_cast<uint32>(Engine.Managed.Answers.size()) + 1)); };
	EXPECT(Start(Engine, Ask(World, 1)) == EAsyncTickStatus::Ok);
	Shim::TickFrames(6);
	EXPECT(Engine.Managed.Answers.size() == 5 && Engine.Managed.Answers[4].Query == 5);
}

TEST(Query_ManagedHalfGoes_IsNotAnsweredToTheNextOne)
{
	FEngineFixture Engine;
	UWorld* World = Play();
	EXPECT(Start(Engine, Ask(World, 1)) == EAsyncTickStatus::Ok);
	Shim::TickFrame();
	EXPECT(Start(Engine, Ask(World, 2)) == EAsyncTickStatus::Ok);
	Engine.Module().Disconnect(&Engine.Managed);
	EXPECT(CountWaiting() == 0 && World->PersistentLevel->ShimFunctions.empty());
	EXPECT(Engine.Module().Connect(Engine.Managed.Api) == EAsyncTickStatus::Ok);
	Shim::TickFrames(3);
	EXPECT(Engine.Managed.Answers.empty());
}

#if WITH_EDITOR
TEST(Query_WorldEnds_NothingIsLeftInItsLevel)
{
	FEngineFixture Engine;
	UWorld* World = Play();
	EXPECT(Start(Engine, Ask(World, 1)) == EAsyncTickStatus::Ok);
	Shim::TickFrame();
	EXPECT(Start(Engine, Ask(World, 2)) == EAsyncTickStatus::Ok);
	// The level's destructor checks that no tick function is left.
	Shim::EndPlayInEditor();
	Shim::TickFrames(3);
	EXPECT(Engine.Managed.Answers.empty() && CountWaiting() == 0);
}
#endif
