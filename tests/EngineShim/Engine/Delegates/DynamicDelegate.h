// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreTypes.h"

#include <functional>
#include <vector>

/** What Blueprint binds to. C++ binds by the name of a UFUNCTION, which needs reflection; here a lambda is added instead. */
template <typename... ParameterTypes>
class TShimDynamicMulticastDelegate
{
public:
	bool IsBound() const { return !Bindings.empty(); }
	void Clear() { Bindings.clear(); }
	void Broadcast(ParameterTypes... Parameters) const
	{
		const std::vector<std::function<void(ParameterTypes...)>> Copy = Bindings;
		for (const std::function<void(ParameterTypes...)>& Binding : Copy)
		{
			Binding(Parameters...);
		}
	}
	void ShimAdd(std::function<void(ParameterTypes...)> Binding) { Bindings.push_back(Binding); }

private:
	std::vector<std::function<void(ParameterTypes...)>> Bindings;
};

#define DECLARE_DYNAMIC_MULTICAST_DELEGATE_TwoParams(Name, Type1, Name1, Type2, Name2) \
	using Name = TShimDynamicMulticastDelegate<Type1, Type2>
#define DECLARE_DYNAMIC_MULTICAST_DELEGATE_ThreeParams(Name, Type1, Name1, Type2, Name2, Type3, Name3) \
	using Name = TShimDynamicMulticastDelegate<Type1, Type2, Type3>
