// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreTypes.h"

// The system's header, without what collides with the engine's names: as the engine leaves it.
#if PLATFORM_WINDOWS
	#pragma push_macro("TEXT")
	#undef TEXT
	#ifndef NOMINMAX
		#define NOMINMAX
	#endif
	#ifndef WIN32_LEAN_AND_MEAN
		#define WIN32_LEAN_AND_MEAN
	#endif
	// Its own TCHAR is wchar_t then, the same type as the engine's.
	#define UNICODE
	#define _UNICODE
	#include <windows.h>
	#undef TEXT
	#undef GetEnvironmentVariable
	#undef GetObject
	#undef SendMessage
	#undef PlaySound
	#undef CreateWindow
	#undef LoadLibrary
	#undef ERROR
	#undef check
	#pragma pop_macro("TEXT")
#endif
