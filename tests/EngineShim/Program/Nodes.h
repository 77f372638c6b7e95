// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include <string>

/** What Blueprint would do: the module's nodes and events, with a line "shim: ..." for each pin and event. */
namespace Nodes
{
	void RunScript(const std::string& Line);
	void AwaitTask(const std::string& Name);
	/** Calls Cancel of the node that was made last. */
	void Cancel();
	void Listen();
	/** The rows of the task list. */
	void PrintTasks();
}
