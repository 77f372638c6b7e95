// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include <cstddef>
#include <cstdint>

// A stand-in for the engine's header of this name, written from its public documentation: the part of the engine that
// the plugin uses, so that the plugin's sources build and run without it. The same goes for every header below here.

using int8 = std::int8_t;
using int16 = std::int16_t;
using int32 = std::int32_t;
using int64 = long long;
using uint8 = std::uint8_t;
using uint16 = std::uint16_t;
using uint32 = std::uint32_t;
using uint64 = unsigned long long;
using SIZE_T = std::size_t;
using UPTRINT = std::uintptr_t;
using ANSICHAR = char;

// One of these is 1, as the build says; Linux when it says nothing.
#ifndef PLATFORM_WINDOWS
	#define PLATFORM_WINDOWS 0
#endif
#ifndef PLATFORM_MAC
	#define PLATFORM_MAC 0
#endif
#define PLATFORM_LINUX (!PLATFORM_WINDOWS && !PLATFORM_MAC)
#if defined(__aarch64__)
	#define PLATFORM_CPU_ARM_FAMILY 1
	#define PLATFORM_CPU_X86_FAMILY 0
#else
	#define PLATFORM_CPU_ARM_FAMILY 0
	#define PLATFORM_CPU_X86_FAMILY 1
#endif

// char16_t as in the engine's Linux and Mac builds, or a 16-bit wchar_t as in its Windows builds (elsewhere with -fshort-wchar).
#if defined(SHIM_WCHAR_TCHAR) || PLATFORM_WINDOWS
using TCHAR = wchar_t;
	#define TEXT_PASTE(Literal) L##Literal
#else
using TCHAR = char16_t;
	#define TEXT_PASTE(Literal) u##Literal
#endif
#define TEXT(Literal) TEXT_PASTE(Literal)

#ifndef UE_BUILD_SHIPPING
	#define UE_BUILD_SHIPPING 0
#endif
#define UE_BUILD_DEBUG 0
#define UE_BUILD_DEVELOPMENT (!UE_BUILD_SHIPPING)
#define UE_BUILD_TEST 0
#ifndef WITH_EDITOR
	#define WITH_EDITOR 1
#endif
#define WITH_EDITORONLY_DATA WITH_EDITOR
#define UE_SERVER 0
#define NO_LOGGING UE_BUILD_SHIPPING
#define STATS (!UE_BUILD_SHIPPING)

#define UNREALASYNCTICK_API

inline constexpr int32 INDEX_NONE = -1;
