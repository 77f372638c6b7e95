// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Modules/ModuleInterface.h"
#include "UObject/NameTypes.h"

class ISettingsModule : public IModuleInterface
{
public:
	virtual void ShowViewer(const FName& ContainerName, const FName& CategoryName, const FName& SectionName) = 0;
};
