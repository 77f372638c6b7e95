// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickRequestAction.h"
#include "AsyncTickTaskEvents.h"
#include "Engine/Engine.h"
#include "Engine/World.h"
#include "FakeManaged.h"
#include "Testing.h"

namespace
{
	using FStrings = std::vector<std::string>;

	/** What a node's pins were followed with, in order. */
	class FPins
	{
	public:
		explicit FPins(UAsyncTickRequestAction& Action)
		{
			Action.Finished.ShimAdd([this](const FString& Text, int32 ExitCode)
				{ Add("Finished", Text, ExitCode); });
			Action.Fault.ShimAdd([this](const FString& Text, int32 ExitCode)
				{ Add("Fault", Text, ExitCode); });
			Action.Progress.ShimAdd([this](const FString& Text, int32 ExitCode)
				{ Add("Progress", Text, ExitCode); });
			Action.Canceled.ShimAdd([this](const FString& Text, int32 ExitCode)
				{ Add("Canceled", Text, ExitCode); });
		}
		FStrings Followed;

	private:
		void Add(const char* Pin, const FString& Text, int32 ExitCode) { Followed.push_back(std::string(Pin) + " '" + Shim::ToUtf8(Text) + "' " + std::to_string(ExitCode)); }
	};

	void Answer(FEngineFixture& Engine, uint64 Number, EAsyncTickTaskState State, int32 ExitCode, const std::string& Text)
	{
		const FUnits Units(Text);
		Engine.Native().EndRequest(Engine.Native().Context, Number, static_cast<int32>(State), ExitCode, Units.Units.data(), static_cast<int32>(Units.Units.size()));
	}
}

TEST(RunScript_Answered_FollowsFinishedOnceAfterTheFrame)
{
	FEngineFixture Engine;
	UAsyncTickRequestAction* Action = UAsyncTickRequestAction::RunScript(Shim::GetPlayWorld() != nullptr ? Shim::GetPlayWorld() : Shim::GetEditorWorld(), TEXT("Patrol.cs fast"));
	FPins Pins(*Action);
	EXPECT(Engine.Managed.Requests.empty());
	Action->Activate();
	EXPECT(Engine.Managed.Requests.size() == 1);
	const FFakeManaged::FRequest Request = Engine.Managed.Requests[0];
	EXPECT(Request.Kind == EAsyncTickRequest::RunScript && Request.Text == "Patrol.cs fast" && Request.World != 0);

	// From inside a frame of C#: Blueprint code must not run there.
	bool bInside = false;
	Engine.Managed.OnTick = [&]
	{
		Answer(Engine, Request.Number, EAsyncTickTaskState::Completed, 7, "hello\nthere");
		bInside = Pins.Followed.empty();
	};
	Engine.Managed.Doorbell.Ready = 1;
	Shim::TickFrame();
	EXPECT(bInside);
	EXPECT((Pins.Followed == FStrings{"Finished 'hello\nthere' 7"}));
	EXPECT(Action->ShimReadyToDestroy);
	Engine.Managed.OnTick = nullptr;
	Answer(Engine, Request.Number, EAsyncTickTaskState::Faulted, 0, "again");
	Shim::TickFrame();
	EXPECT(Pins.Followed.size() == 1);
}

TEST(AwaitTask_FaultAndCancellation_HaveTheirPins)
{
	FEngineFixture Engine;
	UAsyncTickRequestAction* Failing = UAsyncTickRequestAction::AwaitTask(nullptr, TEXT("Radio"));
	UAsyncTickRequestAction* Canceled = UAsyncTickRequestAction::AwaitTask(nullptr, TEXT("12"));
	FPins FailingPins(*Failing);
	FPins CanceledPins(*Canceled);
	Failing->Activate();
	Canceled->Activate();
	EXPECT(Engine.Managed.Requests[0].Kind == EAsyncTickRequest::AwaitTask && Engine.Managed.Requests[1].Text == "12");
	Canceled->Cancel();
	EXPECT(Engine.Managed.Events.back() == "CancelRequest " + std::to_string(Engine.Managed.Requests[1].Number));
	Answer(Engine, Engine.Managed.Requests[0].Number, EAsyncTickTaskState::Faulted, 0, "IOException: gone");
	Answer(Engine, Engine.Managed.Requests[1].Number, EAsyncTickTaskState::Canceled, 0, "");
	// Idle frames deliver, too: the answer may have come from outside of one.
	Shim::TickFrame();
	EXPECT((FailingPins.Followed == FStrings{"Fault 'IOException: gone' 0"}));
	EXPECT((CanceledPins.Followed == FStrings{"Canceled '' 0"}));
	EXPECT(Engine.Managed.Frames.empty());
}

TEST(RunScript_WithoutCSharp_FaultsInTheNextFrame)
{
	FEngineFixture Engine(false);
	UAsyncTickRequestAction* Action = UAsyncTickRequestAction::RunScript(nullptr, TEXT("Patrol.cs"));
	FPins Pins(*Action);
	Action->Activate();
	EXPECT(Pins.Followed.empty());
	Shim::TickFrame();
	EXPECT((Pins.Followed == FStrings{"Fault 'C# tasks are not available; the log says why.' 0"}));
}

