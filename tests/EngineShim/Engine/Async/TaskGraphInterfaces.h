// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreTypes.h"

namespace ENamedThreads
{
	enum Type : int32
	{
		GameThread = 2,
	};
}

class FGraphEventRef
{
};
