// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Modules/ModuleInterface.h"
#include "UObject/NameTypes.h"

#include <memory>
#include <vector>

class FModuleManager
{
public:
	using FFactory = IModuleInterface* (*)();

	static FModuleManager& Get();

	template <typename ModuleType>
	static ModuleType& LoadModuleChecked(const FName Name)
	{
		return static_cast<ModuleType&>(Get().Load(Name));
	}
	template <typename ModuleType>
	static ModuleType* GetModulePtr(const FName Name)
	{
		return static_cast<ModuleType*>(Get().Find(Name));
	}

	IModuleInterface& Load(FName Name);
	IModuleInterface* Find(FName Name);

	/** In the reverse order of loading. */
	void ShimUnloadAll();
	void ShimAddFactory(const TCHAR* Name, FFactory Factory);

private:
	struct FModule
	{
		FName Name;
		std::unique_ptr<IModuleInterface> Module;
	};
	std::vector<std::pair<FName, FFactory>> Factories;
	std::vector<FModule> Modules;
};

/** For a module that has nothing to do at start-up. */
class FDefaultModuleImpl : public IModuleInterface
{
};

struct FShimModuleRegistrar
{
	FShimModuleRegistrar(const TCHAR* Name, FModuleManager::FFactory Factory) { FModuleManager::Get().ShimAddFactory(Name, Factory); }
};

#define IMPLEMENT_MODULE(ModuleClass, ModuleName) \
	extern "C" IModuleInterface* InitializeModule_##ModuleName() \
	{ \
		return new ModuleClass(); \
	} \
	static const FShimModuleRegistrar ShimModuleRegistrar_##ModuleName(TEXT(#ModuleName), &InitializeModule_##ModuleName);
