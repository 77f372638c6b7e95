// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Layout/Margin.h"
#include "Widgets/DeclarativeSyntaxSupport.h"

class STextBlock : public SWidget
{
public:
	SLATE_BEGIN_ARGS(STextBlock) {}
	SLATE_ATTRIBUTE(FText, Text)
	SLATE_ATTRIBUTE(FMargin, Margin)
	SLATE_END_ARGS()

	void Construct(const FArguments& Arguments)
	{
		Text = Arguments._Text;
		ShimMargin = Arguments._Margin;
	}
	virtual FString ShimText() const override { return Text.Get().ToString(); }
	TAttribute<FMargin> ShimMargin;

private:
	TAttribute<FText> Text;
};
