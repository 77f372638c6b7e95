// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include <functional>

template <typename Signature>
using TFunction = std::function<Signature>;
