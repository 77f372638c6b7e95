// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "EngineShim.h"

#include "Containers/Ticker.h"
#include "Editor.h"
#include "Engine/World.h"
#include "HAL/IConsoleManager.h"
#include "Misc/CoreDelegates.h"
#include "Misc/OutputDeviceRedirector.h"
#include "Modules/ModuleManager.h"
#include "ShimState.h"

#include <cstdio>

namespace Shim
{
	std::function<bool(UWorld&)> OnSpawn;
	std::function<void(UWorld&, FTraceDatum&)> OnTrace;
	std::function<void(UWorld&, FOverlapDatum&)> OnOverlap;
}

Shim::FState& Shim::State()
{
	static FState TheState;
	return TheState;
}

Shim::FRecorder& Shim::Log()
{
	return State().Log;
}

std::string Shim::ToUtf8(const FString& Text)
{
	const FTCHARToUTF8 Converted(*Text, Text.Len());
	return std::string(reinterpret_cast<const char*>(Converted.Get()), static_cast<SIZE_T>(Converted.Length()));
}

FString Shim::FromUtf8(const std::string& Text)
{
	const FUTF8ToTCHAR Converted(Text.c_str(), static_cast<int32>(Text.size()));
	FString Result;
	Result.AppendChars(Converted.Get(), Converted.Length());
	return Result;
}

const char* Shim::PrefixOf(ELogVerbosity::Type Verbosity)
{
	static const char* const Names[] = {"", "Fatal: ", "Error: ", "Warning: ", "Display: ", "", "Verbose: ", "VeryVerbose: "};

	return Names[Verbosity];
}

void Shim::FRecorder::Serialize(const TCHAR* Line, ELogVerbosity::Type Verbosity, const FName& Category)
{
	const std::scoped_lock Lock(Mutex);
	Lines.push_back({Verbosity, ToUtf8(Line)});
	if (bEcho)
	{
		std::printf("%s: %s%s\n", ToUtf8(Category.ToString()).c_str(), PrefixOf(Verbosity), Lines.back().Text.c_str());
		std::fflush(stdout);
	}
}

std::vector<Shim::FLine> Shim::FRecorder::Take()
{
	const std::scoped_lock Lock(Mutex);
	return std::exchange(Lines, {});
}

int32 Shim::FRecorder::Count(ELogVerbosity::Type Verbosity, const std::string& Text)
{
	const std::scoped_lock Lock(Mutex);
	return static_cast<int32>(std::count_if(Lines.begin(), Lines.end(), [&](const FLine& Line)
		{ return Line.Verbosity == Verbosity && Line.Text.find(Text) != std::string::npos; }));
}

bool Shim::FRecorder::Contains(const std::string& Text)
{
	const std::scoped_lock Lock(Mutex);
	return std::any_of(Lines.begin(), Lines.end(), [&](const FLine& Line)
		{ return Line.Text.find(Text) != std::string::npos; });
}

void Shim::AddContext(UWorld* World)
{
	FWorldContext* Context = new FWorldContext();
	Context->WorldType = World->WorldType;
	Context->ShimWorld = World;
	GEngine->ShimContexts.Add(Context);
}

void Shim::RemoveContext(UWorld* World)
{
	for (int32 Index = 0; Index < GEngine->ShimContexts.Num(); ++Index)
	{
		if (GEngine->ShimContexts[Index].World() == World)
		{
			GEngine->ShimContexts.RemoveAt(Index);
			return;
		}
	}
}

void Shim::StartEngine(const FOptions& Options)
{
	FState& TheState = State();
	check(!TheState.bRunning);
	TheState.bRunning = true;
	TheState.Options = Options;
	TheState.GameThread = std::this_thread::get_id();
	TheState.Log.Take();
	GLog->AddOutputDevice(&TheState.Log);
	RegisterClasses();

	// The runtime module loads at the Default phase: there is no engine object and no world yet.
	GIsEditor = Options.bEditor;
	FModuleManager::Get().Load(TEXT("UnrealAsyncTick"));
	if (Options.OnPostDefault)
	{
		Options.OnPostDefault();
	}

	if (Options.bEditor)
	{
		GEditor = new UEditorEngine();
		GEngine = GEditor;
		TheState.EditorWorld = CreateWorld(EWorldType::Editor, TEXT("Untitled"));
		if (Options.bEditorModule)
		{
			FModuleManager::Get().Load(TEXT("UnrealAsyncTickEditor"));
			RunMenuStartup();
		}
	}
	else
	{
		GEngine = new UEngine();
		TheState.PlayWorld = CreateWorld(EWorldType::Game, TEXT("GameWorld"));
		TheState.PlayWorld->ShimBegunPlay = !Options.bLateBeginPlay;
	}

	GIsRunning = true;
	FCoreDelegates::OnFEngineLoopInitComplete.Broadcast();
	if (Options.bEditor)
	{
		OpenMap(TEXT("EditorWorld"));
		FEditorDelegates::OnEditorInitialized.Broadcast(1.0);
	}
}

