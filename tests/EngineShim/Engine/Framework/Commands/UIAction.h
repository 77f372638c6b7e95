// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Delegates/Delegate.h"

using FExecuteAction = FSimpleDelegate;

struct FUIAction
{
	FUIAction() = default;
	explicit FUIAction(FExecuteAction InExecuteAction)
		: ExecuteAction(InExecuteAction)
	{
	}
	FExecuteAction ExecuteAction;
};
