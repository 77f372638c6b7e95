// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "FakeManaged.h"

#include "../../../Source/UnrealAsyncTick/Private/UnrealAsyncTickSettings.h"
#include "Modules/ModuleManager.h"
#include "Testing.h"
#include "UObject/UObjectGlobals.h"

namespace
{
	std::string ToString(const uint16* Units, int32 Length)
	{
		FString Text;
		for (int32 Index = 0; Index < Length; ++Index)
		{
			Text.AppendChar(static_cast<TCHAR>(Units[Index]));
		}
		return Shim::ToUtf8(Text);
	}

	EAsyncTickStatus Note(void* Context, const std::string& Event)
	{
		static_cast<FFakeManaged*>(Context)->Events.push_back(Event);
		return EAsyncTickStatus::Ok;
	}
}

FFakeManaged::FFakeManaged()
{
	constexpr double Never = std::numeric_limits<double>::infinity();

	Doorbell = {AsyncTickDoorbellVersion, 0, {Never, Never, Never, Never}, 0, 0};
	Api.Version = AsyncTickBridgeVersion;
	Api.Size = sizeof(Api);
	Api.Context = this;
	Api.Doorbell = &Doorbell;
	Api.Tick = [](void* Context, const FAsyncTickFrame* Frame, FAsyncTickReport* Report)
	{
		FFakeManaged& Self = *static_cast<FFakeManaged*>(Context);
		Self.Frames.push_back(*Frame);
		Report->LiveTasks = 1;
		Report->Resumed = 2;
		if (Self.OnTick)
		{
			Self.OnTick();
		}
		return EAsyncTickStatus::Ok;
	};
	Api.Execute = [](void* Context, uint64 World, const uint16* Line, int32 Length)
	{
		FFakeManaged& Self = *static_cast<FFakeManaged*>(Context);
		Self.Commands.push_back({World, ToString(Line, Length)});
		return Self.OnCommand ? Self.OnCommand(Self.Commands.back()) : EAsyncTickStatus::Ok;
	};
	Api.EndWorld = [](void* Context, uint64 World)
	{ return Note(Context, "EndWorld " + std::to_string(World)); };
	Api.BeginSession = [](void* Context)
	{ return Note(Context, "BeginSession"); };
	Api.EndSession = [](void* Context)
	{ return Note(Context, "EndSession"); };
	Api.Configure = [](void* Context, const FAsyncTickSettings* Settings)
	{
		static_cast<FFakeManaged*>(Context)->LastSettings = *Settings;
		return Note(Context, "Configure");
	};
	Api.PreExit = [](void* Context)
	{ return Note(Context, "PreExit"); };
	Api.Stop = [](void* Context)
	{
		Note(Context, "Stop");
		return static_cast<FFakeManaged*>(Context)->StopStatus;
	};
	Api.TickPhase = [](void* Context, int32 Phase, const FAsyncTickFrame*)
	{
		FFakeManaged& Self = *static_cast<FFakeManaged*>(Context);
		Self.Phases.push_back(Phase);
		Self.Doorbell.Posted = 0;
		if (Self.OnPhase)
		{
			Self.OnPhase();
		}
		return EAsyncTickStatus::Ok;
	};
	Api.ListTasks = [](void* Context, const FAsyncTickTaskSink* Sink)
	{
		FFakeManaged& Self = *static_cast<FFakeManaged*>(Context);
		++Self.Listed;
		for (const FTask& Task : Self.Tasks)
		{
			WithRow(Task, [Sink](const FAsyncTickTaskRow& Row)
				{ Sink->Add(Sink->Context, &Row); });
		}
		return EAsyncTickStatus::Ok;
	};
	Api.SetTaskEvents = [](void* Context, int32 Enabled)
	{ return Note(Context, Enabled != 0 ? "SetTaskEvents on" : "SetTaskEvents off"); };
	Api.StartRequest = [](void* Context, uint64 World, int32 Kind, const uint16* Text, int32 Length, uint64 Number)
	{
		FFakeManaged& Self = *static_cast<FFakeManaged*>(Context);
		Self.Requests.push_back({World, static_cast<EAsyncTickRequest>(Kind), ToString(Text, Length), Number});
		return Self.OnRequest ? Self.OnRequest(Self.Requests.back()) : EAsyncTickStatus::Ok;
	};
	Api.CancelRequest = [](void* Context, uint64 Number)
	{ return Note(Context, "CancelRequest " + std::to_string(Number)); };
	Api.EndLoad = [](void* Context, uint32 Load)
	{
		static_cast<FFakeManaged*>(Context)->Loaded.push_back(Load);
		return EAsyncTickStatus::Ok;
	};
	Api.EndQuery = [](void* Context, uint32 Query, const FAsyncTickHit* Hits, int32 Count)
	{
		FFakeManaged& Self = *static_cast<FFakeManaged*>(Context);
		Self.Answers.push_back({Query, std::vector<FAsyncTickHit>(Hits, Hits + Count)});
		if (Self.OnAnswer)
		{
			Self.OnAnswer();
		}
		return EAsyncTickStatus::Ok;
	};
}

