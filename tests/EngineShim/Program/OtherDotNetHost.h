// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include <string>

/** Starts .NET in this process as another plugin would, before the engine does. False when that fails. */
bool StartOtherDotNetHost(const std::string& RuntimeConfig);
