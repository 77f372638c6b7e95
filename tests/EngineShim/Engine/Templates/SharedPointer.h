// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreTypes.h"

#include <memory>
#include <type_traits>
#include <utility>

template <typename T>
class TWeakPtr;

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

	static TSharedRef ShimOf(std::shared_ptr<T> InPointer)
	{
		TSharedRef Result;
		Result.Pointer = InPointer;
		return Result;
	}

private:
	template <typename OtherType>
	friend class TSharedRef;
	template <typename OtherType>
	friend class TSharedPtr;
	TSharedRef() = default;
	std::shared_ptr<T> Pointer;
};

template <typename T>
class TSharedPtr
{
public:
	TSharedPtr() = default;
	TSharedPtr(std::nullptr_t) {}
	explicit TSharedPtr(T* Object)
		: Pointer(Object)
	{
	}
	template <typename OtherType>
	requires std::is_convertible_v<OtherType*, T*>
	TSharedPtr(const TSharedRef<OtherType>& Other)
		: Pointer(Other.Pointer)
	{
	}
	template <typename OtherType>
	requires std::is_convertible_v<OtherType*, T*>
	TSharedPtr(const TSharedPtr<OtherType>& Other)
		: Pointer(Other.Pointer)
	{
	}
	bool IsValid() const { return Pointer != nullptr; }
	T* Get() const { return Pointer.get(); }
	T* operator->() const { return Pointer.get(); }
	T& operator*() const { return *Pointer; }
	bool operator==(const TSharedPtr& Other) const { return Pointer == Other.Pointer; }
	void Reset() { Pointer.reset(); }

private:
	template <typename OtherType>
	friend class TSharedPtr;
	friend class TWeakPtr<T>;
	std::shared_ptr<T> Pointer;
};

template <typename T, typename... ArgumentTypes>
TSharedRef<T> MakeShared(ArgumentTypes&&... Arguments)
{
	return TSharedRef<T>(new T(std::forward<ArgumentTypes>(Arguments)...));
}

template <typename T>
TSharedRef<T> MakeShareable(T* Object)
{
	return TSharedRef<T>(Object);
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

/** Finds the references to an object from within. */
template <typename T>
class TSharedFromThis : public std::enable_shared_from_this<T>
{
protected:
	template <typename OtherType>
	TSharedRef<OtherType> SharedThis(OtherType* This)
	{
		(void)This;
		return TSharedRef<OtherType>::ShimOf(std::static_pointer_cast<OtherType>(this->shared_from_this()));
	}
};
