// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreTypes.h"

class UObject;

namespace Shim
{
	uint64 SerialOf(const UObject* Object);
	UObject* ObjectOf(uint64 Serial);
}

/** T may be incomplete here, as long as it is complete where Get is used. */
template <typename T>
class TWeakObjectPtr
{
public:
	TWeakObjectPtr() = default;
	TWeakObjectPtr(const T* Object)
		: Serial(Shim::SerialOf(Object))
	{
	}
	T* Get() const { return Serial != 0 ? static_cast<T*>(Shim::ObjectOf(Serial)) : nullptr; }
	bool IsValid() const { return Get() != nullptr; }
	void Reset() { Serial = 0; }

private:
	uint64 Serial = 0;
};
