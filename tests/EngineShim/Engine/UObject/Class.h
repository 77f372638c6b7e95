// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "UObject/Object.h"

enum EClassFlags : uint32
{
	CLASS_None = 0,
	CLASS_Abstract = 0x1,
};

class UClass : public UObject
{
public:
	UClass(const TCHAR* InName, UClass* InSuper, EClassFlags InFlags)
		: Name(InName)
		, Super(InSuper)
		, Flags(InFlags)
	{
	}
	bool IsChildOf(const UClass* Other) const;
	bool HasAnyClassFlags(EClassFlags InFlags) const { return (Flags & InFlags) != 0; }
	const FString& ShimName() const { return Name; }

private:
	FString Name;
	UClass* Super;
	EClassFlags Flags;
};
