// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Layout/Margin.h"
#include "Widgets/DeclarativeSyntaxSupport.h"

/** Children in a row or a column. */
template <typename PanelType>
class TShimBoxPanel : public SWidget
{
public:
	struct FSlotArguments
	{
		FSlotArguments& Padding(FMargin) { return *this; }
		FSlotArguments& operator[](const TSharedRef<SWidget>& InChild)
		{
			Child = InChild;
			return *this;
		}
		TSharedPtr<SWidget> Child;
	};
	struct FArguments : public TShimArguments<FArguments>
	{
		FArguments& operator+(const FSlotArguments& Slot)
		{
			Slots.push_back(Slot.Child);
			return *this;
		}
		std::vector<TSharedPtr<SWidget>> Slots;
	};
	void Construct(const FArguments& Arguments) { ShimChildren = Arguments.Slots; }
};

class SVerticalBox : public TShimBoxPanel<SVerticalBox>
{
public:
	struct FSlotArguments : public TShimBoxPanel<SVerticalBox>::FSlotArguments
	{
		FSlotArguments& AutoHeight() { return *this; }
		FSlotArguments& FillHeight(float) { return *this; }
	};
	static FSlotArguments Slot() { return FSlotArguments(); }
};

class SHorizontalBox : public TShimBoxPanel<SHorizontalBox>
{
public:
	struct FSlotArguments : public TShimBoxPanel<SHorizontalBox>::FSlotArguments
	{
		FSlotArguments& AutoWidth() { return *this; }
		FSlotArguments& FillWidth(float) { return *this; }
	};
	static FSlotArguments Slot() { return FSlotArguments(); }
};
