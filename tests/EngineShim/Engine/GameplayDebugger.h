// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Delegates/Delegate.h"
#include "GameplayDebuggerCategory.h"
#include "Modules/ModuleInterface.h"
#include "Templates/SharedPointer.h"
#include "UObject/NameTypes.h"

#include <vector>

enum class EGameplayDebuggerCategoryState : uint8
{
	EnabledInGameAndSimulate,
	EnabledInGame,
	EnabledInSimulate,
	Disabled,
	Hidden,
};

class IGameplayDebugger : public IModuleInterface
{
public:
	using FOnGetCategory = TDelegate<TSharedRef<FGameplayDebuggerCategory>()>;

	static IGameplayDebugger& Get()
	{
		static IGameplayDebugger Debugger;
		return Debugger;
	}
	static bool IsAvailable() { return true; }
	virtual void RegisterCategory(FName CategoryName, FOnGetCategory MakeInstanceDelegate, EGameplayDebuggerCategoryState CategoryState = EGameplayDebuggerCategoryState::Disabled, int32 SlotIdx = INDEX_NONE)
	{
		(void)CategoryState, (void)SlotIdx;
		ShimCategories.push_back({CategoryName, MakeInstanceDelegate});
	}
	virtual void UnregisterCategory(FName CategoryName)
	{
		std::erase_if(ShimCategories, [CategoryName](const FShimCategory& Each)
			{ return Each.Name == CategoryName; });
	}
	virtual void NotifyCategoriesChanged() {}

	struct FShimCategory
	{
		FName Name;
		FOnGetCategory Make;
	};
	std::vector<FShimCategory> ShimCategories;
};