void FFakeManaged::WithRow(const FTask& Task, const std::function<void(const FAsyncTickTaskRow&)>& Use)
{
	const FUnits Name(Task.Name);
	const FUnits Scope(Task.Scope);
	const FUnits Wait(Task.Wait);
	const FUnits File(Task.File);
	const FUnits Status(Task.Status);
	const FUnits Fault(Task.Fault);
	FAsyncTickTaskRow Row = {};
	Row.Id = Task.Id;
	Row.ParentId = Task.ParentId;
	Row.State = static_cast<int32>(Task.State);
	Row.Line = Task.Line;
	Row.AgeSeconds = Task.AgeSeconds;
	Row.UsedSeconds = Task.UsedSeconds;
	Row.Name = Name;
	Row.Scope = Scope;
	Row.Wait = Wait;
	Row.File = File;
	Row.Status = Status;
	Row.Fault = Fault;
	Use(Row);
}

FEngineFixture::FEngineFixture(bool bConnect, Shim::FOptions Options)
{
	GetMutableDefault<UUnrealAsyncTickSettings>()->Host = EAsyncTickHosting::External;
	SetFolder(GetMutableDefault<UUnrealAsyncTickSettings>()->DotNetRoot, "");
	SetFolder(GetMutableDefault<UUnrealAsyncTickSettings>()->ManagedDirectory, "");
	Shim::UseManualTime();
	Shim::StartEngine(Options);
	if (bConnect)
	{
		EXPECT(Module().Connect(Managed.Api) == EAsyncTickStatus::Ok);
	}
}

FEngineFixture::~FEngineFixture()
{
	Shim::ShutdownEngine();
}

Shim::FOptions FEngineFixture::MakeOptions()
{
	Shim::FOptions Options;
	Options.PluginDirectory = "/plugin";
	Options.bEditor = WITH_EDITOR != 0;
	return Options;
}

IUnrealAsyncTickModule& FEngineFixture::Module()
{
	return FModuleManager::LoadModuleChecked<IUnrealAsyncTickModule>(TEXT("UnrealAsyncTick"));
}

std::string FEngineFixture::Exec(const std::string& Line)
{
	Shim::FRecorder Console;
	bLastCommandKnown = Shim::Exec(Line, &Console);
	std::string Result;
	for (const Shim::FLine& Each : Console.Take())
	{
		Result += (Result.empty() ? "" : "\n") + (Shim::PrefixOf(Each.Verbosity) + Each.Text);
	}
	return Result;
}

FUnits::FUnits(const std::string& Utf8)
{
	const FString Text = Shim::FromUtf8(Utf8);
	for (int32 Index = 0; Index < Text.Len(); ++Index)
	{
		Units.push_back(static_cast<uint16>(Text[Index]));
	}
}
