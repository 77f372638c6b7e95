// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreTypes.h"

#include <type_traits>
#include <utility>

template <typename T>
constexpr std::remove_reference_t<T>&& MoveTemp(T&& Value) noexcept
{
	static_assert(std::is_lvalue_reference_v<T>, "MoveTemp wants an lvalue");
	static_assert(!std::is_const_v<std::remove_reference_t<T>>, "MoveTemp of a const object copies");
	return static_cast<std::remove_reference_t<T>&&>(Value);
}

template <typename T, SIZE_T N>
constexpr uint32 ShimArrayCount(const T (&)[N])
{
	return static_cast<uint32>(N);
}
#define UE_ARRAY_COUNT(Array) ShimArrayCount(Array)
