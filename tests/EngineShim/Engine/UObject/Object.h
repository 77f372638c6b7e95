// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Containers/UnrealString.h"
#include "UObject/NameTypes.h"
#include "UObject/ObjectMacros.h"

enum EObjectFlags : uint32
{
	RF_NoFlags = 0,
	RF_Transactional = 0x8,
	RF_Transient = 0x40,
};

class UClass;
class UWorld;

/** Objects live until the shim's garbage collector takes them; weak pointers then read null. */
class UObject
{
public:
	UObject();
	virtual ~UObject();
	UObject(const UObject&) = delete;
	UObject& operator=(const UObject&) = delete;

	virtual UWorld* GetWorld() const { return nullptr; }
	bool Modify(bool bAlwaysMarkDirty = true);

	/** Whether the collector frees it; the shim's worlds and actors have owners. */
	virtual bool ShimIsCollected() const { return false; }
	uint64 ShimSerial() const { return Serial; }
	int32 ShimStrongCount = 0;
	EObjectFlags ShimFlags = RF_NoFlags;

	/** Null when the object with this serial is gone. */
	static UObject* ShimFind(uint64 Serial);

private:
	uint64 Serial;
};

bool UObjectInitialized();
