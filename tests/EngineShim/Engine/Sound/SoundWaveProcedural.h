// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "UObject/Object.h"

#include <vector>

enum ESoundGroup : int
{
	SOUNDGROUP_Default,
	SOUNDGROUP_Effects,
	SOUNDGROUP_Voice,
};

enum class EVirtualizationMode : uint8
{
	Disabled,
	PlayWhenSilent,
	Restart,
};

class USoundBase : public UObject
{
public:
	virtual bool ShimIsCollected() const override { return true; }
	EVirtualizationMode VirtualizationMode = EVirtualizationMode::Disabled;
	float Duration = 0.0f;
};

class USoundWave : public USoundBase
{
public:
	void SetSampleRate(uint32 Rate, const bool bFromDecoders = false)
	{
		(void)bFromDecoders;
		SampleRate = Rate;
	}
	uint32 ShimSampleRate() const { return SampleRate; }
	int32 NumChannels = 0;
	ESoundGroup SoundGroup = SOUNDGROUP_Default;
	bool bLooping = false;

protected:
	/** Set through SetSampleRate only. */
	uint32 SampleRate = 0;
};

class USoundWaveProcedural : public USoundWave
{
public:
	void QueueAudio(const uint8* AudioData, const int32 BufferSize);
	void ResetAudio() { ShimQueue.clear(); }
	int32 GetAvailableAudioByteCount() const { return static_cast<int32>(ShimQueue.size()); }
	std::vector<uint8> ShimQueue;
};
