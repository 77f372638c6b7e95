// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreTypes.h"

// What the functions of AsyncTickBridge.h pass. The rules there hold here, too.

/** UTF-16 code units that the caller owns. Units may be null when Length is 0. */
struct FAsyncTickText
{
	const uint16* Units;
	int32 Length;
	int32 Reserved;
};

/** An actor to spawn. World 0 means: the play world, else the world being edited. */
struct FAsyncTickSpawn
{
	uint64 World;
	/** "PointLight", or the path of a class: "/Game/Lamps/BP_Lamp.BP_Lamp_C". */
	FAsyncTickText ClassName;
	/** The label in the editor's outliner; ignored in builds without an editor. May be empty. */
	FAsyncTickText Label;
	double X;
	double Y;
	double Z;
	double Pitch;
	double Yaw;
	double Roll;
};

/** A row of the task list. Its texts are the managed half's, and die with the call that hands it over. */
struct FAsyncTickTaskRow
{
	int32 Id;
	/** The task that started it; 0 for none. */
	int32 ParentId;
	/** Mirror of AsyncTick.TaskState, see EAsyncTickTaskState. */
	int32 State;
	/** Mirror of AsyncTick.CancelReason; 0 until it is asked to end. */
	int32 CancelReason;
	/** Where it waits, else where it was started; 0 when that is not known. */
	int32 Line;
	int32 Reserved;
	int64 Resumes;
	double AgeSeconds;
	double UsedSeconds;
	double WaitSeconds;
	FAsyncTickText Name;
	FAsyncTickText Scope;
	FAsyncTickText Status;
	FAsyncTickText Wait;
	FAsyncTickText File;
	FAsyncTickText Fault;
};

/** Where a list of tasks goes, a row at a time. */
struct FAsyncTickTaskSink
{
	void* Context;
	void (*Add)(void* Context, const FAsyncTickTaskRow* Row);
};

/** Something to load. */
struct FAsyncTickLoad
{
	/** The managed half's number for it, which comes back when it is loaded. */
	uint32 Id;
	/** Of what waits to be loaded, that with the higher one comes first; 0 is the engine's own. */
	int32 Priority;
	/** "/Game/Heroes/Knight.Knight". */
	FAsyncTickText Path;
	/** What is loaded with a primary asset. */
	const FAsyncTickText* Bundles;
	int32 BundleCount;
	int32 Reserved;
};

/** A place or a direction, in centimeters. */
struct FAsyncTickVector
{
	double X;
	double Y;
	double Z;
};

/** A rotation, as a unit quaternion. */
struct FAsyncTickQuat
{
	double X;
	double Y;
	double Z;
	double W;
};

/** What is asked of a world's collision. The answer is EndQuery. */
struct FAsyncTickQuery
{
	uint64 World;
	/** The managed half's number for it, which comes back with the answer. */
	uint32 Id;
	/** 0: what overlaps a shape at Start. 1: the first blocking hit from Start to End. 2: all hits up to that one. */
	int32 Kind;
	/** 0: a line. 1: a sphere. 2: a box. 3: a capsule. */
	int32 Shape;
	/** ETraceTypeQuery; used when there are neither object types nor a profile. */
	int32 Channel;
	/** A bit for each EObjectTypeQuery; 0 for none. */
	int32 ObjectTypes;
	/** Not zero: against triangles instead of the simple shapes. */
	int32 Complex;
	FAsyncTickVector Start;
	FAsyncTickVector End;
	FAsyncTickQuat Rotation;
	/** Half of a box; X is the radius of a sphere or capsule, Z half the height of a capsule, its radius included. */
	FAsyncTickVector Extent;
	/** Addresses of actors that are not to be hit. */
	const uint64* Ignored;
	int32 IgnoredCount;
	int32 Reserved;
};

/** One hit of a query. What overlaps has an actor, a component and whether it blocks, and nothing else. */
struct FAsyncTickHit
{
	/** Where the center of the shape is at the hit. */
	FAsyncTickVector Location;
	FAsyncTickVector ImpactPoint;
	FAsyncTickVector Normal;
	FAsyncTickVector ImpactNormal;
	double Distance;
	/** The part of the way, from 0 to 1. */
	double Time;
	/** Addresses of the engine's objects, which may be gone when the call is over; 0 for none. */
	uint64 Actor;
	uint64 Component;
	int32 Blocking;
	int32 StartPenetrating;
};
