// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickLog.h"
#include "AsyncTickRegions.h"
#include "AsyncTickRuntime.h"
#include "AsyncTickText.h"
#include "AsyncTickUnrealSharp.h"
#include "CoreGlobals.h"
#include "Engine/Engine.h"
#include "HAL/ThreadingBase.h"

// The functions behind FAsyncTickNativeApi. Those that any thread may call do not touch the runtime from another
// thread: one that managed code has started may still write a line after the module is gone.
namespace AsyncTickNative
{
	static FAsyncTickRuntime* ToRuntime(void* Context)
	{
		return Context != nullptr && IsInGameThread() ? static_cast<FAsyncTickRuntime*>(Context) : nullptr;
	}

	static void Log(void*, int32 Verbosity, const uint16* Text, int32 Length)
	{
		WriteAsyncTickLog(Verbosity, AsyncTickToLine(Text, Length));
	}

	static int32 IsLogEnabled(void*, int32 Verbosity)
	{
		return IsAsyncTickLogEnabled(Verbosity) ? 1 : 0;
	}

	static void WriteConsole(void* Context, int32 Verbosity, const uint16* Text, int32 Length)
	{
		const FString Line = AsyncTickToLine(Text, Length);
		if (FAsyncTickRuntime* Runtime = ToRuntime(Context))
		{
			Runtime->GetConsole().Write(Verbosity, Line);
		}
		else
		{
			WriteAsyncTickLog(Verbosity, Line);
		}
	}

	static EAsyncTickStatus SampleClocks(void* Context, FAsyncTickFrame* OutFrame)
	{
		FAsyncTickRuntime* Runtime = ToRuntime(Context);
		if (Runtime == nullptr)
		{
			return EAsyncTickStatus::WrongThread;
		}
		*OutFrame = Runtime->GetPump().Sample(0.0f);
		return EAsyncTickStatus::Ok;
	}

	static EAsyncTickStatus SetCurrentWorld(void* Context, uint64 World)
	{
		FAsyncTickRuntime* Runtime = ToRuntime(Context);
		if (Runtime == nullptr)
		{
			return EAsyncTickStatus::WrongThread;
		}
		// Late code of a world that is gone must not act in the one that was current before.
		UWorld* Found = World != 0 ? Runtime->GetWorlds().FindUntilGone(World) : nullptr;
		SetAsyncTickUnrealSharpWorld(Found);
		return World == 0 || Found != nullptr ? EAsyncTickStatus::Ok : EAsyncTickStatus::NoWorld;
	}

	static EAsyncTickStatus SpawnActor(void* Context, const FAsyncTickSpawn* Spawn, uint64* OutActor)
	{
		FAsyncTickRuntime* Runtime = ToRuntime(Context);
		return Runtime != nullptr ? Runtime->GetActors().Spawn(*Spawn, *OutActor) : EAsyncTickStatus::WrongThread;
	}

	static EAsyncTickStatus DestroyActor(void* Context, uint64 Actor)
	{
		FAsyncTickRuntime* Runtime = ToRuntime(Context);
		return Runtime != nullptr ? Runtime->GetActors().Destroy(Actor) : EAsyncTickStatus::WrongThread;
	}

	static EAsyncTickStatus FindActor(void* Context, uint64 Actor)
	{
		FAsyncTickRuntime* Runtime = ToRuntime(Context);
		if (Runtime == nullptr)
		{
			return EAsyncTickStatus::WrongThread;
		}
		return Runtime->GetActors().Find(Actor) != nullptr ? EAsyncTickStatus::Ok : EAsyncTickStatus::UnknownHandle;
	}

	static EAsyncTickStatus OpenAudio(void* Context, uint64 World, int32 SampleRate, int32 Channels, uint64* OutAudio)
	{
		FAsyncTickRuntime* Runtime = ToRuntime(Context);
		return Runtime != nullptr ? Runtime->GetAudio().Open(World, SampleRate, Channels, *OutAudio) : EAsyncTickStatus::WrongThread;
	}

