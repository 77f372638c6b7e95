// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreTypes.h"

#include <memory>
#include <type_traits>
#include <utility>

template <typename T>
class TWeakPtr;

template <typename T>
class TSharedPtr
{
public:
	TSharedPtr() = default;
	explicit TSharedPtr(T* Object)
		: Pointer(Object)
	{
	}
	bool IsValid() const { return Pointer != nullptr; }
	T* Get() const { return Pointer.get(); }
	T* operator->() const { return Pointer.get(); }
	T& operator*() const { return *Pointer; }
	void Reset() { Pointer.reset(); }

private:
	friend class TWeakPtr<T>;
	std::shared_ptr<T> Pointer;
};

/** Never null. One of a derived class converts to one of its base. */
template <typename T>
class TSharedRef
{
public:
	explicit TSharedRef(T* Object)
		: Pointer(Object)
	{
	}
	template <typename OtherType>
	requires std::is_convertible_v<OtherType*, T*>
	TSharedRef(const TSharedRef<OtherType>& Other)
		: Pointer(Other.Pointer)
	{
	}
	T& Get() const { return *Pointer; }
	T* operator->() const { return Pointer.get(); }
	T& operator*() const { return *Pointer; }

private:
	template <typename OtherType>
	friend class TSharedRef;
	std::shared_ptr<T> Pointer;
};

template <typename T, typename... ArgumentTypes>
TSharedPtr<T> MakeShared(ArgumentTypes&&... Arguments)
{
	return TSharedPtr<T>(new T(std::forward<ArgumentTypes>(Arguments)...));
}

template <typename T>
class TWeakPtr
{
public:
	TWeakPtr() = default;
	TWeakPtr(const TSharedPtr<T>& Shared)
		: Pointer(Shared.Pointer)
	{
	}
	bool IsValid() const { return !Pointer.expired(); }
	TSharedPtr<T> Pin() const
	{
		TSharedPtr<T> Result;
		Result.Pointer = Pointer.lock();
		return Result;
	}
	void Reset() { Pointer.reset(); }

private:
	std::weak_ptr<T> Pointer;
};
