// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreTypes.h"

struct FChar
{
	static bool IsWhitespace(TCHAR Character) { return Character == TCHAR(' ') || (Character >= TCHAR(9) && Character <= TCHAR(13)) || Character == TCHAR(0xA0) || Character == TCHAR(0x3000); }
	static bool IsDigit(TCHAR Character) { return Character >= TCHAR('0') && Character <= TCHAR('9'); }
	static TCHAR ToLower(TCHAR Character) { return Character >= TCHAR('A') && Character <= TCHAR('Z') ? TCHAR(Character + 32) : Character; }
};
