// Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.

#pragma once

struct FRequestPlaySessionParams
{
};
