// Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.

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