	static EAsyncTickStatus QueueAudio(void* Context, uint64 Audio, const uint8* Bytes, int32 ByteCount)
	{
		// The engine's queue takes one producer only: the game thread.
		FAsyncTickRuntime* Runtime = ToRuntime(Context);
		return Runtime != nullptr ? Runtime->GetAudio().Queue(Audio, Bytes, ByteCount) : EAsyncTickStatus::WrongThread;
	}

	static EAsyncTickStatus ResetAudio(void* Context, uint64 Audio)
	{
		FAsyncTickRuntime* Runtime = ToRuntime(Context);
		return Runtime != nullptr ? Runtime->GetAudio().Reset(Audio) : EAsyncTickStatus::WrongThread;
	}

	static EAsyncTickStatus GetQueuedAudio(void* Context, uint64 Audio, int32* OutByteCount)
	{
		FAsyncTickRuntime* Runtime = ToRuntime(Context);
		return Runtime != nullptr ? Runtime->GetAudio().GetQueued(Audio, *OutByteCount) : EAsyncTickStatus::WrongThread;
	}

	static EAsyncTickStatus CloseAudio(void* Context, uint64 Audio)
	{
		FAsyncTickRuntime* Runtime = ToRuntime(Context);
		return Runtime != nullptr ? Runtime->GetAudio().Close(Audio) : EAsyncTickStatus::WrongThread;
	}

	static EAsyncTickStatus ShowMessage(void* Context, double Seconds, const uint16* Text, int32 Length)
	{
		if (ToRuntime(Context) == nullptr)
		{
			return EAsyncTickStatus::WrongThread;
		}
		if (GEngine == nullptr)
		{
			return EAsyncTickStatus::NoWorld;
		}
		constexpr int32 AlwaysAdd = INDEX_NONE;
		GEngine->AddOnScreenDebugMessage(AlwaysAdd, static_cast<float>(Seconds), FColor::White, AsyncTickToLine(Text, Length));
		return EAsyncTickStatus::Ok;
	}

	static EAsyncTickStatus TellTask(void* Context, int32 Event, const FAsyncTickTaskRow* Row)
	{
		FAsyncTickRuntime* Runtime = ToRuntime(Context);
		return Runtime != nullptr ? Runtime->GetTasks().Tell(Event, *Row) : EAsyncTickStatus::WrongThread;
	}

	static EAsyncTickStatus EndRequest(void* Context, uint64 Request, int32 State, int32 ExitCode, const uint16* Text, int32 Length)
	{
		FAsyncTickRuntime* Runtime = ToRuntime(Context);
		if (Runtime == nullptr)
		{
			return EAsyncTickStatus::WrongThread;
		}
		FAsyncTickAnswer Answer;
		Answer.State = static_cast<EAsyncTickTaskState>(State);
		Answer.ExitCode = ExitCode;
		Answer.Text = AsyncTickToString(Text, Length);
		return Runtime->GetTasks().End(Request, Answer);
	}

	static EAsyncTickStatus StartQuery(void* Context, const FAsyncTickQuery* Query, const uint16* Profile, int32 Length)
	{
		FAsyncTickRuntime* Runtime = ToRuntime(Context);
		return Runtime != nullptr ? Runtime->GetQueries().Start(*Query, Profile, Length) : EAsyncTickStatus::WrongThread;
	}

	static EAsyncTickStatus CancelQuery(void* Context, uint32 Query)
	{
		FAsyncTickRuntime* Runtime = ToRuntime(Context);
		return Runtime != nullptr ? Runtime->GetQueries().Cancel(Query) : EAsyncTickStatus::WrongThread;
	}

