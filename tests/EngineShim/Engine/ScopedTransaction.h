// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Internationalization/Text.h"

#include <vector>

/** A step that the user can undo. What is modified while it is open belongs to it. */
class FScopedTransaction
{
public:
	explicit FScopedTransaction(const FText& SessionName, bool bShouldActuallyTransact = true);
	~FScopedTransaction();
	FScopedTransaction(const FScopedTransaction&) = delete;

	static std::vector<FString> ShimFinished;
	static int32 ShimOpen;
	static int32 ShimModified;
};
