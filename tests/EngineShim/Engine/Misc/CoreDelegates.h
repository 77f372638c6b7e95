// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Delegates/Delegate.h"

struct FCoreDelegates
{
	static FSimpleMulticastDelegate OnFEngineLoopInitComplete;
	static FSimpleMulticastDelegate OnEnginePreExit;
	static FSimpleMulticastDelegate OnPreExit;
	static FSimpleMulticastDelegate OnSamplingInput;
	static FSimpleMulticastDelegate OnEndFrame;
};
