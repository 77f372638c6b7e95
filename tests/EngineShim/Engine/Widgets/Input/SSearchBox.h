// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Widgets/DeclarativeSyntaxSupport.h"

using FOnTextChanged = TDelegate<void(const FText&)>;

class SSearchBox : public SWidget
{
public:
	SLATE_BEGIN_ARGS(SSearchBox) {}
	SLATE_ATTRIBUTE(FText, HintText)
	SLATE_EVENT(FOnTextChanged, OnTextChanged)
	SLATE_END_ARGS()
	SHIM_WIDGET_KIND(SSearchBox)

	void Construct(const FArguments& Arguments) { OnTextChanged = Arguments._OnTextChanged; }
	virtual FString ShimText() const override { return FString(); }
	void ShimType(const FString& Text) { OnTextChanged.Execute(FText::FromString(Text)); }

private:
	FOnTextChanged OnTextChanged;
};
