// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"
#include "Engine/EngineBaseTypes.h"
#include "Engine/EngineTypes.h"
#include "Logging/LogVerbosity.h"
#include "Misc/OutputDevice.h"

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

struct FOverlapDatum;
struct FTraceDatum;

/** Controls for programs that play the engine. Everything is for the thread that calls StartEngine: the game thread. */
namespace Shim
{
	struct FLine
	{
		ELogVerbosity::Type Verbosity;
		std::string Text;
	};

	/** Keeps what is written to it; any thread may write. */
	class FRecorder final : public FOutputDevice
	{
	public:
		virtual void Serialize(const TCHAR* Line, ELogVerbosity::Type Verbosity, const FName& Category) override;
		std::vector<FLine> Take();
		/** How many lines of this verbosity contain the text; they stay. */
		int32 Count(ELogVerbosity::Type Verbosity, const std::string& Text);
		bool Contains(const std::string& Text);
		bool bEcho = false;

	private:
		std::mutex Mutex;
		std::vector<FLine> Lines;
	};

	struct FOptions
	{
		std::string PluginDirectory;
		std::string ProjectDirectory = "/project";
		bool bEditor = true;
		bool bCommandlet = false;
		bool bAudioDevice = true;
		/** Loads the editor module too; wants bEditor. */
		bool bEditorModule = true;
		/** Whether cheats work, which they do not in Test and Shipping builds. */
		bool bCheats = true;
		/** The game's first world plays only once BeginPlay is called. */
		bool bLateBeginPlay = false;
		/** Called when the runtime module is loaded and nothing else exists: when UnrealSharp starts the project's C#. */
		std::function<void()> OnPostDefault;
	};

	/** What the profiler's macros were given. Csv holds the frame's own values only, as a row of the file does. */
	struct FProfile
	{
		std::map<std::string, int64> Stats;
		std::map<std::string, double> Csv;
		std::map<std::string, int64> Trace;
		std::map<std::string, int32> TraceScopes;
		/** Whether a trace is written. */
		bool bTracing = false;
		/** "begin 7 AsyncTick/Name", "end 7": the regions of the trace, in order. */
		std::vector<std::string> Regions;
	};
	FProfile& Profile();
	void BeginProfileFrame();

	/**
	 * Makes the engine, its first world, and loads the plugin's modules. An editor opens its first map after that, which replaces
	 * the empty one that it starts with.
	 */
	void StartEngine(const FOptions& Options);

	/** The order of a clean exit: OnEnginePreExit, OnPreExit, worlds, modules from last to first. */
	void ShutdownEngine();

	/** The first part of a frame: all clocks, and the answers to queries. */
	void TickWorlds(double DeltaSeconds);
	/** The worlds have ticked: from here on they take no queries. */
	void EndWorldTicks();
	/** One group of a world's tick functions. */
	void RunTickGroup(UWorld* World, ETickingGroup Group);
	/** A frame: clocks, OnSamplingInput, the worlds' tick groups, the core ticker, OnEndFrame. */
	void TickFrame(double DeltaSeconds = 1.0 / 60.0);
	void TickFrames(int32 Count, double DeltaSeconds = 1.0 / 60.0);

	UWorld* CreateWorld(EWorldType::Type Type, const TCHAR* Name);
	/** Begin tear-down, cleanup, garbage. */
	void DestroyWorld(UWorld* World);
	/** The last part of that, for those who send the events themselves. */
	void DeleteWorld(UWorld* World);
	/** The editor opens another map; returns its world. */
	UWorld* OpenMap(const TCHAR* Name);
	UWorld* GetEditorWorld();
	/** The game's world, or that of the session. */
	UWorld* GetPlayWorld();

	/** A whole play-in-editor session; Begin returns its world. */
	UWorld* BeginPlayInEditor();
	void EndPlayInEditor();
	/** Play that was asked for and never started. */
	void CancelPlayInEditor();

	/** A line typed into the console. Its output goes to Output, or to the log. */
	bool Exec(const std::string& Line, FOutputDevice* Output = nullptr, UWorld* World = nullptr);

	/** Deletes objects that nothing holds. */
	void CollectGarbage();

	/** From now on time only moves with TickFrame, or with this. */
	void UseManualTime();
	void AdvanceTime(double Seconds);

	/** Called inside every SpawnActor. Returning false makes the engine refuse to spawn. */
	extern std::function<bool(UWorld&)> OnSpawn;

	/** What lies on the disk. Without it there is nothing to load. */
	struct FAssets
	{
		/** Begins to load, with bundles that are separated by commas; 0 when there is nothing to load. */
		std::function<uint64(const std::string& Path, const std::string& Bundles, int32 Priority)> Begin;
		/** 1 when it is loaded. */
		std::function<double(uint64 Request)> Progress;
		std::function<void(uint64 Request)> End;
		std::function<bool(const std::string& Path)> IsPrimary;
	};
	extern FAssets Assets;
	/** Handles that have been neither canceled nor released. */
	int32 CountLoads();
	/** The part of a frame in which the engine says what is loaded. */
	void TickLoads();

	/** The world's collision: fills in what a query has hit. Without them nothing is hit. */
	extern std::function<void(UWorld&, FTraceDatum&)> OnTrace;
	extern std::function<void(UWorld&, FOverlapDatum&)> OnOverlap;

	FRecorder& Log();
	/** "Error: " and the like, as it stands in a log. */
	const char* PrefixOf(ELogVerbosity::Type Verbosity);
	std::string ToUtf8(const FString& Text);
	FString FromUtf8(const std::string& Text);
}
