// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Internationalization/Text.h"
#include "MessageLogInitializationOptions.h"
#include "Modules/ModuleInterface.h"
#include "UObject/NameTypes.h"

#include <vector>

class FMessageLogModule : public IModuleInterface
{
public:
	void RegisterLogListing(const FName& LogName, const FText& LogLabel, const FMessageLogInitializationOptions& Options = FMessageLogInitializationOptions());
	bool UnregisterLogListing(const FName& LogName);
	bool IsRegisteredLogListing(const FName& LogName) const;

private:
	std::vector<FName> Listings;
};
