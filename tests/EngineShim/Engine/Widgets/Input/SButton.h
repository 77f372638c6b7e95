// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Input/Reply.h"
#include "Widgets/DeclarativeSyntaxSupport.h"

using FOnClicked = TDelegate<FReply()>;

class SButton : public SWidget
{
public:
	SLATE_BEGIN_ARGS(SButton) {}
	SLATE_ATTRIBUTE(FText, Text)
	SLATE_EVENT(FOnClicked, OnClicked)
	SLATE_END_ARGS()
	SHIM_WIDGET_KIND(SButton)

	void Construct(const FArguments& Arguments)
	{
		Text = Arguments._Text;
		OnClicked = Arguments._OnClicked;
	}
	virtual FString ShimText() const override { return Text.Get().ToString(); }
	/** False when it is disabled. */
	bool ShimClick() { return IsEnabled() && OnClicked.Execute().IsEventHandled(); }

private:
	TAttribute<FText> Text;
	FOnClicked OnClicked;
};
