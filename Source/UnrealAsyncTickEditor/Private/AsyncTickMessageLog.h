// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"
#include "AsyncTickFaultNotice.h"
#include "Containers/Ticker.h"
#include "HAL/CriticalSection.h"
#include "Misc/OutputDevice.h"

/**
 * Shows the errors of C# code in the editor's Message Log, each with a link to the line that failed. It listens to the log, as any
 * thread may write there, and shows on the game thread what it has heard.
 */
class FAsyncTickMessageLog final : public FOutputDevice
{
public:
	virtual ~FAsyncTickMessageLog() override;

	void Start();
	void Stop();

	virtual void Serialize(const TCHAR* Line, ELogVerbosity::Type Verbosity, const FName& Category) override;
	virtual bool CanBeUsedOnAnyThread() const override { return true; }
	virtual bool CanBeUsedOnMultipleThreads() const override { return true; }

private:
	bool Show(float DeltaSeconds);

	FCriticalSection Section;
	TArray<FString> Pending;
	FAsyncTickFaultNotice Notice;
	FTSTicker::FDelegateHandle TickerHandle;
	bool bStarted = false;
};

/** The name of the Message Log's page. */
FName GetAsyncTickListing();

/** The first place in source code that a stack trace names: " in <file>:line <number>". False when there is none. */
bool FindAsyncTickSource(const FString& Text, FString& OutFile, int32& OutLine);
