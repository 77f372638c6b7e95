// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "EngineShim.h"
#include "HAL/PlatformTime.h"
#include "Misc/AutomationTest.h"
#include "Misc/OutputDeviceRedirector.h"
#include "ShimState.h"

#include <chrono>
#include <cstdio>
#include <thread>

FAutomationTestFramework& FAutomationTestFramework::Get()
{
	static FAutomationTestFramework Framework;
	return Framework;
}

FAutomationTestBase::FAutomationTestBase(const TCHAR* InName, EAutomationTestFlags InFlags)
	: ShimName(InName)
	, ShimFlags(InFlags)
{
	FAutomationTestFramework::Get().ShimTests.push_back(this);
}

void FAutomationTestBase::AddExpectedError(const FString& Pattern, EAutomationExpectedErrorFlags::MatchType, int32 Occurrences)
{
	ShimExpected.push_back({Pattern, Occurrences});
}

bool FAutomationTestBase::TestTrue(const FString& What, bool bValue)
{
	if (!bValue)
	{
		AddError(FString(TEXT("not so: ")) + What);
	}
	return bValue;
}

bool FAutomationTestBase::TestEqual(const FString& What, const FString& Actual, const FString& Expected)
{
	return TestTrue(What + TEXT(": '") + Actual + TEXT("' is '") + Expected + TEXT("'"), Actual == Expected);
}

namespace
{
	/** The engine fails a test for every error in the log that the test has not announced. */
	class FShimErrors final : public FOutputDevice
	{
	public:
		virtual void Serialize(const TCHAR* Line, ELogVerbosity::Type Verbosity, const FName&) override
		{
			if (Verbosity == ELogVerbosity::Error)
			{
				const std::scoped_lock Lock(Mutex);
				Lines.Add(FString(Line));
			}
		}
		TArray<FString> Take()
		{
			const std::scoped_lock Lock(Mutex);
			return std::exchange(Lines, {});
		}

	private:
		std::mutex Mutex;
		TArray<FString> Lines;
	};

	void RunFrames(std::vector<TSharedPtr<IAutomationLatentCommand>>& Commands)
	{
		double Last = FPlatformTime::Seconds();
		while (!Commands.empty())
		{
			std::this_thread::sleep_for(std::chrono::milliseconds(2));
			const double Now = FPlatformTime::Seconds();
			Shim::TickFrame(Now - std::exchange(Last, Now));
			// Commands run one after the other, and several in a frame if they are quick.
			while (!Commands.empty() && TSharedPtr<IAutomationLatentCommand>(Commands.front())->Update())
			{
				Commands.erase(Commands.begin());
			}
		}
	}

	void CountErrors(FAutomationTestBase& Test, const TArray<FString>& Errors)
	{
		for (const FString& Error : Errors)
		{
			bool bExpected = false;
			for (FAutomationTestBase::FShimExpected& Each : Test.ShimExpected)
			{
				if (!bExpected && Error.Contains(*Each.Pattern))
				{
					bExpected = true;
					--Each.Occurrences;
				}
			}
			if (!bExpected)
			{
				Test.AddError(Error);
			}
		}
		for (const FAutomationTestBase::FShimExpected& Each : Test.ShimExpected)
		{
			Test.TestTrue(FString(TEXT("the expected error came: ")) + Each.Pattern, Each.Occurrences == 0);
		}
	}
}

int32 FAutomationTestFramework::ShimRun(const FString& Prefix)
{
	int32 Failed = 0;
	FShimErrors Errors;
	GLog->AddOutputDevice(&Errors);
	const EAutomationTestFlags Context = Shim::State().Options.bEditor ? EAutomationTestFlags::EditorContext : EAutomationTestFlags::ClientContext;
	for (FAutomationTestBase* Test : ShimTests)
	{
		if (!Test->ShimName.StartsWith(*Prefix) || (static_cast<uint32>(Test->ShimFlags) & static_cast<uint32>(Context)) == 0)
		{
			continue;
		}
		Errors.Take();
		Test->ShimErrors.Empty();
		Test->ShimExpected.clear();
		bool bGood = Test->RunTest(FString());
		RunFrames(ShimCommands);
		CountErrors(*Test, Errors.Take());
		bGood = bGood && Test->ShimErrors.IsEmpty();
		std::printf("shim: test %s %s\n", bGood ? "passed" : "FAILED", Shim::ToUtf8(Test->ShimName).c_str());
		for (const FString& Error : Test->ShimErrors)
		{
			std::printf("shim:   %s\n", Shim::ToUtf8(Error).c_str());
		}
		std::fflush(stdout);
		Failed += bGood ? 0 : 1;
	}
	GLog->RemoveOutputDevice(&Errors);
	return Failed;
}
