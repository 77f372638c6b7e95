// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Widgets/SWidget.h"

/** A widget with one child. */
class SCompoundWidget : public SWidget
{
protected:
	class FShimChildSlot
	{
	public:
		explicit FShimChildSlot(SCompoundWidget& InOwner)
			: Owner(InOwner)
		{
		}
		FShimChildSlot& operator[](const TSharedRef<SWidget>& Child)
		{
			Owner.ShimChildren = {Child};
			return *this;
		}

	private:
		SCompoundWidget& Owner;
	};
	FShimChildSlot ChildSlot{*this};
};