void Shim::ShutdownEngine()
{
	FState& TheState = State();
	check(TheState.bRunning);
	FCoreDelegates::OnEnginePreExit.Broadcast();
	FCoreDelegates::OnPreExit.Broadcast();
	CollectGarbage();
	while (GEngine->ShimContexts.Num() > 0)
	{
		DestroyWorld(GEngine->ShimContexts[GEngine->ShimContexts.Num() - 1].World());
	}
	GEngine->ShimDeinitializeSubsystems();
	FModuleManager::Get().ShimUnloadAll();
	CollectGarbage();
	delete GEngine;
	GEngine = nullptr;
	GEditor = nullptr;
	OnSpawn = nullptr;
	OnTrace = nullptr;
	OnOverlap = nullptr;
	Assets = {};
	TheState.EditorWorld = TheState.PlayWorld = nullptr;
	GLog->RemoveOutputDevice(&TheState.Log);
	GIsRunning = false;
	TheState.bRunning = false;
}

void Shim::TickWorlds(double DeltaSeconds)
{
	++GFrameCounter;
	BeginProfileFrame();
	State().ManualSeconds += DeltaSeconds;
	TickLoads();
	for (const FWorldContext& Context : GEngine->GetWorldContexts())
	{
		Context.World()->ShimTick(DeltaSeconds);
		Context.World()->ShimBeginTick();
	}
}

void Shim::EndWorldTicks()
{
	for (const FWorldContext& Context : GEngine->GetWorldContexts())
	{
		Context.World()->ShimEndTick();
	}
}

void Shim::TickFrame(double DeltaSeconds)
{
	TickWorlds(DeltaSeconds);
	FCoreDelegates::OnSamplingInput.Broadcast();
	for (const ETickingGroup Group : {TG_PrePhysics, TG_PostPhysics, TG_PostUpdateWork})
	{
		for (const FWorldContext& Context : GEngine->GetWorldContexts())
		{
			RunTickGroup(Context.World(), Group);
		}
	}
	EndWorldTicks();
	FTSTicker::GetCoreTicker().Tick(static_cast<float>(DeltaSeconds));
	FCoreDelegates::OnEndFrame.Broadcast();
	if (GEditor != nullptr && std::exchange(GEditor->ShimPlayRequested, false))
	{
		BeginPlayInEditor();
	}
	if (GEditor != nullptr && std::exchange(GEditor->ShimEndRequested, false))
	{
		EndPlayInEditor();
	}
}

void Shim::TickFrames(int32 Count, double DeltaSeconds)
{
	for (int32 Index = 0; Index < Count; ++Index)
	{
		TickFrame(DeltaSeconds);
	}
}

UWorld* Shim::CreateWorld(EWorldType::Type Type, const TCHAR* Name)
{
	UWorld* World = new UWorld();
	World->WorldType = Type;
	World->ShimName = Name;
	AddContext(World);
	FWorldDelegates::OnPostWorldInitialization.Broadcast(World, UWorld::InitializationValues());
	return World;
}

UWorld* Shim::OpenMap(const TCHAR* Name)
{
	UWorld* const Last = std::exchange(State().EditorWorld, nullptr);
	DestroyWorld(Last);
	State().EditorWorld = CreateWorld(EWorldType::Editor, Name);
	return State().EditorWorld;
}

void Shim::DestroyWorld(UWorld* World)
{
	FWorldDelegates::OnWorldBeginTearDown.Broadcast(World);
	World->ShimTearingDown = true;
	FWorldDelegates::OnWorldCleanup.Broadcast(World, true, true);
	DeleteWorld(World);
}

void Shim::DeleteWorld(UWorld* World)
{
	RemoveContext(World);
	delete World;
	CollectGarbage();
}

UWorld* Shim::GetEditorWorld()
{
	return State().EditorWorld;
}

UWorld* Shim::GetPlayWorld()
{
	return State().PlayWorld;
}

UWorld* Shim::BeginPlayInEditor()
{
	FEditorDelegates::BeginPIE.Broadcast(false);
	State().PlayWorld = CreateWorld(EWorldType::PIE, TEXT("PlayWorld"));
	GEditor->PlayWorld = State().PlayWorld;
	FEditorDelegates::PostPIEStarted.Broadcast(false);
	return State().PlayWorld;
}

void Shim::EndPlayInEditor()
{
	FEditorDelegates::PrePIEEnded.Broadcast(false);
	FEditorDelegates::EndPIE.Broadcast(false);
	GEditor->PlayWorld = nullptr;
	DestroyWorld(std::exchange(State().PlayWorld, nullptr));
	FEditorDelegates::ShutdownPIE.Broadcast(false);
}

void Shim::CancelPlayInEditor()
{
	FEditorDelegates::BeginPIE.Broadcast(false);
	FEditorDelegates::CancelPIE.Broadcast();
}

bool Shim::Exec(const std::string& Line, FOutputDevice* Output, UWorld* World)
{
	UWorld* Place = World != nullptr ? World : State().PlayWorld != nullptr ? State().PlayWorld
																			: State().EditorWorld;
	return IConsoleManager::Get().ProcessUserConsoleInput(*FromUtf8(Line), Output != nullptr ? *Output : *GLog, Place);
}

void Shim::UseManualTime()
{
	State().bManualTime = true;
}

void Shim::AdvanceTime(double Seconds)
{
	State().ManualSeconds += Seconds;
}
