// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Logging/LogMacros.h"
#include "UObject/NameTypes.h"

DECLARE_LOG_CATEGORY_EXTERN(LogAsyncTick, Log, All);

/** Writes a line whose verbosity is only known at run time. Any thread. Never Fatal: a script must not end the engine. */
void WriteAsyncTickLog(int32 Verbosity, const FString& Line);

/** Whether such a line would be written. Any thread. */
bool IsAsyncTickLogEnabled(int32 Verbosity);

/** The verbosity with this number; Fatal and unknown numbers are errors. */
ELogVerbosity::Type ToAsyncTickVerbosity(int32 Verbosity);

/** The category's name, which a build without a log does not know. */
FName GetAsyncTickLogName();
