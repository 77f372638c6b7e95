// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Containers/UnrealString.h"

struct FSoftObjectPath
{
	explicit FSoftObjectPath(const FString& InPath)
		: Path(InPath)
	{
	}
	FString ToString() const { return Path; }
	bool IsNull() const { return Path.IsEmpty(); }

private:
	FString Path;
};
