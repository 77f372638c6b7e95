// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Delegates/Delegate.h"
#include "Internationalization/Text.h"
#include "Templates/SharedPointer.h"

#include <vector>

namespace EMessageSeverity
{
	enum Type : int
	{
		Error,
		PerformanceWarning,
		Warning,
		Info,
	};
}

using FOnActionTokenExecuted = FSimpleDelegate;

class IMessageToken
{
public:
	virtual ~IMessageToken() = default;
};

class FActionToken : public IMessageToken
{
public:
	static TSharedRef<FActionToken> Create(const FText& ActionName, const FText& ActionDescription, const FOnActionTokenExecuted& Action, bool bSingleUse = false)
	{
		(void)bSingleUse;
		FActionToken* Token = new FActionToken();
		Token->ShimName = ActionName;
		Token->ShimDescription = ActionDescription;
		Token->ShimAction = Action;
		return TSharedRef<FActionToken>(Token);
	}

	FText ShimName;
	FText ShimDescription;
	FOnActionTokenExecuted ShimAction;

private:
	FActionToken() = default;
};

class FTokenizedMessage
{
public:
	FTokenizedMessage(EMessageSeverity::Type InSeverity, const FText& InText)
		: ShimSeverity(InSeverity)
		, ShimText(InText)
	{
	}
	/** The engine's returns the message, for more to be added. */
	FTokenizedMessage& AddToken(const TSharedRef<IMessageToken>& Token)
	{
		ShimTokens.push_back(Token);
		return *this;
	}

	EMessageSeverity::Type ShimSeverity;
	FText ShimText;
	std::vector<TSharedRef<IMessageToken>> ShimTokens;
};
