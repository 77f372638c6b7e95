// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreTypes.h"

/** Keeps an object from being collected. */
template <typename T>
class TStrongObjectPtr
{
public:
	TStrongObjectPtr() = default;
	explicit TStrongObjectPtr(T* InObject)
		: Object(InObject)
	{
		AddReference();
	}
	TStrongObjectPtr(const TStrongObjectPtr& Other)
		: Object(Other.Object)
	{
		AddReference();
	}
	TStrongObjectPtr& operator=(const TStrongObjectPtr& Other)
	{
		if (this != &Other)
		{
			Release();
			Object = Other.Object;
			AddReference();
		}
		return *this;
	}
	~TStrongObjectPtr() { Release(); }

	bool IsValid() const { return Object != nullptr; }
	T* Get() const { return Object; }
	T* operator->() const { return Object; }

private:
	void AddReference()
	{
		if (Object != nullptr)
		{
			++Object->ShimStrongCount;
		}
	}
	void Release()
	{
		if (Object != nullptr)
		{
			--Object->ShimStrongCount;
		}
	}
	T* Object = nullptr;
};
