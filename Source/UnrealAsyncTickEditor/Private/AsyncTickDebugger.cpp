// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickDebugger.h"

#if WITH_GAMEPLAY_DEBUGGER

	#include "AsyncTickTaskTree.h"
	#include "GameplayDebugger.h"
	#include "GameplayDebuggerCategory.h"
	#include "Modules/ModuleManager.h"
	#include "UnrealAsyncTickModule.h"

namespace
{
	/** The first tasks of the tree as lines of text; the Gameplay Debugger draws them, and replicates them to clients. */
	class FAsyncTickDebuggerCategory final : public FGameplayDebuggerCategory
	{
	public:
		virtual void CollectData(APlayerController*, AActor*) override
		{
			constexpr int32 MostLines = 20;

			IUnrealAsyncTickModule* Module = FModuleManager::GetModulePtr<IUnrealAsyncTickModule>(TEXT("UnrealAsyncTick"));
			FAsyncTickTaskTree Tree;
			Tree.Read([Module](TFunctionRef<void(const FAsyncTickTaskRow&)> Add)
				{
				if (Module != nullptr)
				{
					Module->ListTasks(Add);
				} });
			AddTextLine(FString::Printf(TEXT("%d C# tasks"), Tree.Num()));
			int32 Left = MostLines;
			for (const FAsyncTickTaskLinePtr& Line : Tree.Flatten(FString()))
			{
				if (Left-- == 0)
				{
					AddTextLine(FString(TEXT("...")));
					break;
				}
				AddTextLine(FString::Printf(TEXT("#%d {yellow}%s{white} %s, %s %s"), Line->Id, *Line->Name, FAsyncTickTaskTree::ToWord(Line->State), *Line->Wait, *Line->Place));
			}
		}
	};

	TSharedRef<FGameplayDebuggerCategory> MakeAsyncTickDebuggerCategory()
	{
		return MakeShareable(new FAsyncTickDebuggerCategory());
	}

	FName GetAsyncTickDebuggerName()
	{
		return FName(TEXT("AsyncTick"));
	}
}

void FAsyncTickDebugger::Register()
{
	IGameplayDebugger& Debugger = IGameplayDebugger::Get();
	Debugger.RegisterCategory(GetAsyncTickDebuggerName(), IGameplayDebugger::FOnGetCategory::CreateStatic(&MakeAsyncTickDebuggerCategory), EGameplayDebuggerCategoryState::Disabled);
	Debugger.NotifyCategoriesChanged();
}

void FAsyncTickDebugger::Unregister()
{
	if (IGameplayDebugger::IsAvailable())
	{
		IGameplayDebugger& Debugger = IGameplayDebugger::Get();
		Debugger.UnregisterCategory(GetAsyncTickDebuggerName());
		Debugger.NotifyCategoriesChanged();
	}
}

#else

void FAsyncTickDebugger::Register()
{
}

void FAsyncTickDebugger::Unregister()
{
}

#endif
