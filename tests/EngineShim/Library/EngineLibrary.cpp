// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "../../../Source/UnrealAsyncTick/Private/UnrealAsyncTickSettings.h"
#include "Components/PrimitiveComponent.h"
#include "Containers/Ticker.h"
#include "CSBindsRegistry.h"
#include "CSManager.h"
#include "Editor.h"
#include "Engine/World.h"
#include "EngineShim.h"
#include "GameFramework/Actor.h"
#include "GameFramework/WorldSettings.h"
#include "Misc/CoreDelegates.h"
#include "Misc/OutputDeviceRedirector.h"
#include "Modules/ModuleManager.h"
#include "UnrealAsyncTickModule.h"
#include "UObject/UObjectGlobals.h"

// The engine, with the plugin's native half in it, for a process in which .NET runs already: as with UnrealSharp. The caller makes the
// engine's objects in C# and drives the engine step by step. Text is UTF-8. Everything is for the thread that starts the engine.
#define SHIM_EXPORT extern "C" __attribute__((visibility("default")))

namespace
{
	using FWriteLine = void (*)(int32 Verbosity, const char* Line);

	class FForward final : public FOutputDevice
	{
	public:
		virtual void Serialize(const TCHAR* Line, ELogVerbosity::Type Verbosity, const FName&) override
		{
			Write(Verbosity, Shim::ToUtf8(Line).c_str());
		}

		FWriteLine Write = nullptr;
	};

	FForward LogDevice;

	/** A query in the caller's words: kind and shape as in FAsyncTickQuery, channels and object types in the engine's. */
	struct FQuestion
	{
		UWorld* World;
		int32 Kind;
		int32 Shape;
		int32 Channel;
		int32 ObjectTypes;
		FAsyncTickVector Start;
		FAsyncTickVector End;
		FAsyncTickVector Extent;
		const AActor* const* Ignored;
		int32 IgnoredCount;
		int32 Reserved;
	};

	/** Fills in what is hit, by the caller's numbers for its objects; returns how many. */
	using FFindHits = int32 (*)(const FQuestion* Question, const char* Profile, FAsyncTickHit* Hits, int32 Capacity);

	FAsyncTickVector ToPlace(const FVector& Place)
	{
		return {Place.X, Place.Y, Place.Z};
	}

	FVector FromPlace(const FAsyncTickVector& Place)
	{
		return FVector(Place.X, Place.Y, Place.Z);
	}

	std::vector<FAsyncTickHit> Find(FFindHits FindHits, UWorld& World, const FBaseTraceDatum& Datum, int32 Kind, const FVector& Start, const FVector& End)
	{
		FQuestion Question = {};
		Question.World = &World;
		Question.Kind = Kind;
		Question.Shape = Datum.ShimShape.ShimType;
		Question.Channel = Datum.TraceChannel;
		Question.ObjectTypes = Datum.ShimObjectTypes;
		Question.Start = ToPlace(Start);
		Question.End = ToPlace(End);
		Question.Extent = ToPlace(Datum.ShimShape.ShimExtent);
		Question.Ignored = Datum.ShimParams.ShimIgnored.data();
		Question.IgnoredCount = static_cast<int32>(Datum.ShimParams.ShimIgnored.size());
		std::vector<FAsyncTickHit> Hits(64);
		const std::string Profile = Shim::ToUtf8(Datum.ShimProfile.ToString());
		Hits.resize(static_cast<SIZE_T>(FindHits(&Question, Profile.c_str(), Hits.data(), static_cast<int32>(Hits.size()))));
		return Hits;
	}
}

SHIM_EXPORT void ShimStart(const char* PluginDirectory, FWriteLine WriteLog, void (*OnPostDefault)())
{
	UUnrealAsyncTickSettings* Settings = GetMutableDefault<UUnrealAsyncTickSettings>();
	Settings->Host = EAsyncTickHosting::Automatic;
	Shim::FOptions Options;
	Options.PluginDirectory = Options.ProjectDirectory = PluginDirectory;
	Options.OnPostDefault = OnPostDefault;
	LogDevice.Write = WriteLog;
	GLog->AddOutputDevice(&LogDevice);
	Shim::UseManualTime();
	Shim::StartEngine(Options);
}

SHIM_EXPORT void ShimPreExit()
{
	FCoreDelegates::OnEnginePreExit.Broadcast();
}

SHIM_EXPORT void ShimShutdown()
{
	Shim::ShutdownEngine();
	GLog->RemoveOutputDevice(&LogDevice);
}

SHIM_EXPORT void ShimTickWorlds(double DeltaSeconds)
{
	Shim::TickWorlds(DeltaSeconds);
}

SHIM_EXPORT void ShimTickTickers(double DeltaSeconds)
{
	Shim::EndWorldTicks();
	FTSTicker::GetCoreTicker().Tick(static_cast<float>(DeltaSeconds));
}

/** FCoreDelegates::OnSamplingInput and OnEndFrame, and the tick groups of a world: AsyncTickPhase. */
SHIM_EXPORT void ShimRunPhase(int32 Phase, UWorld* World)
{
	switch (Phase)
	{
	case AsyncTickPhase::BeginFrame:
		FCoreDelegates::OnSamplingInput.Broadcast();
		break;
	case AsyncTickPhase::EndOfFrame:
		FCoreDelegates::OnEndFrame.Broadcast();
		break;
	default:
		Shim::RunTickGroup(World, Phase == AsyncTickPhase::PrePhysics ? TG_PrePhysics : Phase == AsyncTickPhase::PostPhysics ? TG_PostPhysics
																															 : TG_PostUpdateWork);
	}
}

