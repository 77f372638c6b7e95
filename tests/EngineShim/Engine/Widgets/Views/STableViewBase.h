// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Widgets/SWidget.h"

class SHeaderRow;

class STableViewBase : public SWidget
{
public:
	void RequestListRefresh() { ShimStale = true; }
	TSharedPtr<SHeaderRow> ShimHeader;
	bool ShimStale = true;
};
