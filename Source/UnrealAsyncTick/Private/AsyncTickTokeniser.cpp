// Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.

#include "AsyncTickTokeniser.h"

bool FAsyncTickTokeniser::Split(const FString& Line, TArray<FString>& OutTokens, FString& OutError)
{
	constexpr TCHAR Quote = TEXT('"');
	constexpr int32 ShownLength = 40;

	OutTokens.Reset();
	OutError.Reset();
	int32 QuoteStart = INDEX_NONE;
	bool bInToken = false;
	FString Token;

	for (int32 Index = 0; Index < Line.Len(); ++Index)
	{
		const TCHAR Character = Line[Index];
		const bool bQuoted = QuoteStart != INDEX_NONE;
		if (Character == Quote)
		{
			const bool bDoubled = bQuoted && Index + 1 < Line.Len() && Line[Index + 1] == Quote;
			if (bDoubled)
			{
				Token.AppendChar(Quote);
				++Index;
				continue;
			}
			QuoteStart = bQuoted ? INDEX_NONE : Index;
			// "" is an argument, if an empty one.
			bInToken = true;
		}
		else if (!bQuoted && FChar::IsWhitespace(Character))
		{
			if (bInToken)
			{
				OutTokens.Add(MoveTemp(Token));
				Token.Reset();
				bInToken = false;
			}
		}
		else
		{
			Token.AppendChar(Character);
			bInToken = true;
		}
	}

	if (QuoteStart != INDEX_NONE)
	{
		OutTokens.Reset();
		OutError = FString::Printf(TEXT("The quote at character %d is not closed: %s"), QuoteStart + 1, *Line.Mid(QuoteStart, ShownLength));
		return false;
	}
	if (bInToken)
	{
		OutTokens.Add(MoveTemp(Token));
	}
	return true;
}
