// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

// Written from the list of commands in C#. To add one, add it there; then:
//   UPDATE_COMMANDS=1 dotnet test tests/Docs.Tests --filter CommandList

#pragma once

#include "CoreMinimal.h"

struct FAsyncTickCommand
{
	const TCHAR* Name;
	const TCHAR* Help;
};

// clang-format off
inline constexpr FAsyncTickCommand AsyncTickCommands[] = {
	{TEXT("AsyncTick.Run"),
		TEXT("AsyncTick.Run <script> [-keep] [arguments]: compiles and starts a script. A running copy is canceled first; -keep leaves it. Quote what contains blanks.")},
	{TEXT("AsyncTick.Eval"),
		TEXT("AsyncTick.Eval <C#>|@<file.cs>|-reset: evaluates an expression or runs statements, from a file if need be; await works, and what is declared stays until -reset. The engine's console does not pass on |, // and runs of blanks: put them into a file.")},
	{TEXT("AsyncTick.Watch"),
		TEXT("AsyncTick.Watch <script> [arguments]: runs a script now and again whenever its file changes. Cancel it by the name 'Watch <script>'.")},
	{TEXT("AsyncTick.List"),
		TEXT("AsyncTick.List [-ended]: lists all tasks: scope, state, age, what they wait on and where. With -ended the last ones that have ended.")},
	{TEXT("AsyncTick.Cancel"),
		TEXT("AsyncTick.Cancel <id|name>: cancels a task by id or name, or a script by the name of its file.")},
	{TEXT("AsyncTick.CancelAll"),
		TEXT("AsyncTick.CancelAll: cancels all tasks, those of scripts included.")},
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
		TEXT("AsyncTick.Dump [file]: writes everything about the loop and its tasks as JSON, into a file (the editor's are in Saved/AsyncTick) or here.")},
	{TEXT("AsyncTick.Record"),
		TEXT("AsyncTick.Record [on|off|size]: shows what the recorder holds, or switches it: on, off, or so many entries.")},
	{TEXT("AsyncTick.Trace"),
		TEXT("AsyncTick.Trace [seconds] [file]: writes the last seconds (5) as a trace for Perfetto or Chrome; the editor's are in Saved/AsyncTick.")},
	{TEXT("AsyncTick.Why"),
		TEXT("AsyncTick.Why <id>: shows a task's last steps: when, from which line, what woke it.")},
	{TEXT("AsyncTick.Insights"),
		TEXT("AsyncTick.Insights [on|off]: shows or switches regions in Unreal Insights: steps of tasks, by name, and scripts from load to unload.")},
	{TEXT("AsyncTick.Dashboard"),
		TEXT("AsyncTick.Dashboard [port|stop]: starts a web page with all tasks, faults, scripts and the log, for this machine only, and prints its link. stop ends it.")},
	{TEXT("AsyncTick.Remote"),
		TEXT("AsyncTick.Remote [on|off]: shows, opens or closes the command socket, through which the tool asynctick of the same user reaches this host.")},
	{TEXT("AsyncTick.Help"),
		TEXT("AsyncTick.Help [command]: lists the commands, or says more about one.")},
};
// clang-format on
