// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Logging/TokenizedMessage.h"
#include "UObject/NameTypes.h"

/** Its messages appear when it is destroyed. */
class FMessageLog
{
public:
	explicit FMessageLog(const FName& InName)
		: Name(InName)
	{
	}
	~FMessageLog();
	FMessageLog(const FMessageLog&) = delete;

	FMessageLog& SuppressLoggingToOutputLog(bool bShouldSuppress = true)
	{
		bSuppressed = bShouldSuppress;
		return *this;
	}
	/** Brings the window to the front. */
	void Open(EMessageSeverity::Type InMinSeverity = EMessageSeverity::Info, bool bOpenEvenIfEmpty = false)
	{
		(void)InMinSeverity;
		ShimOpened += bOpenEvenIfEmpty ? 1 : 0;
	}
	static int32 ShimOpened;
	TSharedRef<FTokenizedMessage> Error(const FText& Message);

	/** What is shown, by the listing's name; only listings that were registered show anything. */
	static std::vector<TSharedRef<FTokenizedMessage>>& ShimShown(const FName& Name);

private:
	FName Name;
	std::vector<TSharedRef<FTokenizedMessage>> Messages;
	bool bSuppressed = false;
};
