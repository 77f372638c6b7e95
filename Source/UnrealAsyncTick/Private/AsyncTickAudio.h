// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"
#include "AsyncTickBridge.h"
#include "Components/AudioComponent.h"
#include "Sound/SoundWaveProcedural.h"
#include "UObject/StrongObjectPtr.h"
#include "UObject/WeakObjectPtr.h"

class FAsyncTickWorlds;
class UWorld;

/** Streams of samples that managed code feeds. They end with their world. */
class FAsyncTickAudio
{
public:
	explicit FAsyncTickAudio(FAsyncTickWorlds& InWorlds)
		: Worlds(InWorlds)
	{
	}
	~FAsyncTickAudio();

	EAsyncTickStatus Open(uint64 World, int32 SampleRate, int32 Channels, uint64& OutAudio);
	EAsyncTickStatus Queue(uint64 Audio, const uint8* Bytes, int32 ByteCount);
	EAsyncTickStatus Reset(uint64 Audio);
	EAsyncTickStatus GetQueued(uint64 Audio, int32& OutByteCount);
	EAsyncTickStatus Close(uint64 Audio);

	void EndWorld(const UWorld* World);
	void CloseAll();

private:
	struct FAsyncTickAudioStream
	{
		uint64 Id = 0;
		int32 FrameBytes = 0;
		TWeakObjectPtr<UWorld> World;
		TStrongObjectPtr<USoundWaveProcedural> Wave;
		TStrongObjectPtr<UAudioComponent> Component;
	};

	FAsyncTickAudioStream* Find(uint64 Audio);
	static void Stop(FAsyncTickAudioStream& Stream);

	FAsyncTickWorlds& Worlds;
	TArray<FAsyncTickAudioStream> Streams;
	uint64 NextId = 1;
};
