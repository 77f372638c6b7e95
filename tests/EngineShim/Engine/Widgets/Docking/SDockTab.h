// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Widgets/DeclarativeSyntaxSupport.h"

class SDockTab : public SWidget
{
public:
	SLATE_BEGIN_ARGS(SDockTab) {}
	SLATE_ARGUMENT(ETabRole, TabRole)
	SLATE_DEFAULT_SLOT(Content)
	SLATE_END_ARGS()

	void Construct(const FArguments& Arguments) { ShimChildren = {Arguments._Content}; }
};
