// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"
#include "AsyncTickBridge.h"
#include "AsyncTickTaskTypes.h"
#include "Modules/ModuleInterface.h"
#include "Templates/Function.h"

class AActor;
class UClass;
class UWorld;

/** What only the editor module can do. It hands one to the runtime module and takes it back before it goes. */
class IAsyncTickEditor
{
public:
	virtual ~IAsyncTickEditor() = default;

	/** The world that is open for editing, or null. */
	virtual UWorld* GetEditedWorld() const = 0;

	/** Spawns into an edited world so that the user can undo it. Null when the engine would not. */
	virtual AActor* SpawnActor(UWorld& World, UClass& ActorClass, const FTransform& Transform, const FString& Label) = 0;

	/** Removes an actor from an edited world so that the user can undo it. */
	virtual void DestroyActor(UWorld& World, AActor& Actor) = 0;
};

/** How often each path was taken since the module started. Game thread. */
struct FAsyncTickCounters
{
	uint64 Ticks = 0;
	/** Ticks that called managed code. The others were idle. */
	uint64 ManagedTicks = 0;
	/** Phases of the frame, and looks at its begin and end, that called managed code. */
	uint64 PhaseTicks = 0;
	/** Ticks that arrived inside a managed tick, and were refused. */
	uint64 NestedTicks = 0;
	uint64 Commands = 0;
	/** Not a count of the past: queries of worlds that the engine has not been given yet. */
	uint64 WaitingQueries = 0;
};

/** The runtime module. All of it is for the game thread. */
class IUnrealAsyncTickModule : public IModuleInterface
{
public:
	/** What a managed half that is hosted elsewhere needs in order to start. */
	virtual const FAsyncTickNativeApi& GetNativeApi() const = 0;
	virtual const FAsyncTickStartInfo& GetStartInfo() const = 0;

	/** Takes a managed half into use. Anything that does not fit is refused with a line in the log. */
	virtual EAsyncTickStatus Connect(const FAsyncTickManagedApi& Managed) = 0;

	/** Lets go of the managed half with this context, without stopping it. Does nothing for any other. */
	virtual void Disconnect(const void* Context) = 0;
	virtual bool IsConnected() const = 0;

	/** The number of a world, never used twice. 0 for null and for a world that has ended. */
	virtual uint64 GetWorldId(UWorld* World) = 0;

	/** Reads the clocks of one world, each with that world's own zero. NoWorld when it has ended. */
	virtual EAsyncTickStatus SampleWorld(uint64 World, FAsyncTickFrame& OutFrame) = 0;

	/** Null takes the editor away. */
	virtual void SetEditor(IAsyncTickEditor* Editor) = 0;
	virtual void BeginPlaySession() = 0;

	/** May come more than once for a session; the first call ends it. */
	virtual void EndPlaySession() = 0;

	/** The map that the editor opens first is there. Start-up scripts wait for it; a game needs no call. */
	virtual void MarkEditorReady() = 0;

	virtual const FAsyncTickCounters& GetCounters() const = 0;

	/** Runs a console command, also where the console has none: "AsyncTick.Cancel 12". What it says goes to the log. */
	virtual EAsyncTickStatus Execute(UWorld* World, const FString& Line) = 0;

	/** Gives each task that has not ended to the sink, in order of start; a row's texts die with its call. Failed without a managed half. */
	virtual EAsyncTickStatus ListTasks(TFunctionRef<void(const FAsyncTickTaskRow&)> Sink) = 0;

	/** Null takes the listener away. */
	virtual void SetTaskListener(IAsyncTickTaskListener* Listener) = 0;

	/**
	 * Runs a script or awaits a task. OnEnded is called once, at the end of a frame, also when it fails at once or C# goes away; OnProgress before that, at most
	 * once a frame, with what the task or one of the script's last said of itself. Returns the request's number.
	 */
	virtual uint64 StartRequest(UWorld* World, EAsyncTickRequest Kind, const FString& Text, FAsyncTickOnAnswer OnEnded, FAsyncTickOnProgress OnProgress = FAsyncTickOnProgress()) = 0;
	/** Cancels the script; a task that is awaited goes on. OnEnded follows. */
	virtual void CancelRequest(uint64 Request) = 0;
};