TEST(AwaitTask_Progress_IsTheLastWordOfEachFrameUntilTheEnd)
{
	FEngineFixture Engine;
	UAsyncTickRequestAction* Action = UAsyncTickRequestAction::AwaitTask(nullptr, TEXT("job"));
	FPins Pins(*Action);
	Action->Activate();
	const uint64 Number = Engine.Managed.Requests[0].Number;
	const auto Tell = [&](const std::string& Text)
	{
		const FUnits Units(Text);
		return Engine.Native().TellProgress(Engine.Native().Context, Number, Units.Units.data(), static_cast<int32>(Units.Units.size()));
	};
	EXPECT(Tell("1 of 9") == EAsyncTickStatus::Ok && Tell("2 of 9") == EAsyncTickStatus::Ok && Pins.Followed.empty());
	Shim::TickFrame();
	EXPECT((Pins.Followed == FStrings{"Progress '2 of 9' 0"}));
	Tell("9 of 9");
	Answer(Engine, Number, EAsyncTickTaskState::Completed, 0, "");
	Shim::TickFrame();
	EXPECT((Pins.Followed == FStrings{"Progress '2 of 9' 0", "Progress '9 of 9' 0", "Finished '' 0"}));
	EXPECT(Tell("more") == EAsyncTickStatus::UnknownHandle);
}

TEST(RunScript_CSharpGoes_IsCanceled)
{
	FEngineFixture Engine;
	UAsyncTickRequestAction* Action = UAsyncTickRequestAction::RunScript(nullptr, TEXT("Patrol.cs"));
	FPins Pins(*Action);
	Action->Activate();
	Engine.Module().Disconnect(Engine.Managed.Api.Context);
	Shim::TickFrame();
	EXPECT((Pins.Followed == FStrings{"Canceled '' 0"}));
}

TEST(RunScript_NodeCollectedBeforeTheAnswer_IsNotTold)
{
	FEngineFixture Engine;
	UAsyncTickRequestAction::RunScript(nullptr, TEXT("Patrol.cs"))->Activate();
	Shim::CollectGarbage();
	Answer(Engine, Engine.Managed.Requests[0].Number, EAsyncTickTaskState::Completed, 0, "");
	Shim::TickFrame();
	EXPECT(Engine.Managed.Requests.size() == 1);
}

TEST(TaskEvents_AreAskedForWhileBound_AndComeInOrder)
{
	FEngineFixture Engine;
	UAsyncTickTaskEvents* Events = GEngine->GetEngineSubsystem<UAsyncTickTaskEvents>();
	Shim::TickFrame();
	EXPECT(Engine.Managed.Events.empty());
	FStrings Told;
	Events->OnTaskStarted.ShimAdd([&](int32 Id, const FString& Name)
		{ Told.push_back("started " + std::to_string(Id) + " " + Shim::ToUtf8(Name)); });
	Events->OnTaskFaulted.ShimAdd([&](int32 Id, const FString& Name, const FString& Fault)
		{ Told.push_back("faulted " + std::to_string(Id) + " " + Shim::ToUtf8(Name) + ": " + Shim::ToUtf8(Fault)); });
	Events->OnTaskEnded.ShimAdd([&](int32 Id, const FString&, EAsyncTickTaskState State)
		{ Told.push_back("ended " + std::to_string(Id) + " " + std::to_string(static_cast<int32>(State))); });
	Shim::TickFrame();
	EXPECT((Engine.Managed.Events == FStrings{"SetTaskEvents on"}));

	const auto Tell = [&](EAsyncTickTaskEvent Event, EAsyncTickTaskState State, const char* Fault)
	{
		FFakeManaged::WithRow({.Id = 3, .State = State, .Name = "Radio", .Fault = Fault}, [&](const FAsyncTickTaskRow& Row)
			{ Engine.Native().TellTask(Engine.Native().Context, static_cast<int32>(Event), &Row); });
	};
	Tell(EAsyncTickTaskEvent::Started, EAsyncTickTaskState::Running, "");
	Tell(EAsyncTickTaskEvent::Faulted, EAsyncTickTaskState::Faulted, "IOException: gone");
	Tell(EAsyncTickTaskEvent::Ended, EAsyncTickTaskState::Faulted, "");
	EXPECT(Told.empty());
	Shim::TickFrame();
	EXPECT((Told == FStrings{"started 3 Radio", "faulted 3 Radio: IOException: gone", "ended 3 5"}));

	Events->OnTaskStarted.Clear();
	Events->OnTaskFaulted.Clear();
	Events->OnTaskEnded.Clear();
	Shim::TickFrame();
	EXPECT((Engine.Managed.Events == FStrings{"SetTaskEvents on", "SetTaskEvents off"}));
}

TEST(ListTasks_GivesRowsWhileTheyLast_AndFailsWithoutCSharp)
{
	FEngineFixture Engine;
	Engine.Managed.Tasks = {{.Id = 1, .Name = "Lämpchen 😀"}, {.Id = 2, .ParentId = 1, .Name = "b"}};
	FStrings Names;
	const auto Add = [&](const FAsyncTickTaskRow& Row)
	{ Names.push_back(std::to_string(Row.ParentId) + ":" + std::to_string(Row.Name.Length)); };
	EXPECT(Engine.Module().ListTasks(Add) == EAsyncTickStatus::Ok);
	EXPECT((Names == FStrings{"0:11", "1:1"}));
	Engine.Module().Disconnect(Engine.Managed.Api.Context);
	EXPECT(Engine.Module().ListTasks(Add) == EAsyncTickStatus::Failed);
}
