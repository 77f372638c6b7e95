// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickConsole.h"

#include "AsyncTickCommands.h"
#include "AsyncTickLog.h"
#include "AsyncTickRuntime.h"
#include "HAL/IConsoleManager.h"
#include "Misc/OutputDevice.h"

namespace
{
	/** They run and end code, and show what the game does: not for the players of a Test build. */
	constexpr uint32 AsyncTickCommandFlags = ECVF_Cheat;
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

	if (World != nullptr && Runtime.GetWorlds().GetId(World) == 0)
	{
		// To the managed half no number means no world, whose scripts outlast all of them.
		Output.Log(GetAsyncTickLogName(), ELogVerbosity::Error, FString::Printf(TEXT("%s: the world of this console has ended."), Command.Name));
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
