// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Delegates/Delegate.h"

/** A value, or a function that gives it whenever it is asked for. */
template <typename ObjectType>
class TAttribute
{
public:
	using FGetter = TDelegate<ObjectType()>;

	TAttribute() = default;
	template <typename OtherType>
	requires std::is_convertible_v<OtherType, ObjectType>
	TAttribute(const OtherType& InValue)
		: Value(InValue)
		, bSet(true)
	{
	}
	static TAttribute Create(const FGetter& InGetter)
	{
		TAttribute Result;
		Result.Getter = InGetter;
		Result.bSet = true;
		return Result;
	}
	bool IsSet() const { return bSet; }
	ObjectType Get() const { return Getter.IsBound() ? Getter.Execute() : Value; }
	ObjectType Get(const ObjectType& Default) const { return bSet ? Get() : Default; }

private:
	ObjectType Value = ObjectType();
	FGetter Getter;
	bool bSet = false;
};
