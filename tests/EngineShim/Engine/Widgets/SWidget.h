// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Delegates/Delegate.h"
#include "Internationalization/Text.h"
#include "Misc/Attribute.h"
#include "Templates/SharedPointer.h"
#include "Types/SlateEnums.h"

#include <vector>

using FWidgetActiveTimerDelegate = TDelegate<EActiveTimerReturnType(double, float)>;

class FActiveTimerHandle
{
};

/** A widget draws nothing here: it knows its children, and runs its timers when it is painted, as Slate does. */
class SWidget : public TSharedFromThis<SWidget>
{
public:
	virtual ~SWidget() = default;
	TSharedRef<FActiveTimerHandle> RegisterActiveTimer(float Period, FWidgetActiveTimerDelegate Function)
	{
		ShimTimers.push_back({Period, Function, 0.0});
		return MakeShared<FActiveTimerHandle>();
	}
	bool IsEnabled() const { return ShimEnabled.Get(true); }

	virtual void ShimPaint(double Now)
	{
		for (FShimTimer& Timer : ShimTimers)
		{
			if (Now >= Timer.Due)
			{
				Timer.Due = Now + static_cast<double>(Timer.Period);
				Timer.Function.Execute(Now, Timer.Period);
			}
		}
		for (const TSharedPtr<SWidget>& Child : ShimChildren)
		{
			Child->ShimPaint(Now);
		}
	}
	/** What it shows, with all below it, for tests. */
	virtual FString ShimText() const
	{
		FString Text;
		for (const TSharedPtr<SWidget>& Child : ShimChildren)
		{
			Text += Child->ShimText();
		}
		return Text;
	}
	/** The first widget of a kind whose text is this; null for none. */
	template <typename WidgetType>
	WidgetType* ShimFind(const FString& Text)
	{
		if (WidgetType* Self = WidgetType::ShimCast(*this); Self != nullptr && (Text.IsEmpty() || Self->ShimText() == Text))
		{
			return Self;
		}
		for (const TSharedPtr<SWidget>& Child : ShimChildren)
		{
			if (WidgetType* Found = Child->template ShimFind<WidgetType>(Text))
			{
				return Found;
			}
		}
		return nullptr;
	}

	std::vector<TSharedPtr<SWidget>> ShimChildren;
	TAttribute<bool> ShimEnabled;
	TAttribute<FText> ShimToolTip;
	/** Which class it is, without RTTI. */
	const void* ShimKind = nullptr;

private:
	struct FShimTimer
	{
		float Period;
		FWidgetActiveTimerDelegate Function;
		double Due;
	};
	std::vector<FShimTimer> ShimTimers;
};

#define SHIM_WIDGET_KIND(WidgetType) \
	static const void* ShimStaticKind() \
	{ \
		static const char Unique = 0; \
		return &Unique; \
	} \
	WidgetType() \
	{ \
		this->ShimKind = ShimStaticKind(); \
	} \
	static WidgetType* ShimCast(SWidget& Widget) \
	{ \
		return Widget.ShimKind == ShimStaticKind() ? static_cast<WidgetType*>(&Widget) : nullptr; \
	}
