// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickAudio.h"

#include "AsyncTickWorlds.h"
#include "AudioDefines.h"
#include "Engine/World.h"
#include "Kismet/GameplayStatics.h"
#include "UObject/Package.h"
#include "UObject/UObjectGlobals.h"

FAsyncTickAudio::~FAsyncTickAudio()
{
	CloseAll();
}

EAsyncTickStatus FAsyncTickAudio::Open(uint64 World, int32 SampleRate, int32 Channels, uint64& OutAudio)
{
	constexpr int32 LowestRate = 8000;
	constexpr int32 HighestRate = 192000;
	constexpr int32 MostChannels = 8;

	OutAudio = 0;
	if (SampleRate < LowestRate || SampleRate > HighestRate || Channels < 1 || Channels > MostChannels)
	{
		return EAsyncTickStatus::InvalidArgument;
	}
	UWorld* Place = World != 0 ? Worlds.Find(World) : Worlds.FindDefaultWorld();
	if (Place == nullptr)
	{
		return EAsyncTickStatus::NoWorld;
	}

	USoundWaveProcedural* Wave = NewObject<USoundWaveProcedural>(GetTransientPackage());
	Wave->SetSampleRate(static_cast<uint32>(SampleRate));
	Wave->NumChannels = Channels;
	Wave->Duration = INDEFINITELY_LOOPING_DURATION;
	Wave->SoundGroup = SOUNDGROUP_Default;
	Wave->bLooping = false;
	// A stream that is fed late is silent for a moment; it must not be stopped for that.
	Wave->VirtualizationMode = EVirtualizationMode::PlayWhenSilent;
	const TStrongObjectPtr<USoundWaveProcedural> Keep(Wave);

	UAudioComponent* Component = UGameplayStatics::CreateSound2D(Place, Wave, 1.0f, 1.0f, 0.0f, nullptr, false, false);
	if (Component == nullptr)
	{
		return EAsyncTickStatus::NoAudio;
	}

	FAsyncTickAudioStream& Added = Streams.AddDefaulted_GetRef();
	Added.Id = NextId++;
	Added.FrameBytes = static_cast<int32>(sizeof(int16)) * Channels;
	Added.World = Place;
	Added.Wave = Keep;
	Added.Component = TStrongObjectPtr<UAudioComponent>(Component);
	OutAudio = Added.Id;
	Component->Play();
	return EAsyncTickStatus::Ok;
}

EAsyncTickStatus FAsyncTickAudio::Queue(uint64 Audio, const uint8* Bytes, int32 ByteCount)
{
	const FAsyncTickAudioStream* Stream = Find(Audio);
	if (Stream == nullptr)
	{
		return EAsyncTickStatus::UnknownHandle;
	}
	if (ByteCount < 0 || ByteCount % Stream->FrameBytes != 0 || (Bytes == nullptr && ByteCount != 0))
	{
		return EAsyncTickStatus::InvalidArgument;
	}
	if (ByteCount > 0)
	{
		Stream->Wave->QueueAudio(Bytes, ByteCount);
	}
	return EAsyncTickStatus::Ok;
}

EAsyncTickStatus FAsyncTickAudio::Reset(uint64 Audio)
{
	const FAsyncTickAudioStream* Stream = Find(Audio);
	if (Stream == nullptr)
	{
		return EAsyncTickStatus::UnknownHandle;
	}
	Stream->Wave->ResetAudio();
	return EAsyncTickStatus::Ok;
}

EAsyncTickStatus FAsyncTickAudio::GetQueued(uint64 Audio, int32& OutByteCount)
{
	const FAsyncTickAudioStream* Stream = Find(Audio);
	OutByteCount = Stream != nullptr ? Stream->Wave->GetAvailableAudioByteCount() : 0;
	return Stream != nullptr ? EAsyncTickStatus::Ok : EAsyncTickStatus::UnknownHandle;
}

EAsyncTickStatus FAsyncTickAudio::Close(uint64 Audio)
{
	FAsyncTickAudioStream* Stream = Find(Audio);
	if (Stream == nullptr)
	{
		return EAsyncTickStatus::UnknownHandle;
	}
	Stop(*Stream);
	Streams.RemoveAll([Audio](const FAsyncTickAudioStream& Entry)
		{ return Entry.Id == Audio; });
	return EAsyncTickStatus::Ok;
}

void FAsyncTickAudio::EndWorld(const UWorld* World)
{
	Streams.RemoveAll([World](FAsyncTickAudioStream& Entry)
		{
		if (Entry.World.Get() != World)
		{
			return false;
		}
		Stop(Entry);
		return true; });
}

void FAsyncTickAudio::CloseAll()
{
	for (FAsyncTickAudioStream& Stream : Streams)
	{
		Stop(Stream);
	}
	Streams.Empty();
}

FAsyncTickAudio::FAsyncTickAudioStream* FAsyncTickAudio::Find(uint64 Audio)
{
	return Streams.FindByPredicate([Audio](const FAsyncTickAudioStream& Entry)
		{ return Entry.Id == Audio; });
}

void FAsyncTickAudio::Stop(FAsyncTickAudioStream& Stream)
{
	if (Stream.Component.IsValid())
	{
		Stream.Component->Stop();
	}
	if (Stream.Wave.IsValid())
	{
		Stream.Wave->ResetAudio();
	}
}
