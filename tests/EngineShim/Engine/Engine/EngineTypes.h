// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Containers/UnrealString.h"

namespace EWorldType
{
	enum Type
	{
		None,
		Game,
		Editor,
		PIE,
		EditorPreview,
		GamePreview,
		GameRPC,
		Inactive,
	};
}

enum class ESpawnActorCollisionHandlingMethod : uint8
{
	Undefined,
	AlwaysSpawn,
};

enum ECollisionChannel : int
{
	ECC_WorldStatic,
	ECC_WorldDynamic,
	ECC_Pawn,
	ECC_Visibility,
	ECC_Camera,
	ECC_PhysicsBody,
	ECC_Vehicle,
	ECC_Destructible,
	ECC_EngineTraceChannel1,
	ECC_EngineTraceChannel2,
	ECC_EngineTraceChannel3,
	ECC_EngineTraceChannel4,
	ECC_EngineTraceChannel5,
	ECC_EngineTraceChannel6,
	ECC_GameTraceChannel1,
	ECC_GameTraceChannel2,
	ECC_GameTraceChannel3,
	ECC_GameTraceChannel4,
	ECC_GameTraceChannel5,
	ECC_GameTraceChannel6,
	ECC_GameTraceChannel7,
	ECC_GameTraceChannel8,
	ECC_GameTraceChannel9,
	ECC_GameTraceChannel10,
	ECC_GameTraceChannel11,
	ECC_GameTraceChannel12,
	ECC_GameTraceChannel13,
	ECC_GameTraceChannel14,
	ECC_GameTraceChannel15,
	ECC_GameTraceChannel16,
	ECC_GameTraceChannel17,
	ECC_GameTraceChannel18,
	ECC_OverlapAll_Deprecated,
	ECC_MAX,
};

enum ETraceTypeQuery : int
{
	TraceTypeQuery1,
	TraceTypeQuery2,
	TraceTypeQuery32 = 31,
	TraceTypeQuery_MAX,
};

enum EObjectTypeQuery : int
{
	ObjectTypeQuery1,
	ObjectTypeQuery2,
	ObjectTypeQuery32 = 31,
	ObjectTypeQuery_MAX,
};

/** A project without channels of its own: ECC_MAX for numbers that it has not given. */
class UEngineTypes
{
public:
	static ECollisionChannel ConvertToCollisionChannel(ETraceTypeQuery TraceType)
	{
		return TraceType == TraceTypeQuery1 ? ECC_Visibility : TraceType == TraceTypeQuery2 ? ECC_Camera
																							: ECC_MAX;
	}
	static ECollisionChannel ConvertToCollisionChannel(EObjectTypeQuery ObjectType)
	{
		constexpr ECollisionChannel Objects[] = {ECC_WorldStatic, ECC_WorldDynamic, ECC_Pawn, ECC_PhysicsBody, ECC_Vehicle, ECC_Destructible};

		return ObjectType < static_cast<int>(sizeof(Objects) / sizeof(Objects[0])) ? Objects[ObjectType] : ECC_MAX;
	}
};

struct FDirectoryPath
{
	FString Path;
};
