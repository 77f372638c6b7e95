// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Containers/UnrealString.h"

/** A name that compares without regard to case. The literals that make one may be narrow. */
class FName
{
public:
	FName() = default;
	FName(const TCHAR* InText)
		: Text(InText)
	{
	}
	FName(const ANSICHAR* InText)
	{
		while (*InText != '\0')
		{
			Text.AppendChar(static_cast<TCHAR>(*InText++));
		}
	}
	FString ToString() const { return Text; }
	bool IsNone() const { return Text.IsEmpty(); }
	bool operator==(const FName& Other) const { return Text == Other.Text; }

private:
	FString Text;
};
