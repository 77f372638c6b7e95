// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "../../../Source/UnrealAsyncTick/Private/UnrealAsyncTickSettings.h"
#include "Containers/Ticker.h"
#include "Engine/World.h"
#include "EngineShim.h"
#include "GameFramework/Actor.h"
#include "Layout.h"
#include "Misc/AutomationTest.h"
#include "Modules/ModuleManager.h"
#include "Nodes.h"
#include "OtherDotNetHost.h"
#include "UnrealAsyncTickModule.h"
#include "UObject/UObjectGlobals.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <map>
#include <thread>

#if PLATFORM_WINDOWS
	#include <fcntl.h>
	#include <io.h>
#endif

// Plays the engine with the plugin loaded, as standard input says: one step a line. Log lines go to standard output as the
// engine writes them, a console's own output behind "console: ", and answers of the program behind "shim: ".
namespace
{
	Shim::FOptions Options;
	std::string ManagedDirectory;
	std::string DotNetRoot;
	std::string StartupScript;
	std::string Automation;
	/** The game's own module. */
	std::string GameModule;
	std::string CommandSocket;

	constexpr const char* Usage = R"(engine-shim --plugin <folder> --managed <folder> [--project <folder>] [--dotnet <folder>] [--startup <script>] [--module <name>] [--socket always|off] [--game] [--dotnet-first]
engine-shim ... --automation <prefix>      runs the plugin's automation tests in real time, and no steps
engine-shim --layout
  exec <line>          a line typed into the console
  frames <n> [<dt>]    n frames of dt seconds each, 1/60 by default, of the program's own time
  until <text>         frames in which no time passes, until the log has a line with this text; fails after 60 s
  play, stop, cancel   play-in-editor: begin, end, a start that came to nothing
  travel               the game's world is replaced by another
  pause on|off         the play world
  nest                 from now on spawning an actor ticks the engine from inside, as blocking engine code may
  refuse               from now on the engine refuses to spawn
  counters             how often the ticker ran, called managed code, was refused
  actors               how many actors the worlds have
  labels               a line for each actor: its world, its class, its label
  restart              shuts the engine down, and starts it again
  settings <ms>        edits the pump's budget
  node <script> [args], await <task>, unnode    Blueprint's nodes; cancels the last
  listen, tasks        task events from now on; the task list
  trace on|off         whether an Insights trace is written
  regions              the trace's regions, a line for each begin and end
)";

	void Start()
	{
		UUnrealAsyncTickSettings* Settings = GetMutableDefault<UUnrealAsyncTickSettings>();
		Settings->Host = EAsyncTickHosting::Own;
		Settings->ManagedDirectory.Path = Shim::FromUtf8(ManagedDirectory);
		Settings->DotNetRoot.Path = Shim::FromUtf8(DotNetRoot);
		Settings->MaxPumpMilliseconds = 1000.0f;
		Settings->CommandSocket = CommandSocket == "always" ? EAsyncTickCommandSocket::Always
			: CommandSocket == "off"                        ? EAsyncTickCommandSocket::Off
															: EAsyncTickCommandSocket::EditorOnly;
		Settings->StartupScripts.Empty();
		if (!StartupScript.empty())
		{
			Settings->StartupScripts.Add(Shim::FromUtf8(StartupScript));
		}
		Shim::Log().bEcho = true;
		if (!GameModule.empty())
		{
			Options.OnPostDefault = []
			{ FModuleManager::Get().Load(FName(*Shim::FromUtf8(GameModule))); };
		}
		Shim::StartEngine(Options);
	}

	void Exec(const std::string& Line)
	{
		Shim::FRecorder Console;
		const bool bKnown = Shim::Exec(Line, &Console);
		for (const Shim::FLine& Each : Console.Take())
		{
			// A Display line is what a command has to say; the others are marked as the console marks them.
			std::printf("console: %s%s\n", Each.Verbosity == ELogVerbosity::Display ? "" : Shim::PrefixOf(Each.Verbosity), Each.Text.c_str());
		}
		if (!bKnown)
		{
			std::printf("shim: unknown command\n");
		}
	}

	void Frames(const std::string& Arguments)
	{
		char* Rest = nullptr;
		const long Count = std::strtol(Arguments.c_str(), &Rest, 10);
		const double Delta = std::strtod(Rest, nullptr);
		Shim::TickFrames(static_cast<int32>(Count), Delta > 0.0 ? Delta : 1.0 / 60.0);
	}

	void Until(const std::string& Text)
	{
		const auto Limit = std::chrono::steady_clock::now() + std::chrono::seconds(60);
		while (!Shim::Log().Contains(Text))
		{
			if (std::chrono::steady_clock::now() > Limit)
			{
				std::printf("shim: there was no line with '%s' in 60 s\n", Text.c_str());
				std::exit(3);
			}
			Shim::TickFrame(0.0);
			std::this_thread::sleep_for(std::chrono::milliseconds(1));
		}
	}

	void Travel()
	{
		static UWorld* Second = nullptr;
		UWorld* First = std::exchange(Second, nullptr);
		Second = Shim::CreateWorld(EWorldType::Game, TEXT("Next"));
		if (First != nullptr)
		{
			Shim::DestroyWorld(First);
		}
	}

	void Trace(const std::string& Argument)
	{
		Shim::Profile().bTracing = Argument == "on";
	}

	void PrintRegions(const std::string&)
	{
		for (const std::string& Each : Shim::Profile().Regions)
		{
			std::printf("shim: region %s\n", Each.c_str());
		}
	}

	UWorld* PlayWorld = nullptr;

