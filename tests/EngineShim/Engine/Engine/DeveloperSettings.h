// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Delegates/Delegate.h"
#include "UObject/Object.h"
#include "UObject/UObjectGlobals.h"

struct FPropertyChangedEvent
{
};

class UDeveloperSettings : public UObject
{
public:
	virtual FName GetCategoryName() const { return FName(); }
#if WITH_EDITOR
	using FOnSettingsChanged = TMulticastDelegate<void(UObject*, FPropertyChangedEvent&)>;
	FOnSettingsChanged& OnSettingChanged()
	{
		return SettingChanged;
	}

private:
	FOnSettingsChanged SettingChanged;
#endif
};