	static EAsyncTickStatus BeginRegion(void* Context, const uint16* Name, int32 Length, uint64* OutRegion)
	{
		if (ToRuntime(Context) == nullptr)
		{
			return EAsyncTickStatus::WrongThread;
		}
		*OutRegion = BeginAsyncTickRegion(Name, Length);
		return EAsyncTickStatus::Ok;
	}

	static EAsyncTickStatus EndRegion(void* Context, uint64 Region)
	{
		if (ToRuntime(Context) == nullptr)
		{
			return EAsyncTickStatus::WrongThread;
		}
		EndAsyncTickRegion(Region);
		return EAsyncTickStatus::Ok;
	}

	static EAsyncTickStatus StartLoad(void* Context, const FAsyncTickLoad* Load)
	{
		FAsyncTickRuntime* Runtime = ToRuntime(Context);
		return Runtime != nullptr ? Runtime->GetLoads().Start(*Load) : EAsyncTickStatus::WrongThread;
	}

	static EAsyncTickStatus GetLoadProgress(void* Context, uint32 Load, double* OutProgress)
	{
		FAsyncTickRuntime* Runtime = ToRuntime(Context);
		return Runtime != nullptr ? Runtime->GetLoads().GetProgress(Load, *OutProgress) : EAsyncTickStatus::WrongThread;
	}

	static EAsyncTickStatus ReleaseLoad(void* Context, uint32 Load)
	{
		FAsyncTickRuntime* Runtime = ToRuntime(Context);
		return Runtime != nullptr ? Runtime->GetLoads().Release(Load) : EAsyncTickStatus::WrongThread;
	}

	static EAsyncTickStatus TellProgress(void* Context, uint64 Request, const uint16* Text, int32 Length)
	{
		FAsyncTickRuntime* Runtime = ToRuntime(Context);
		return Runtime != nullptr ? Runtime->GetTasks().TellProgress(Request, AsyncTickToString(Text, Length)) : EAsyncTickStatus::WrongThread;
	}
}

FAsyncTickNativeApi MakeAsyncTickNativeApi(FAsyncTickRuntime& Runtime)
{
	FAsyncTickNativeApi Api = {};
	Api.Version = AsyncTickBridgeVersion;
	Api.Size = sizeof(Api);
	Api.Context = &Runtime;
	Api.Log = &AsyncTickNative::Log;
	Api.IsLogEnabled = &AsyncTickNative::IsLogEnabled;
	Api.WriteConsole = &AsyncTickNative::WriteConsole;
	Api.SampleClocks = &AsyncTickNative::SampleClocks;
	Api.SetCurrentWorld = &AsyncTickNative::SetCurrentWorld;
	Api.SpawnActor = &AsyncTickNative::SpawnActor;
	Api.DestroyActor = &AsyncTickNative::DestroyActor;
	Api.FindActor = &AsyncTickNative::FindActor;
	Api.OpenAudio = &AsyncTickNative::OpenAudio;
	Api.QueueAudio = &AsyncTickNative::QueueAudio;
	Api.ResetAudio = &AsyncTickNative::ResetAudio;
	Api.GetQueuedAudio = &AsyncTickNative::GetQueuedAudio;
	Api.CloseAudio = &AsyncTickNative::CloseAudio;
	Api.ShowMessage = &AsyncTickNative::ShowMessage;
	Api.TellTask = &AsyncTickNative::TellTask;
	Api.EndRequest = &AsyncTickNative::EndRequest;
	Api.StartQuery = &AsyncTickNative::StartQuery;
	Api.CancelQuery = &AsyncTickNative::CancelQuery;
	Api.BeginRegion = &AsyncTickNative::BeginRegion;
	Api.EndRegion = &AsyncTickNative::EndRegion;
	Api.StartLoad = &AsyncTickNative::StartLoad;
	Api.GetLoadProgress = &AsyncTickNative::GetLoadProgress;
	Api.ReleaseLoad = &AsyncTickNative::ReleaseLoad;
	Api.TellProgress = &AsyncTickNative::TellProgress;
	return Api;
}
