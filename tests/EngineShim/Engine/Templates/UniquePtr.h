// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreTypes.h"

#include <memory>
#include <utility>

template <typename T>
class TUniquePtr
{
public:
	TUniquePtr() = default;
	explicit TUniquePtr(T* Object)
		: Pointer(Object)
	{
	}
	bool IsValid() const { return Pointer != nullptr; }
	T* Get() const { return Pointer.get(); }
	T* operator->() const { return Pointer.get(); }
	T& operator*() const { return *Pointer; }
	void Reset() { Pointer.reset(); }

private:
	std::unique_ptr<T> Pointer;
};

template <typename T, typename... ArgumentTypes>
TUniquePtr<T> MakeUnique(ArgumentTypes&&... Arguments)
{
	return TUniquePtr<T>(new T(std::forward<ArgumentTypes>(Arguments)...));
}
