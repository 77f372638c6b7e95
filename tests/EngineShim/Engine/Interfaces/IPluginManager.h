// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Containers/UnrealString.h"
#include "Templates/SharedPointer.h"

class IPlugin
{
public:
	explicit IPlugin(const FString& InBaseDir)
		: BaseDir(InBaseDir)
	{
	}
	const FString& GetBaseDir() const { return BaseDir; }

private:
	FString BaseDir;
};

class IPluginManager
{
public:
	static IPluginManager& Get();
	/** Null when no such plugin is enabled. */
	TSharedPtr<IPlugin> FindPlugin(const TCHAR* Name);
};
