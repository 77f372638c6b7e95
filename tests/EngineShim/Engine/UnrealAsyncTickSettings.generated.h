// Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.

#pragma once

// The engine's header tool makes this file.
