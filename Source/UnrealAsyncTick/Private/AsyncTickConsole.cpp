// Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.

#include "AsyncTickConsole.h"

#include "AsyncTickLog.h"
#include "AsyncTickRuntime.h"
#include "HAL/IConsoleManager.h"
#include "Misc/OutputDevice.h"

namespace
{
	struct FAsyncTickCommand
	{
		const TCHAR* Name;
		const TCHAR* Help;
	};

	/** They run and end code, and show what the game does: not for the players of a Test build. */
	constexpr uint32 AsyncTickCommandFlags = ECVF_Cheat;

	constexpr FAsyncTickCommand AsyncTickCommands[] = {
		{TEXT("AsyncTick.Run"),
			TEXT("AsyncTick.Run <script> [-keep] [arguments]: compiles and starts a C# script. A running copy is cancelled first; -keep leaves it. Quote what contains blanks.")},
		{TEXT("AsyncTick.Eval"),
			TEXT("AsyncTick.Eval <C#>|@<file.cs>|-reset: evaluates an expression or runs statements; await works, and what is declared stays until -reset. The console itself takes |, // and runs of blanks away: AsyncTick.Eval @file.cs evaluates a file.")},
		{TEXT("AsyncTick.List"),
			TEXT("AsyncTick.List [-ended]: lists all tasks: scope, state, age, what they wait on and where. With -ended the last ones that have ended.")},
		{TEXT("AsyncTick.Cancel"),
			TEXT("AsyncTick.Cancel <id|name>: cancels a task by id or name, or a script by the name of its file.")},
		{TEXT("AsyncTick.CancelAll"),
			TEXT("AsyncTick.CancelAll: cancels all tasks, those of scripts included.")},
		{TEXT("AsyncTick.Watch"),
			TEXT("AsyncTick.Watch <script> [arguments]: runs a script now and again whenever its file changes.")},
		{TEXT("AsyncTick.Pause"),
			TEXT("AsyncTick.Pause <id|name>: lets a task, a script or a scope rest; what it waits for is delivered when it is resumed.")},
		{TEXT("AsyncTick.Resume"),
			TEXT("AsyncTick.Resume <id|name>: lets what was paused go on.")},
		{TEXT("AsyncTick.Stats"),
			TEXT("AsyncTick.Stats: shows what the loop, the scripts and memory are doing: backlog, frames over budget, the longest waits.")},
		{TEXT("AsyncTick.KeepAlive"),
			TEXT("AsyncTick.KeepAlive: shows what keeps the loop alive: tasks by scope, locks, timers, child loops.")},
		{TEXT("AsyncTick.Locks"),
			TEXT("AsyncTick.Locks: lists the locks that tasks hold, and who waits for them.")},
		{TEXT("AsyncTick.Faults"),
			TEXT("AsyncTick.Faults [number]: lists the last faults, or shows the stack of one.")},
		{TEXT("AsyncTick.Dump"),
			TEXT("AsyncTick.Dump [file]: writes everything about the loop and its tasks as JSON, into a file in Saved/AsyncTick or here.")},
		{TEXT("AsyncTick.Dashboard"),
			TEXT("AsyncTick.Dashboard [port|stop]: starts a web page with all tasks, faults, scripts and the log, for this machine only, and prints its link. stop ends it.")},
		{TEXT("AsyncTick.Help"),
			TEXT("AsyncTick.Help [command]: lists the commands, or says more about one.")},
	};
}

FAsyncTickConsole::~FAsyncTickConsole()
{
	Unregister();
}

void FAsyncTickConsole::Register()
{
	IConsoleManager& Manager = IConsoleManager::Get();
	for (int32 Index = 0; Index < static_cast<int32>(UE_ARRAY_COUNT(AsyncTickCommands)); ++Index)
	{
		const FAsyncTickCommand& Command = AsyncTickCommands[Index];
		Commands.Add(Manager.RegisterConsoleCommand(
			Command.Name,
			Command.Help,
			FConsoleCommandWithWorldArgsAndOutputDeviceDelegate::CreateRaw(this, &FAsyncTickConsole::OnCommand, Index),
			AsyncTickCommandFlags));
	}
}

void FAsyncTickConsole::Unregister()
{
	for (IConsoleObject* Command : Commands)
	{
		IConsoleManager::Get().UnregisterConsoleObject(Command, false);
	}
	Commands.Empty();
}

void FAsyncTickConsole::Write(int32 Verbosity, const FString& Line)
{
	if (CurrentOutput == nullptr)
	{
		WriteAsyncTickLog(Verbosity, Line);
	}
	else
	{
		CurrentOutput->Log(GetAsyncTickLogName(), ToAsyncTickVerbosity(Verbosity), Line);
	}
}

void FAsyncTickConsole::OnCommand(const TArray<FString>& Arguments, UWorld* World, FOutputDevice& Output, int32 CommandIndex)
{
	const FAsyncTickCommand& Command = AsyncTickCommands[CommandIndex];
	if (!Runtime.IsConnected())
	{
		Output.Log(GetAsyncTickLogName(), ELogVerbosity::Error, FString::Printf(TEXT("%s: .NET is not running. %s"), Command.Name, *Runtime.GetFailure()));
		return;
	}

	FString Line(Command.Name);
	if (Arguments.Num() > 0)
	{
		Line += TEXT(" ");
		Line += FString::Join(Arguments, TEXT(" "));
	}

	// A command may run another from inside: each one writes to its own console.
	FOutputDevice* const OuterOutput = CurrentOutput;
	CurrentOutput = &Output;
	const EAsyncTickStatus Status = Runtime.Execute(World, Line);
	CurrentOutput = OuterOutput;

	if (Status == EAsyncTickStatus::UnknownCommand)
	{
		Output.Log(GetAsyncTickLogName(), ELogVerbosity::Error,
			FString::Printf(TEXT("%s: the managed half does not know this command; rebuild it so that both halves match."), Command.Name));
	}
}
