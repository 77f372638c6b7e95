// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "AsyncTickBridgeStructs.h"
#include "CoreTypes.h"

/**
 * The one place where the native and the managed half meet: a table of functions in each direction and the plain
 * structs they pass (AsyncTickBridgeStructs.h). The C# mirror is Script/AsyncTick.Engine/Bridge; a test compares both field by
 * field.
 *
 * Rules for every function here:
 *  - Default C calling convention. Nothing ever unwinds across: the native side is built without exceptions, the
 *    managed side catches everything at its entry points.
 *  - Text is UTF-16 code units with a length, never a terminator. It belongs to the caller and dies with the call.
 *  - The first argument is the Context of the table that the function was read from.
 *  - Game thread only, unless a function says otherwise. A native function called elsewhere returns WrongThread.
 *  - A field is only ever appended. Any other change needs a new AsyncTickBridgeVersion.
 */
inline constexpr uint32 AsyncTickBridgeVersion = 3;

/** What a call across the bridge came to. Zero is success. */
enum class EAsyncTickStatus : int32
{
	Ok = 0,
	/** The other half failed and has logged why. */
	Failed = 1,
	/** The loop is already running a frame further up this stack. */
	Refused = 2,
	WrongThread = 3,
	/** There is no world to act in, or the one that was named is gone. */
	NoWorld = 4,
	UnknownClass = 5,
	/** The class exists, and is not an actor class that can be spawned. */
	NotSpawnable = 6,
	/** The engine would not spawn the actor (collision, a world being torn down). */
	SpawnRefused = 7,
	/** The actor or audio handle was never given out, or its object is gone. */
	UnknownHandle = 8,
	InvalidArgument = 9,
	/** No audio device: a server, -nosound, or a world without sound. */
	NoAudio = 10,
	UnknownCommand = 11,
	/** Version or Size of a table does not match. */
	Mismatch = 12,
};

/** Mirror of AsyncTick.Clock, without its first value, which names no clock: the places in the arrays below. */
namespace AsyncTickClock
{
	enum Type : int32
	{
		Real,
		Game,
		Unpaused,
		Audio,
		Num,
	};
}

/** Mirror of AsyncTick.Phase: points of the engine's frame that a task can wait for, in their order. */
namespace AsyncTickPhase
{
	enum Type : int32
	{
		BeginFrame,
		PrePhysics,
		PostPhysics,
		PostUpdateWork,
		EndOfFrame,
		Num,
	};
}

/** Mirror of AsyncTick.DoorbellBlock: what the loop has to do next, readable without a managed call. */
struct FAsyncTickDoorbell
{
	uint32 Version;
	/** Not zero: something is ready. Any thread may raise it. */
	int32 Ready;
	/** When the next wait of each clock ends, in seconds of that clock; +infinity when none is waiting. */
	double NextDue[AsyncTickClock::Num];
	/** Not zero: another thread has posted since posts were last taken in. Any thread may raise it. */
	int32 Posted;
	/** The phases that a task waits for: bit 0 is the first of AsyncTickPhase. */
	int32 Phases;
};

inline constexpr uint32 AsyncTickDoorbellVersion = 2;

/**
 * All clocks, sampled together, in seconds. Game, Unpaused and Audio follow the play world and never jump when the
 * world changes; without a play world they follow Real.
 */
struct FAsyncTickFrame
{
	double Clocks[AsyncTickClock::Num];
	double DeltaSeconds;
	double TimeDilation;
	uint64 EngineFrame;
	/** The play world, else the editor's, else 0. */
	uint64 World;
	/** Not zero while the play world is paused. */
	int32 Paused;
	/** Not zero while there is a play world. */
	int32 Playing;
};

/** What one pumped frame did, for stats. Filled by the managed side. */
struct FAsyncTickReport
{
	int32 Resumed;
	int32 LiveTasks;
	int32 Faults;
	/** Not zero when the frame's budget was spent before the ready queue was empty. */
	int32 BudgetSpent;
};

/** The settings that the managed side needs; sent at start and again when they are edited. */
struct FAsyncTickSettings
{
	double BudgetSeconds;
	double GraceSeconds;
	double ShutdownSeconds;
	int32 ShutdownFrames;
	int32 Editor;
	/** 1: the command socket is opened at start; 0: not unless something else asks for it; -1: never. */
	int32 CommandSocket;
	int32 Reserved;
};

