// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreTypes.h"

#include <cstdio>
#include <cstdlib>

#define check(Expression) \
	do \
	{ \
		if (!(Expression)) \
		{ \
			std::fprintf(stderr, "check failed: %s (%s:%d)\n", #Expression, __FILE__, __LINE__); \
			std::abort(); \
		} \
	} while (false)
#define ensure(Expression) (!!(Expression))
