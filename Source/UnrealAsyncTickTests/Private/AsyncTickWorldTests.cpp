// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickScenario.h"
#include "Engine/Engine.h"
#include "Engine/World.h"

#if WITH_EDITOR
	#include "Editor.h"
	#include "PlayInEditorDataTypes.h"
#endif

#if WITH_DEV_AUTOMATION_TESTS

namespace
{
	const TCHAR* const AsyncTickStubbornScript = TEXT(
		"try { Log(\"lives in its world\"); await Delay(double.PositiveInfinity); } finally { Log($\"ends with its world: {EngineWorld.Current.HasEnded}\"); }");

	const TCHAR* const AsyncTickCountingScript = TEXT(
		"Log(\"other lives\"); for (int step = 0; ; step++) { AppDomain.CurrentDomain.SetData(\"AsyncTickSteps\", step); await NextFrame(); }");

	/** Takes three frames to end, and says whether the one above made a step meanwhile. */
	const TCHAR* const AsyncTickTidyScript = TEXT(R"(
object? Steps() => AppDomain.CurrentDomain.GetData("AsyncTickSteps");
try
{
    Log("lives in its world");
    await Delay(double.PositiveInfinity);
}
finally
{
    object? before = Steps();
    using (Defer(10))
    {
        await Frames(3);
    }
    Log($"ends with its world, no other made a step: {Equals(before, Steps())}");
}
)");

	/** A world of its own, as a game's travel makes one. */
	UWorld* MakeAsyncTickWorld()
	{
		UWorld* World = UWorld::CreateWorld(EWorldType::Game, false);
		FWorldContext& Context = GEngine->CreateNewWorldContext(EWorldType::Game);
		Context.SetCurrentWorld(World);
		return World;
	}

	void DestroyAsyncTickWorld(UWorld* World)
	{
		GEngine->DestroyWorldContext(World);
		World->DestroyWorld(false);
	}
}

IMPLEMENT_SIMPLE_AUTOMATION_TEST(FAsyncTickWorldEndTest, "AsyncTick.World.EndCancelsItsTasksOnly", EAutomationTestFlags_ApplicationContextMask | EAutomationTestFlags::EngineFilter)
bool FAsyncTickWorldEndTest::RunTest(const FString&)
{
	if (!IsAsyncTickConnected(*this))
	{
		return false;
	}
	const FAsyncTickScenarioPtr Scenario = MakeShared<FAsyncTickScenario>(*this);
	UWorld* Other = FAsyncTickScenario::GetWorld();
	UWorld* World = MakeAsyncTickWorld();
	Scenario->Run(TEXT("Other.cs"), AsyncTickCountingScript, Other);
	AwaitAsyncTickLine(Scenario, TEXT("other lives"));
	ThenAsyncTick([Scenario, World]()
		{ Scenario->Run(TEXT("Tidy.cs"), AsyncTickTidyScript, World); });
	AwaitAsyncTickLine(Scenario, TEXT("lives in its world"));
	ThenAsyncTick([Scenario, World, Other]()
		{
		DestroyAsyncTickWorld(World);
		// In the same call, and not in a later frame: its actors were there for the finally blocks.
		Scenario->Test.TestEqual(TEXT("its task ended with the world"), Scenario->FindLine(TEXT("ends with its world")), TEXT("ends with its world, no other made a step: True"));
		Scenario->Type(TEXT("AsyncTick.List"), Other);
		Scenario->Test.TestTrue(TEXT("the other world's task goes on"), Scenario->HasLine(TEXT("Other.cs")));
		Scenario->Type(TEXT("AsyncTick.Cancel Other.cs"), Other); });
	return true;
}

	#if WITH_EDITOR

IMPLEMENT_SIMPLE_AUTOMATION_TEST(FAsyncTickPlayTest, "AsyncTick.Play.EndCancelsTasksOfTheSession", EAutomationTestFlags::EditorContext | EAutomationTestFlags::EngineFilter)
bool FAsyncTickPlayTest::RunTest(const FString&)
{
	if (!IsAsyncTickConnected(*this))
	{
		return false;
	}
	const FAsyncTickScenarioPtr Scenario = MakeShared<FAsyncTickScenario>(*this);
	GEditor->RequestPlaySession(FRequestPlaySessionParams());
	AwaitAsyncTick(Scenario, TEXT("play session"), []()
		{ return GEditor->PlayWorld != nullptr; });
	ThenAsyncTick([Scenario]()
		{ Scenario->Run(TEXT("Session.cs"), AsyncTickStubbornScript, GEditor->PlayWorld); });
	AwaitAsyncTickLine(Scenario, TEXT("lives in its world"));
	ThenAsyncTick([]()
		{ GEditor->RequestEndPlayMap(); });
	AwaitAsyncTick(Scenario, TEXT("end of the play session"), []()
		{ return GEditor->PlayWorld == nullptr; });
	ThenAsyncTick([Scenario]()
		{ Scenario->Test.TestEqual(TEXT("the task ended while the world was whole"), Scenario->FindLine(TEXT("ends with its world: ")), TEXT("ends with its world: False")); });
	return true;
}

	#endif

#endif