/** What the managed side is told when it starts. Everything in it dies when the start call returns. */
struct FAsyncTickStartInfo
{
	uint32 Version;
	uint32 Size;
	FAsyncTickSettings Settings;
	FAsyncTickText PluginDirectory;
	FAsyncTickText ProjectDirectory;
	FAsyncTickText SavedDirectory;
	const FAsyncTickText* ScriptDirectories;
	int32 ScriptDirectoryCount;
	/** The phases that the engine has, as in FAsyncTickDoorbell; tick groups are there while a world is played. */
	int32 Phases;
};

/** What the native half offers to the managed half. */
struct FAsyncTickNativeApi
{
	uint32 Version;
	uint32 Size;
	void* Context;

	/** Any thread. Verbosity is ELogVerbosity's number; Fatal and unknown numbers are written as errors. */
	void (*Log)(void* Context, int32 Verbosity, const uint16* Text, int32 Length);
	/** Any thread. Not zero when a line of this verbosity would be written. */
	int32 (*IsLogEnabled)(void* Context, int32 Verbosity);
	/** Any thread. What a command has to say: to the console whose command is running, outside one to the log. */
	void (*WriteConsole)(void* Context, int32 Verbosity, const uint16* Text, int32 Length);
	/** Samples the clocks now, for code that starts a wait outside a frame. */
	EAsyncTickStatus (*SampleClocks)(void* Context, FAsyncTickFrame* OutFrame);
	/** Makes a world current for engine calls that look for one, also while it is torn down; 0, and a world that is gone, leave none. */
	EAsyncTickStatus (*SetCurrentWorld)(void* Context, uint64 World);

	EAsyncTickStatus (*SpawnActor)(void* Context, const FAsyncTickSpawn* Spawn, uint64* OutActor);
	EAsyncTickStatus (*DestroyActor)(void* Context, uint64 Actor);
	/** Ok while the actor is alive, else UnknownHandle. */
	EAsyncTickStatus (*FindActor)(void* Context, uint64 Actor);

	/** Starts a stream of interleaved 16-bit samples that plays silence until it is fed. */
	EAsyncTickStatus (*OpenAudio)(void* Context, uint64 World, int32 SampleRate, int32 Channels, uint64* OutAudio);
	/** ByteCount must be a multiple of a sample frame (2 * channels). The bytes are copied. */
	EAsyncTickStatus (*QueueAudio)(void* Context, uint64 Audio, const uint8* Bytes, int32 ByteCount);
	EAsyncTickStatus (*ResetAudio)(void* Context, uint64 Audio);
	EAsyncTickStatus (*GetQueuedAudio)(void* Context, uint64 Audio, int32* OutByteCount);
	EAsyncTickStatus (*CloseAudio)(void* Context, uint64 Audio);

	/** A line on the screen of the running game. */
	EAsyncTickStatus (*ShowMessage)(void* Context, double Seconds, const uint16* Text, int32 Length);

	/** A task has started (0), ended (1), or failed without being awaited (2); comes only while SetTaskEvents asks for it. */
	EAsyncTickStatus (*TellTask)(void* Context, int32 Event, const FAsyncTickTaskRow* Row);
	/** The one answer to StartRequest: how it ended, as a state of tasks, with the result, output or reason in words. */
	EAsyncTickStatus (*EndRequest)(void* Context, uint64 Request, int32 State, int32 ExitCode, const uint16* Text, int32 Length);

	/** Asks a world that is played; by a collision profile when its name is not empty. EndQuery follows, in the world's next tick at the earliest. */
	EAsyncTickStatus (*StartQuery)(void* Context, const FAsyncTickQuery* Query, const uint16* Profile, int32 Length);
	/** A query that the engine has not begun is dropped; of one that it has the answer still comes. */
	EAsyncTickStatus (*CancelQuery)(void* Context, uint32 Query);