SHIM_EXPORT UWorld* ShimCreateWorld(int32 Type)
{
	return Shim::CreateWorld(static_cast<EWorldType::Type>(Type), TEXT("World"));
}

SHIM_EXPORT UWorld* ShimGetEditorWorld()
{
	return Shim::GetEditorWorld();
}

SHIM_EXPORT void ShimTearDownWorld(UWorld* World)
{
	FWorldDelegates::OnWorldBeginTearDown.Broadcast(World);
	World->ShimTearingDown = true;
}

SHIM_EXPORT void ShimCleanUpWorld(UWorld* World)
{
	FWorldDelegates::OnWorldCleanup.Broadcast(World, true, true);
}

SHIM_EXPORT void ShimDeleteWorld(UWorld* World)
{
	Shim::DeleteWorld(World);
}

SHIM_EXPORT void ShimBeginPlay()
{
	FEditorDelegates::BeginPIE.Broadcast(false);
}

SHIM_EXPORT void ShimEndPlay()
{
	FEditorDelegates::PrePIEEnded.Broadcast(false);
	FEditorDelegates::EndPIE.Broadcast(false);
}

SHIM_EXPORT void ShimPause(UWorld* World, int32 Paused)
{
	World->ShimPaused = Paused != 0;
}

SHIM_EXPORT void ShimDilate(UWorld* World, double Dilation)
{
	World->GetWorldSettings()->TimeDilation = static_cast<float>(Dilation);
}

/** 0 when the console does not know the command. */
SHIM_EXPORT int32 ShimExec(const char* Line, UWorld* World, FWriteLine WriteConsole)
{
	FForward Console;
	Console.Write = WriteConsole;
	return Shim::Exec(Line, &Console, World) ? 1 : 0;
}

SHIM_EXPORT UObject* ShimGetWorldContext()
{
	return UCSManager::Get().GetCurrentWorldContext();
}

SHIM_EXPORT void ShimSetWorldContext(UObject* WorldContext)
{
	UCSManager::Get().SetCurrentWorldContext(WorldContext);
}

SHIM_EXPORT void* ShimGetBoundFunction(const char* Binder, const char* Function, int32 Size)
{
	return FCSBindsRegistry::GetBoundFunction(*Shim::FromUtf8(Binder), *Shim::FromUtf8(Function), Size);
}

SHIM_EXPORT void ShimGetCounters(FAsyncTickCounters* OutCounters)
{
	*OutCounters = FModuleManager::GetModulePtr<IUnrealAsyncTickModule>(TEXT("UnrealAsyncTick"))->GetCounters();
}

/** The collision of the caller's worlds. Its objects are numbers here, which nothing looks into. */
SHIM_EXPORT void ShimSetCollision(FFindHits FindHits)
{
	Shim::OnTrace = [FindHits](UWorld& World, FTraceDatum& Datum)
	{
		const int32 Kind = Datum.TraceType == EAsyncTraceType::Multi ? 2 : 1;
		for (const FAsyncTickHit& Found : Find(FindHits, World, Datum, Kind, Datum.Start, Datum.End))
		{
			FHitResult& Hit = Datum.OutHits.AddDefaulted_GetRef();
			static_cast<FVector&>(Hit.Location) = FromPlace(Found.Location);
			static_cast<FVector&>(Hit.ImpactPoint) = FromPlace(Found.ImpactPoint);
			static_cast<FVector&>(Hit.Normal) = FromPlace(Found.Normal);
			static_cast<FVector&>(Hit.ImpactNormal) = FromPlace(Found.ImpactNormal);
			Hit.Distance = static_cast<float>(Found.Distance);
			Hit.Time = static_cast<float>(Found.Time);
			Hit.bBlockingHit = Found.Blocking != 0;
			Hit.bStartPenetrating = Found.StartPenetrating != 0;
			Hit.ShimActor = reinterpret_cast<AActor*>(static_cast<UPTRINT>(Found.Actor));
			Hit.ShimComponent = reinterpret_cast<UPrimitiveComponent*>(static_cast<UPTRINT>(Found.Component));
		}
	};
	Shim::OnOverlap = [FindHits](UWorld& World, FOverlapDatum& Datum)
	{
		for (const FAsyncTickHit& Found : Find(FindHits, World, Datum, 0, Datum.Pos, Datum.Pos))
		{
			FOverlapResult& Overlap = Datum.OutOverlaps.AddDefaulted_GetRef();
			Overlap.bBlockingHit = Found.Blocking != 0;
			Overlap.ShimActor = reinterpret_cast<AActor*>(static_cast<UPTRINT>(Found.Actor));
			Overlap.ShimComponent = reinterpret_cast<UPrimitiveComponent*>(static_cast<UPTRINT>(Found.Component));
		}
	};
}

/** The caller's disk: see Shim::FAssets. */
SHIM_EXPORT void ShimSetAssets(uint64 (*Begin)(const char* Path, const char* Bundles, int32 Priority), double (*Progress)(uint64 Request), void (*End)(uint64 Request), int32 (*IsPrimary)(const char* Path))
{
	Shim::Assets.Begin = [Begin](const std::string& Path, const std::string& Bundles, int32 Priority)
	{ return Begin(Path.c_str(), Bundles.c_str(), Priority); };
	Shim::Assets.Progress = Progress;
	Shim::Assets.End = End;
	Shim::Assets.IsPrimary = [IsPrimary](const std::string& Path)
	{ return IsPrimary(Path.c_str()) != 0; };
}

SHIM_EXPORT int32 ShimIsConnected()
{
	return FModuleManager::GetModulePtr<IUnrealAsyncTickModule>(TEXT("UnrealAsyncTick"))->IsConnected() ? 1 : 0;
}
