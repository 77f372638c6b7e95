// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Math/Transform.h"
#include "UObject/Class.h"

class AActor : public UObject
{
public:
	static UClass* StaticClass();
	virtual UWorld* GetWorld() const override { return ShimWorld; }
	bool Destroy(bool bNetForce = false, bool bShouldModifyLevel = true);
#if WITH_EDITOR
	void SetActorLabel(const FString& NewLabel, bool bMarkDirty = true)
	{
		(void)bMarkDirty;
		Label = NewLabel;
	}
	const FString& GetActorLabel(bool bCreateIfNone = true) const
	{
		(void)bCreateIfNone;
		return Label;
	}
#endif

	UWorld* ShimWorld = nullptr;
	UClass* ShimClass = nullptr;
	FTransform ShimTransform;

private:
	FString Label;
};