#if WITH_EDITOR
	void PrintLabels(const char* Title, const UWorld* World)
	{
		if (World == nullptr)
		{
			return;
		}
		for (const AActor* Actor : World->ShimActors)
		{
			std::printf("shim: %s %s '%s'\n", Title, Shim::ToUtf8(Actor->ShimClass->ShimName()).c_str(), Shim::ToUtf8(Actor->GetActorLabel()).c_str());
		}
	}
#endif

	const std::map<std::string, std::function<void(const std::string&)>> Steps = {
		{"exec", Exec},
		{"node", Nodes::RunScript},
		{"await", Nodes::AwaitTask},
		{"unnode", [](const std::string&)
			{ Nodes::Cancel(); }},
		{"listen", [](const std::string&)
			{ Nodes::Listen(); }},
		{"tasks", [](const std::string&)
			{ Nodes::PrintTasks(); }},
		{"trace", Trace},
		{"regions", PrintRegions},
		{"frames", Frames},
		{"until", Until},
		{"play", [](const std::string&)
			{ PlayWorld = Shim::BeginPlayInEditor(); }},
		{"stop", [](const std::string&)
			{ PlayWorld = nullptr; Shim::EndPlayInEditor(); }},
		{"cancel", [](const std::string&)
			{ Shim::CancelPlayInEditor(); }},
		{"travel", [](const std::string&)
			{ Travel(); }},
		{"pause", [](const std::string& Argument)
			{ PlayWorld->ShimPaused = Argument == "on"; }},
		{"nest", [](const std::string&)
			{ Shim::OnSpawn = [](UWorld&)
			  { FTSTicker::GetCoreTicker().Tick(0.0f); return true; }; }},
		{"refuse", [](const std::string&)
			{ Shim::OnSpawn = [](UWorld&)
			  { return false; }; }},
		{"restart", [](const std::string&)
			{ Shim::ShutdownEngine(); Start(); }},
		{"counters", [](const std::string&)
			{
		const FAsyncTickCounters& Counters = FModuleManager::GetModulePtr<IUnrealAsyncTickModule>(TEXT("UnrealAsyncTick"))->GetCounters();
		std::printf("shim: ticks %llu managed %llu nested %llu commands %llu\n", Counters.Ticks, Counters.ManagedTicks, Counters.NestedTicks, Counters.Commands);
		 }},
		{"actors", [](const std::string&)
			{
		std::printf("shim: actors edited %zu play %zu\n", Shim::GetEditorWorld()->ShimActors.size(), PlayWorld != nullptr ? PlayWorld->ShimActors.size() : 0);
		 }},
#if WITH_EDITOR
																		 {"labels", [](const std::string&)
																			 {
		PrintLabels("edited", Shim::GetEditorWorld());
		PrintLabels("play", Shim::GetPlayWorld());
																		  }},
		{"settings", [](const std::string& Argument)
			{
		UUnrealAsyncTickSettings* Settings = GetMutableDefault<UUnrealAsyncTickSettings>();
		Settings->MaxPumpMilliseconds = std::strtof(Argument.c_str(), nullptr);
		FPropertyChangedEvent Event;
		Settings->OnSettingChanged().Broadcast(Settings, Event);
		 }},
#endif
		};
}

