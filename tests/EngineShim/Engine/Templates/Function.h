// Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.

#pragma once

#include <functional>

template <typename Signature>
using TFunction = std::function<Signature>;