	/** Begins a region of the trace that Unreal Insights reads; 0 in OutRegion while none is written. It ends with EndRegion only. */
	EAsyncTickStatus (*BeginRegion)(void* Context, const uint16* Name, int32 Length, uint64* OutRegion);
	/** Ends a region; 0 is none. */
	EAsyncTickStatus (*EndRegion)(void* Context, uint64 Region);

	/** EndLoad follows, perhaps before this returns. UnknownHandle: bundles of what is not a primary asset. */
	EAsyncTickStatus (*StartLoad)(void* Context, const FAsyncTickLoad* Load);
	EAsyncTickStatus (*GetLoadProgress)(void* Context, uint32 Load, double* OutProgress);
	/** Stops it, or lets go of what was loaded, which the engine keeps until then. */
	EAsyncTickStatus (*ReleaseLoad)(void* Context, uint32 Load);

	/** What a task that a request waits for says of its progress. */
	EAsyncTickStatus (*TellProgress)(void* Context, uint64 Request, const uint16* Text, int32 Length);
};

/** What the managed half offers to the native half. */
struct FAsyncTickManagedApi
{
	uint32 Version;
	uint32 Size;
	void* Context;
	const FAsyncTickDoorbell* Doorbell;

	/** One frame of the loop. */
	EAsyncTickStatus (*Tick)(void* Context, const FAsyncTickFrame* Frame, FAsyncTickReport* OutReport);
	/** A console command, put together from the pieces that the console made of it: "AsyncTick.Run \"My Script.cs\" 1". */
	EAsyncTickStatus (*Execute)(void* Context, uint64 World, const uint16* Line, int32 Length);
	/** A world is being torn down; its actors are still there. Tasks of that world are canceled before this returns. */
	EAsyncTickStatus (*EndWorld)(void* Context, uint64 World);
	EAsyncTickStatus (*BeginSession)(void* Context);
	/** Play-in-editor is ending and its world is still there: tasks of the session are canceled and drained. */
	EAsyncTickStatus (*EndSession)(void* Context);
	EAsyncTickStatus (*Configure)(void* Context, const FAsyncTickSettings* Settings);
	/** The engine is about to exit: cancel everything, drain within the configured bounds, report what is left. */
	EAsyncTickStatus (*PreExit)(void* Context);
	/** Frees the managed half. Context and Doorbell are invalid afterwards. */
	EAsyncTickStatus (*Stop)(void* Context);
	/** A phase that a task waits for; at the frame's begin and end also when another thread has posted. */
	EAsyncTickStatus (*TickPhase)(void* Context, int32 Phase, const FAsyncTickFrame* Frame);

	/** Adds each task that has not ended to the sink, in order of start, before this returns. */
	EAsyncTickStatus (*ListTasks)(void* Context, const FAsyncTickTaskSink* Sink);
	/** Whether TellTask is called from now on; while it is not, tasks start and end at no extra cost. */
	EAsyncTickStatus (*SetTaskEvents)(void* Context, int32 Enabled);
	/**
	 * Runs a script (Kind 0: its name and arguments) or awaits a task (Kind 1: its id or name). Request is the native half's number for it, used once.
	 * When this returns Ok, EndRequest follows, perhaps before that.
	 */
	EAsyncTickStatus (*StartRequest)(void* Context, uint64 World, int32 Kind, const uint16* Text, int32 Length, uint64 Request);
	/** Cancels a request's script with all that it has started; a task that was awaited goes on. EndRequest follows. */
	EAsyncTickStatus (*CancelRequest)(void* Context, uint64 Request);
	/** The answer to StartQuery; comes while the world ticks, and not at all when that has ended. */
	EAsyncTickStatus (*EndQuery)(void* Context, uint32 Query, const FAsyncTickHit* Hits, int32 Count);
	/** What StartLoad was asked for is loaded, or is not there. */
	EAsyncTickStatus (*EndLoad)(void* Context, uint32 Load);
};

/**
 * The managed entry point that the module's own .NET host calls. Managed holds Version and Size on entry and the whole
 * table on return. When the status is not Ok, Error holds ErrorLength code units that say why.
 */
using FAsyncTickStart = EAsyncTickStatus (*)(const FAsyncTickNativeApi* Native, const FAsyncTickStartInfo* Info, FAsyncTickManagedApi* Managed, uint16* Error, int32 ErrorCapacity, int32* ErrorLength);