int main(int Count, char** Arguments)
{
#if PLATFORM_WINDOWS
	// Lines end as they do elsewhere, for the tests that read them.
	_setmode(_fileno(stdout), _O_BINARY);
	_setmode(_fileno(stdin), _O_BINARY);
#endif
	bool bOtherDotNetFirst = false;
	for (int Index = 1; Index < Count; ++Index)
	{
		const std::string Option = Arguments[Index];
		if (Option == "--layout")
		{
			PrintBridgeLayout();
			return 0;
		}
		std::string* Value = Option == "--plugin" ? &Options.PluginDirectory : Option == "--managed" ? &ManagedDirectory
			: Option == "--dotnet"                                                                   ? &DotNetRoot
			: Option == "--startup"                                                                  ? &StartupScript
			: Option == "--automation"                                                               ? &Automation
			: Option == "--module"                                                                   ? &GameModule
			: Option == "--socket"                                                                   ? &CommandSocket
			: Option == "--project"                                                                  ? &Options.ProjectDirectory
																									 : nullptr;
		if (Option == "--game")
		{
			Options.bEditor = false;
		}
		else if (Option == "--dotnet-first")
		{
			bOtherDotNetFirst = true;
		}
		else if (Value != nullptr && Index + 1 < Count)
		{
			*Value = Arguments[++Index];
		}
		else
		{
			std::fputs(Usage, stderr);
			return 2;
		}
	}
	if (Options.ProjectDirectory == Shim::FOptions().ProjectDirectory)
	{
		Options.ProjectDirectory = Options.PluginDirectory;
	}
	if (Automation.empty())
	{
		Shim::UseManualTime();
	}
	if (bOtherDotNetFirst && !StartOtherDotNetHost(ManagedDirectory + "/AsyncTick.Engine.runtimeconfig.json"))
	{
		std::fputs("engine-shim: no other .NET host could be started\n", stderr);
		return 4;
	}
	Start();
	if (!Automation.empty())
	{
		const int32 Failed = FAutomationTestFramework::Get().ShimRun(Shim::FromUtf8(Automation));
		Shim::ShutdownEngine();
		std::printf("shim: clean exit\n");
		return Failed == 0 ? 0 : 5;
	}

	std::string Line;
	while (std::getline(std::cin, Line))
	{
		const SIZE_T Blank = Line.find(' ');
		const auto Step = Steps.find(Line.substr(0, Blank));
		if (Step == Steps.end())
		{
			std::fprintf(stderr, "engine-shim: no step '%s'\n%s", Line.c_str(), Usage);
			return 2;
		}
		Step->second(Blank == std::string::npos ? std::string() : Line.substr(Blank + 1));
		std::fflush(stdout);
	}
	Shim::ShutdownEngine();
	std::printf("shim: clean exit\n");
	return 0;
}
