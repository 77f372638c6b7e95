// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Containers/UnrealString.h"
#include "UObject/NameTypes.h"

class FText
{
public:
	FText() = default;
	static FText FromString(const FString& String)
	{
		FText Result;
		Result.Text = String;
		return Result;
	}
	const FString& ToString() const { return Text; }

private:
	FString Text;
};

// Keys and texts are narrow literals, and LOCTEXT_NAMESPACE must be defined where LOCTEXT stands.
#define LOCTEXT(Key, Literal) ShimLocText("" LOCTEXT_NAMESPACE, "" Key, "" Literal)

inline FText ShimLocText(const ANSICHAR*, const ANSICHAR*, const ANSICHAR* Literal)
{
	return FText::FromString(FName(Literal).ToString());
}
