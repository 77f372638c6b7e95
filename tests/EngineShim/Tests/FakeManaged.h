// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "AsyncTickBridge.h"
#include "AsyncTickTaskTypes.h"
#include "Engine/EngineTypes.h"
#include "EngineShim.h"
#include "UnrealAsyncTickModule.h"

#include <functional>
#include <limits>
#include <string>
#include <vector>

/** A managed half in a few lines of C++, so that the native half can be tested by itself and under Valgrind. */
class FFakeManaged
{
public:
	FFakeManaged();

	struct FCommand
	{
		uint64 World;
		std::string Line;
	};

	FAsyncTickManagedApi Api = {};
	FAsyncTickDoorbell Doorbell = {};
	std::vector<FAsyncTickFrame> Frames;
	std::vector<FCommand> Commands;
	/** "BeginSession", "EndWorld 3": everything but ticks and commands, in order. */
	std::vector<std::string> Events;
	/** The phases that were called, in order. */
	std::vector<int32> Phases;
	std::function<void()> OnTick;
	std::function<void()> OnPhase;
	std::function<EAsyncTickStatus(const FCommand&)> OnCommand;
	EAsyncTickStatus StopStatus = EAsyncTickStatus::Ok;

	struct FTask
	{
		int32 Id;
		int32 ParentId = 0;
		EAsyncTickTaskState State = EAsyncTickTaskState::Waiting;
		std::string Name = {};
		std::string Scope = "Engine";
		std::string Wait = {};
		std::string File = {};
		int32 Line = 0;
		std::string Status = {};
		std::string Fault = {};
		double AgeSeconds = 0.0;
		double UsedSeconds = 0.0;
	};
	/** The task list, and how often it was asked for. */
	std::vector<FTask> Tasks;
	int32 Listed = 0;
	/** Hands a task over as the real half would. */
	static void WithRow(const FTask& Task, const std::function<void(const FAsyncTickTaskRow&)>& Use);

	struct FRequest
	{
		uint64 World;
		EAsyncTickRequest Kind;
		std::string Text;
		uint64 Number;
	};
	struct FAnswer
	{
		uint32 Query;
		std::vector<FAsyncTickHit> Hits;
	};
	/** Loads that have ended, in order. */
	std::vector<uint32> Loaded;

	/** What queries of worlds have hit, in order. */
	std::vector<FAnswer> Answers;
	std::function<void()> OnAnswer;

	std::vector<FRequest> Requests;
	std::function<EAsyncTickStatus(const FRequest&)> OnRequest;
	FAsyncTickSettings LastSettings = {};
};

/** An engine with the plugin loaded and a fake managed half connected, for the length of a test. Time is manual. */
class FEngineFixture
{
public:
	explicit FEngineFixture(bool bConnect = true, Shim::FOptions Options = MakeOptions());
	~FEngineFixture();

	/** A line typed into the console; what it printed there, joined by newlines. */
	std::string Exec(const std::string& Line);
	bool WasKnown() const { return bLastCommandKnown; }

	static Shim::FOptions MakeOptions();
	static IUnrealAsyncTickModule& Module();
	/** The table that the managed half would call through. */
	static const FAsyncTickNativeApi& Native() { return Module().GetNativeApi(); }

	FFakeManaged Managed;

private:
	bool bLastCommandKnown = false;
};

/** Names a folder in the settings. */
inline void SetFolder(FDirectoryPath& Setting, const std::string& Folder)
{
	Setting.Path = Shim::FromUtf8(Folder);
}

inline void SetFolder(FString& Setting, const std::string& Folder)
{
	Setting = Shim::FromUtf8(Folder);
}

/** Code units for a call across the bridge. */
struct FUnits
{
	explicit FUnits(const std::string& Utf8);
	operator FAsyncTickText() const { return {Units.data(), static_cast<int32>(Units.size()), 0}; }
	std::vector<uint16> Units;
};
