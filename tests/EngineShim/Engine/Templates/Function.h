// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include <functional>
#include <type_traits>

template <typename Signature>
using TFunction = std::function<Signature>;

template <typename Signature>
class TFunctionRef;

/** A view of something that can be called, for the length of a call. */
template <typename ResultType, typename... ParameterTypes>
class TFunctionRef<ResultType(ParameterTypes...)>
{
public:
	template <typename FunctorType>
	requires(!std::is_same_v<std::decay_t<FunctorType>, TFunctionRef>)
		TFunctionRef(FunctorType&& Functor)
		: Object(const_cast<void*>(static_cast<const void*>(&Functor)))
		, Call([](void* Target, ParameterTypes... Parameters) -> ResultType
			  { return (*static_cast<std::remove_reference_t<FunctorType>*>(Target))(Parameters...); })
	{
	}
	ResultType operator()(ParameterTypes... Parameters) const { return Call(Object, Parameters...); }

private:
	void* Object;
	ResultType (*Call)(void*, ParameterTypes...);
};
