// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Framework/Docking/TabManager.h"

class IWorkspaceMenuStructure
{
public:
	TSharedRef<FWorkspaceItem> GetDeveloperToolsMiscCategory() const { return MakeShared<FWorkspaceItem>(); }
};
