// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

namespace UE::Trace
{
	bool IsTracing();
}
