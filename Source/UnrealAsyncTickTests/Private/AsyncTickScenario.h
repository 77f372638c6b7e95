// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"
#include "HAL/CriticalSection.h"
#include "Misc/AutomationTest.h"
#include "Misc/OutputDevice.h"

class UWorld;

#if WITH_DEV_AUTOMATION_TESTS

/** A script that a test runs in the real host, and the lines that the plugin writes to the log meanwhile. */
class FAsyncTickScenario final : public FOutputDevice
{
public:
	explicit FAsyncTickScenario(FAutomationTestBase& InTest);
	virtual ~FAsyncTickScenario() override;

	/** Writes the script into Saved/AsyncTick and hands it to AsyncTick.Run, as a user at the console of this world would. */
	void Run(const FString& Name, const FString& Script, UWorld* World);

	/** Types a command; an error if the console does not know it. What it answers is among the lines. */
	void Type(const FString& Command, UWorld* World);

	bool HasLine(const FString& Text);

	/** The whole line that begins with this text; empty when there is none. */
	FString FindLine(const FString& Start);
	void Forget();

	virtual void Serialize(const TCHAR* Line, ELogVerbosity::Type Verbosity, const FName& Category) override;
	virtual bool CanBeUsedOnAnyThread() const override { return true; }
	virtual bool CanBeUsedOnMultipleThreads() const override { return true; }

	/** The world that a user of this process would mean. */
	static UWorld* GetWorld();

	FAutomationTestBase& Test;

private:
	FCriticalSection Section;
	TArray<FString> Lines;
};

using FAsyncTickScenarioPtr = TSharedPtr<FAsyncTickScenario>;

/** Waits, a frame at a time, until the predicate holds; an error when it does not in three minutes. */
void AwaitAsyncTick(const FAsyncTickScenarioPtr& Scenario, const TCHAR* What, TFunction<bool()> Predicate);

/** Waits until a line contains this text. */
void AwaitAsyncTickLine(const FAsyncTickScenarioPtr& Scenario, const TCHAR* Text);

/** Does something once what was awaited before has come. */
void ThenAsyncTick(TFunction<void()> Action);

/** In a host without .NET no scenario can run: says why, and ends the test. */
bool IsAsyncTickConnected(FAutomationTestBase& Test);

#endif
