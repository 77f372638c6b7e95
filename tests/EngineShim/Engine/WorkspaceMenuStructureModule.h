// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "WorkspaceMenuStructure.h"

namespace WorkspaceMenu
{
	inline const IWorkspaceMenuStructure& GetMenuStructure()
	{
		static const IWorkspaceMenuStructure Structure;
		return Structure;
	}
}
