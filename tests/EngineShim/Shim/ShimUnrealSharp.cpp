// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "UnrealSharp/CSBindsRegistry.h"
#include "UnrealSharp/CSManager.h"

#include <deque>

namespace
{
	struct FBind
	{
		FName Binder;
		FCSBoundFunction Function;
	};

	std::deque<FBind>& Binds()
	{
		static std::deque<FBind> All;
		return All;
	}
}

const FCSBoundFunction& FCSBindsRegistry::RegisterBoundFunction(const FName& BinderName, const FName& FunctionName, void* FunctionPointer, int32 ParameterSize)
{
	Binds().push_back({BinderName, {FunctionName, FunctionPointer, ParameterSize}});
	return Binds().back().Function;
}

void* FCSBindsRegistry::GetBoundFunction(const TCHAR* BinderName, const TCHAR* FunctionName, int32 ParameterSize)
{
	for (const FBind& Bind : Binds())
	{
		if (Bind.Binder == FName(BinderName) && Bind.Function.Name == FName(FunctionName))
		{
			return Bind.Function.ParameterSize == ParameterSize ? Bind.Function.FunctionPointer : nullptr;
		}
	}
	return nullptr;
}

UCSManager& UCSManager::Get()
{
	static UCSManager Manager;
	return Manager;
}
