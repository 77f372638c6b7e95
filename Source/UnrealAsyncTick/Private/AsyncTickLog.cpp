// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickLog.h"

#include "CoreMinimal.h"

DEFINE_LOG_CATEGORY(LogAsyncTick);

void WriteAsyncTickLog(int32 Verbosity, [[maybe_unused]] const FString& Line)
{
	// UE_LOG wants its verbosity at compile time.
	switch (ToAsyncTickVerbosity(Verbosity))
	{
	case ELogVerbosity::Warning:
		UE_LOG(LogAsyncTick, Warning, TEXT("%s"), *Line);
		break;
	case ELogVerbosity::Display:
		UE_LOG(LogAsyncTick, Display, TEXT("%s"), *Line);
		break;
	case ELogVerbosity::Log:
		UE_LOG(LogAsyncTick, Log, TEXT("%s"), *Line);
		break;
	case ELogVerbosity::Verbose:
		UE_LOG(LogAsyncTick, Verbose, TEXT("%s"), *Line);
		break;
	case ELogVerbosity::VeryVerbose:
		UE_LOG(LogAsyncTick, VeryVerbose, TEXT("%s"), *Line);
		break;
	default:
		UE_LOG(LogAsyncTick, Error, TEXT("%s"), *Line);
		break;
	}
}

bool IsAsyncTickLogEnabled([[maybe_unused]] int32 Verbosity)
{
#if NO_LOGGING
	return false;
#else
	return !LogAsyncTick.IsSuppressed(ToAsyncTickVerbosity(Verbosity));
#endif
}

ELogVerbosity::Type ToAsyncTickVerbosity(int32 Verbosity)
{
	const bool bKnown = Verbosity >= ELogVerbosity::Error && Verbosity <= ELogVerbosity::VeryVerbose;
	return bKnown ? static_cast<ELogVerbosity::Type>(Verbosity) : ELogVerbosity::Error;
}

FName GetAsyncTickLogName()
{
	return FName(TEXT("LogAsyncTick"));
}
