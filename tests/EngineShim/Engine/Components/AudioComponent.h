// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Sound/SoundWaveProcedural.h"

class UAudioComponent : public UObject
{
public:
	virtual bool ShimIsCollected() const override { return true; }
	virtual void Play(float StartTime = 0.0f)
	{
		(void)StartTime;
		bShimPlaying = true;
	}
	virtual void Stop() { bShimPlaying = false; }
	virtual bool IsPlaying() const { return bShimPlaying; }
	USoundBase* ShimSound = nullptr;
	bool bShimPlaying = false;
};
