// Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.

#include "AsyncTickConsole.h"

#include "AsyncTickLog.h"
#include "AsyncTickRuntime.h"
#include "AsyncTickTokeniser.h"
#include "HAL/IConsoleManager.h"
#include "Misc/OutputDevice.h"

namespace
{
	struct FAsyncTickCommand
	{
		const TCHAR* Name;
		const TCHAR* Verb;
		/** The rest of the line is one argument, quotes and all. */
		bool bRawText;
		const TCHAR* Help;
	};

	constexpr FAsyncTickCommand AsyncTickCommands[] = {
		{TEXT("AsyncTick.Run"), TEXT("Run"), false,
			TEXT("AsyncTick.Run <script> [-keep] [arguments]: compiles a C# script and runs it as a task. A script that already runs is cancelled first; -keep leaves it. Quote what contains blanks.")},
		{TEXT("AsyncTick.Eval"), TEXT("Eval"), true,
			TEXT("AsyncTick.Eval <C#>: runs a line of C#. The console eats |, // and runs of blanks; AsyncTick.Eval @file.cs takes the code from a file.")},
		{TEXT("AsyncTick.List"), TEXT("List"), false,
			TEXT("AsyncTick.List: the running tasks, what they wait for, and since when.")},
		{TEXT("AsyncTick.Cancel"), TEXT("Cancel"), false,
			TEXT("AsyncTick.Cancel <id|name>: cancels a task, or every task with this name.")},
		{TEXT("AsyncTick.CancelAll"), TEXT("CancelAll"), false,
			TEXT("AsyncTick.CancelAll: cancels every task.")},
		{TEXT("AsyncTick.Watch"), TEXT("Watch"), false,
			TEXT("AsyncTick.Watch <script> [arguments]: runs a script again each time its file is saved.")},
		{TEXT("AsyncTick.Stats"), TEXT("Stats"), false,
			TEXT("AsyncTick.Stats: frames, resumes and time used by the loop.")},
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
		// Eval runs any code at all: not for the players of a Test build.
		const uint32 Flags = Command.bRawText ? ECVF_Cheat : ECVF_Default;
		Commands.Add(Manager.RegisterConsoleCommand(
			Command.Name,
			Command.Help,
			FConsoleCommandWithWorldArgsAndOutputDeviceDelegate::CreateRaw(this, &FAsyncTickConsole::OnCommand, Index),
			Flags));
	}
	Commands.Add(Manager.RegisterConsoleCommand(
		TEXT("AsyncTick"),
		TEXT("AsyncTick: lists the AsyncTick.* commands."),
		FConsoleCommandWithWorldArgsAndOutputDeviceDelegate::CreateRaw(this, &FAsyncTickConsole::OnHelp),
		ECVF_Default));
}

void FAsyncTickConsole::Unregister()
{
	for (IConsoleObject* Command : Commands)
	{
		IConsoleManager::Get().UnregisterConsoleObject(Command, false);
	}
	Commands.Empty();
}

void FAsyncTickConsole::Write(const FString& Line)
{
	if (CurrentOutput != nullptr)
	{
		CurrentOutput->Logf(TEXT("%s"), *Line);
	}
	else
	{
		UE_LOG(LogAsyncTick, Display, TEXT("%s"), *Line);
	}
}

void FAsyncTickConsole::OnCommand(const TArray<FString>& Arguments, UWorld* World, FOutputDevice& Output, int32 CommandIndex)
{
	const FAsyncTickCommand& Command = AsyncTickCommands[CommandIndex];
	const FString Line = FString::Join(Arguments, TEXT(" "));

	TArray<FString> Tokens;
	if (Command.bRawText)
	{
		if (!Line.IsEmpty())
		{
			Tokens.Add(Line);
		}
	}
	else
	{
		FString Error;
		if (!FAsyncTickTokeniser::Split(Line, Tokens, Error))
		{
			Output.Logf(TEXT("%s: %s"), Command.Name, *Error);
			return;
		}
	}

	if (!Runtime.IsConnected())
	{
		Output.Logf(TEXT("%s: .NET is not running. %s"), Command.Name, *Runtime.GetFailure());
		return;
	}

	// A command may run another from inside: each one writes to its own console.
	FOutputDevice* const OuterOutput = CurrentOutput;
	CurrentOutput = &Output;
	const EAsyncTickStatus Status = Runtime.Execute(World, Command.Verb, Tokens);
	CurrentOutput = OuterOutput;

	if (Status == EAsyncTickStatus::UnknownCommand)
	{
		Output.Logf(TEXT("%s: the managed half does not know this command; rebuild it so that both halves match."), Command.Name);
	}
}

void FAsyncTickConsole::OnHelp(const TArray<FString>&, UWorld*, FOutputDevice& Output)
{
	for (const FAsyncTickCommand& Command : AsyncTickCommands)
	{
		Output.Logf(TEXT("%s"), Command.Help);
	}
}
