// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreTypes.h"

struct FVector
{
	double X = 0.0;
	double Y = 0.0;
	double Z = 0.0;
	FVector() = default;
	FVector(double InX, double InY, double InZ)
		: X(InX)
		, Y(InY)
		, Z(InZ)
	{
	}
};

struct FRotator
{
	double Pitch = 0.0;
	double Yaw = 0.0;
	double Roll = 0.0;
	FRotator() = default;
	FRotator(double InPitch, double InYaw, double InRoll)
		: Pitch(InPitch)
		, Yaw(InYaw)
		, Roll(InRoll)
	{
	}
};

/** What the engine also sends over the network with fewer digits. */
struct FVector_NetQuantize : public FVector
{
	using FVector::FVector;
};

struct FVector_NetQuantizeNormal : public FVector
{
	using FVector::FVector;
};

struct FQuat
{
	double X = 0.0;
	double Y = 0.0;
	double Z = 0.0;
	double W = 1.0;
	FQuat() = default;
	FQuat(double InX, double InY, double InZ, double InW)
		: X(InX)
		, Y(InY)
		, Z(InZ)
		, W(InW)
	{
	}
};

struct FTransform
{
	FTransform() = default;
	explicit FTransform(const FVector& InTranslation)
		: Translation(InTranslation)
	{
	}
	FTransform(const FRotator& InRotation, const FVector& InTranslation)
		: Rotation(InRotation)
		, Translation(InTranslation)
	{
	}
	const FVector& GetTranslation() const { return Translation; }
	const FRotator& Rotator() const { return Rotation; }

private:
	FRotator Rotation;
	FVector Translation;
};

struct FColor
{
	uint8 R = 0, G = 0, B = 0, A = 255;
	static const FColor White;
};
inline const FColor FColor::White = {255, 255, 255, 255};
