// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "EngineShim.h"

#include <memory>
#include <thread>

class UPackage;

namespace Shim
{
	/** What the stand-ins share. One engine per process, as in life. */
	struct FState
	{
		FOptions Options;
		FRecorder Log;
		std::thread::id GameThread;
		double ManualSeconds = 1000.0;
		bool bManualTime = false;
		bool bRunning = false;
		UWorld* EditorWorld = nullptr;
		UWorld* PlayWorld = nullptr;
	};

	FState& State();

	/** The classes that exist before anything is loaded. */
	void RegisterClasses();
	void AddContext(UWorld* World);
	void RemoveContext(UWorld* World);
	void RunMenuStartup();
}
