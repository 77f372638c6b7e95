// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreTypes.h"

#include <cstring>

struct FMemory
{
	static void* Memcpy(void* Destination, const void* Source, SIZE_T Count) { return std::memcpy(Destination, Source, Count); }
	static void Memzero(void* Destination, SIZE_T Count) { std::memset(Destination, 0, Count); }
};
