// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreTypes.h"

#include <string>
#include <vector>

/** UTF-8 from UTF-16; what is not valid UTF-16 becomes a replacement character. */
class FTCHARToUTF8
{
public:
	explicit FTCHARToUTF8(const TCHAR* Text);
	FTCHARToUTF8(const TCHAR* Text, int32 Length);
	const char8_t* Get() const { return reinterpret_cast<const char8_t*>(Bytes.c_str()); }
	int32 Length() const { return static_cast<int32>(Bytes.size()); }

private:
	std::string Bytes;
};

class FUTF8ToTCHAR
{
public:
	explicit FUTF8ToTCHAR(const ANSICHAR* Text);
	FUTF8ToTCHAR(const ANSICHAR* Text, int32 Length);
	const TCHAR* Get() const { return Characters.data(); }
	int32 Length() const { return static_cast<int32>(Characters.size()) - 1; }

private:
	std::vector<TCHAR> Characters;
};

#define TCHAR_TO_UTF8(Text) (reinterpret_cast<const ANSICHAR*>(FTCHARToUTF8(Text).Get()))
#define UTF8_TO_TCHAR(Text) (FUTF8ToTCHAR(Text).Get())
