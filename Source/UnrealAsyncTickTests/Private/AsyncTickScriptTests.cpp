// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickScenario.h"
#include "CoreGlobals.h"
#include "Modules/ModuleManager.h"
#include "UnrealAsyncTickModule.h"

#if WITH_DEV_AUTOMATION_TESTS

namespace
{
	constexpr EAutomationTestFlags AsyncTickTestFlags = EAutomationTestFlags_ApplicationContextMask | EAutomationTestFlags::EngineFilter;
}

IMPLEMENT_SIMPLE_AUTOMATION_TEST(FAsyncTickConnectedTest, "AsyncTick.Host.IsConnected", AsyncTickTestFlags)
bool FAsyncTickConnectedTest::RunTest(const FString&)
{
	return IsAsyncTickConnected(*this);
}

IMPLEMENT_SIMPLE_AUTOMATION_TEST(FAsyncTickWaitsTest, "AsyncTick.Script.ResumesOnTheGameThreadAfterEveryWait", AsyncTickTestFlags)
bool FAsyncTickWaitsTest::RunTest(const FString&)
{
	if (!IsAsyncTickConnected(*this))
	{
		return false;
	}
	const FAsyncTickScenarioPtr Scenario = MakeShared<FAsyncTickScenario>(*this);
	Scenario->Run(TEXT("Waits.cs"), TEXT(R"(
int thread = Environment.CurrentManagedThreadId;
int right = 0;
void Check() { if (thread == Environment.CurrentManagedThreadId && Loop.IsOnLoopThread) { right++; } }
await NextFrame(); Check();
await Delay(0.05); Check();
await Task.Run(() => Thread.Sleep(1)); Check();
await Task.Delay(1); Check();
await Task.Yield(); Check();
await SwitchToThreadPool();
await SwitchToGameThread(); Check();
Log($"waits: {right} of 6");
)"),
		FAsyncTickScenario::GetWorld());
	AwaitAsyncTickLine(Scenario, TEXT("waits: "));
	ThenAsyncTick([Scenario]()
		{ Scenario->Test.TestEqual(TEXT("waits that resumed on the game thread"), Scenario->FindLine(TEXT("waits: ")), TEXT("waits: 6 of 6")); });
	return true;
}

IMPLEMENT_SIMPLE_AUTOMATION_TEST(FAsyncTickFramesTest, "AsyncTick.Script.ResumesOnceAFrame", AsyncTickTestFlags)
bool FAsyncTickFramesTest::RunTest(const FString&)
{
	constexpr uint64 FrameCount = 20;

	if (!IsAsyncTickConnected(*this))
	{
		return false;
	}
	const FAsyncTickScenarioPtr Scenario = MakeShared<FAsyncTickScenario>(*this);
	const TSharedPtr<uint64> First = MakeShared<uint64>(0ull);
	Scenario->Run(TEXT("Frames.cs"), TEXT("Log(\"frames begin\"); for (int i = 0; i < 20; i++) { await NextFrame(); } Log(\"frames end\");"), FAsyncTickScenario::GetWorld());
	AwaitAsyncTickLine(Scenario, TEXT("frames begin"));
	ThenAsyncTick([First]()
		{ *First = GFrameCounter; });
	AwaitAsyncTickLine(Scenario, TEXT("frames end"));
	ThenAsyncTick([Scenario, First]()
		{
		// The test notices each of the two lines at most a frame late.
		const uint64 Count = GFrameCounter - *First;
		Scenario->Test.TestTrue(FString::Printf(TEXT("20 waits took 19 to 21 frames: %d"), static_cast<int32>(Count)), Count + 1 >= FrameCount && Count <= FrameCount + 1); });
	return true;
}

IMPLEMENT_SIMPLE_AUTOMATION_TEST(FAsyncTickFaultTest, "AsyncTick.Script.FaultIsOneErrorWithItsLine", AsyncTickTestFlags)
bool FAsyncTickFaultTest::RunTest(const FString&)
{
	if (!IsAsyncTickConnected(*this))
	{
		return false;
	}
	AddExpectedError(TEXT("this scenario fails on purpose"), EAutomationExpectedErrorFlags::Contains, 1);
	const FAsyncTickScenarioPtr Scenario = MakeShared<FAsyncTickScenario>(*this);
	Scenario->Run(TEXT("Fault.cs"), TEXT("\nawait NextFrame();\nthrow new InvalidOperationException(\"this scenario fails on purpose\");"), FAsyncTickScenario::GetWorld());
	AwaitAsyncTickLine(Scenario, TEXT("this scenario fails on purpose"));
	ThenAsyncTick([Scenario]()
		{ Scenario->Test.TestTrue(TEXT("the error names file and line"), Scenario->HasLine(TEXT("Fault.cs:line 3"))); });
	return true;
}

IMPLEMENT_SIMPLE_AUTOMATION_TEST(FAsyncTickCancelTest, "AsyncTick.Script.EndsWhenItIsCanceled", AsyncTickTestFlags)
bool FAsyncTickCancelTest::RunTest(const FString&)
{
	if (!IsAsyncTickConnected(*this))
	{
		return false;
	}
	const FAsyncTickScenarioPtr Scenario = MakeShared<FAsyncTickScenario>(*this);
	Scenario->Run(TEXT("Canceled.cs"), TEXT("try { Log(\"waits for its end\"); await Delay(double.PositiveInfinity); } finally { Log(\"was canceled\"); }"), FAsyncTickScenario::GetWorld());
	AwaitAsyncTickLine(Scenario, TEXT("waits for its end"));
	ThenAsyncTick([Scenario]()
		{ Scenario->Type(TEXT("AsyncTick.Cancel Canceled.cs"), FAsyncTickScenario::GetWorld()); });
	AwaitAsyncTickLine(Scenario, TEXT("was canceled"));
	return true;
}

IMPLEMENT_SIMPLE_AUTOMATION_TEST(FAsyncTickIdleTest, "AsyncTick.Host.IdleFramesMakeNoManagedCall", AsyncTickTestFlags)
bool FAsyncTickIdleTest::RunTest(const FString&)
{
	constexpr uint64 FrameCount = 30;

	if (!IsAsyncTickConnected(*this))
	{
		return false;
	}
	const FAsyncTickScenarioPtr Scenario = MakeShared<FAsyncTickScenario>(*this);
	const TSharedPtr<FAsyncTickCounters> Before = MakeShared<FAsyncTickCounters>();
	const IUnrealAsyncTickModule& Module = FModuleManager::LoadModuleChecked<IUnrealAsyncTickModule>(TEXT("UnrealAsyncTick"));
	Scenario->Type(TEXT("AsyncTick.CancelAll"), FAsyncTickScenario::GetWorld());
	AwaitAsyncTick(Scenario, TEXT("idle frame"), [Before, &Module]()
		{
		// What has just been canceled may still be on its way out.
		const bool bIdle = Before->Ticks != 0 && Module.GetCounters().ManagedTicks == Before->ManagedTicks;
		*Before = Module.GetCounters();
		return bIdle; });
	AwaitAsyncTick(Scenario, TEXT("thirtieth frame"), [Before, &Module]()
		{ return Module.GetCounters().Ticks >= Before->Ticks + FrameCount; });
	ThenAsyncTick([Scenario, Before, &Module]()
		{ Scenario->Test.TestTrue(TEXT("idle frames stay native"), Module.GetCounters().ManagedTicks - Before->ManagedTicks <= 1); });
	return true;
}

#endif
