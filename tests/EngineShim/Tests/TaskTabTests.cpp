// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "FakeManaged.h"
#include "Testing.h"

#if WITH_EDITOR

	#include "../../../Source/UnrealAsyncTickEditor/Private/AsyncTickTaskTree.h"
	#include "../../../Source/UnrealAsyncTickEditor/Private/SAsyncTickTaskPanel.h"
	#include "Framework/Docking/TabManager.h"
	#include "GameplayDebugger.h"
	#include "SourceCodeNavigation.h"
	#include "Widgets/Docking/SDockTab.h"
	#include "Widgets/Input/SButton.h"
	#include "Widgets/Input/SSearchBox.h"

	#include <filesystem>

namespace
{
	using FStrings = std::vector<std::string>;
	using FTask = FFakeManaged::FTask;

	FStrings Names(const TArray<FAsyncTickTaskLinePtr>& Lines)
	{
		FStrings Result;
		for (const FAsyncTickTaskLinePtr& Line : Lines)
		{
			Result.push_back(std::string(static_cast<SIZE_T>(Line->Depth), ' ') + Shim::ToUtf8(Line->Name));
		}
		return Result;
	}

	void Read(FAsyncTickTaskTree& Tree, const std::vector<FTask>& Tasks)
	{
		Tree.Read([&Tasks](TFunctionRef<void(const FAsyncTickTaskRow&)> Add)
			{
			for (const FTask& Task : Tasks)
			{
				FFakeManaged::WithRow(Task, Add);
			} });
	}

	/** The open tab, with what a user does in it. */
	class FTab
	{
	public:
		FTab()
			: Tab(FGlobalTabmanager::Get()->TryInvokeTab(FTabId(FName("AsyncTickTasks"))))
		{
			Paint(0.0);
		}
		void Paint(double Now) { Tab->ShimPaint(Now); }
		void Click(const char* Button) { bClicked = Tab->ShimFind<SButton>(Shim::FromUtf8(Button))->ShimClick(); }
		void Type(const char* Filter) { Tab->ShimFind<SSearchBox>(FString())->ShimType(Shim::FromUtf8(Filter)); }
		SListView<FAsyncTickTaskLinePtr>& List() { return *Tab->ShimFind<SListView<FAsyncTickTaskLinePtr>>(FString()); }
		std::string Text() const { return Shim::ToUtf8(Tab->ShimText()); }
		bool Shows(const char* What) const { return Text().find(What) != std::string::npos; }
		bool bClicked = false;

	private:
		TSharedPtr<SDockTab> Tab;
	};
}

TEST(TaskTree_Children_StandBelowTheirStarter_InOrderOfStart)
{
	FAsyncTickTaskTree Tree;
	Read(Tree, {{.Id = 1, .Name = "a"}, {.Id = 2, .ParentId = 1, .Name = "b"}, {.Id = 3, .Name = "c"}, {.Id = 4, .ParentId = 2, .Name = "d"}, {.Id = 5, .ParentId = 1, .Name = "e"}, {.Id = 6, .ParentId = 99, .Name = "orphan"}});
	EXPECT((Names(Tree.Flatten(FString())) == FStrings{"a", " b", "  d", " e", "c", "orphan"}));
	EXPECT(Tree.Num() == 6);
}

TEST(TaskTree_Filter_KeepsWhatMatchesAndWhatIsAboveIt)
{
	FAsyncTickTaskTree Tree;
	Read(Tree, {{.Id = 1, .Name = "a"}, {.Id = 2, .ParentId = 1, .Name = "b"}, {.Id = 3, .ParentId = 2, .Name = "Radio"}, {.Id = 4, .ParentId = 1, .Name = "e", .Scope = "Engine/radio.cs"}, {.Id = 5, .Name = "f", .Wait = "delay"}, {.Id = 6, .Name = "g", .File = "/s/Radio.cs", .Line = 3}});
	EXPECT((Names(Tree.Flatten(FString(TEXT("RADIO")))) == FStrings{"a", " b", "  Radio", " e", "g"}));
	EXPECT((Names(Tree.Flatten(FString(TEXT("delay")))) == FStrings{"f"}));
	EXPECT(Tree.Flatten(FString(TEXT("nothing"))).IsEmpty());
}

TEST(TaskTree_ReadAgain_KeepsTheLinesOfTasksThatAreStillThere)
{
	FAsyncTickTaskTree Tree;
	Read(Tree, {{.Id = 1, .Name = "a"}, {.Id = 2, .Name = "b"}});
	const FAsyncTickTaskLinePtr Before = Tree.Flatten(FString())[1];
	Read(Tree, {{.Id = 2, .Name = "b", .Status = "half done", .AgeSeconds = 200.5}});
	const FAsyncTickTaskLinePtr After = Tree.Flatten(FString())[0];
	EXPECT(Before == After && Tree.Num() == 1);
	EXPECT(Shim::ToUtf8(After->Name) == "b [half done]" && Shim::ToUtf8(After->Age) == "3 m 20 s");
}

TEST(TaskTree_Durations_AreThoseOfTheConsole)
{
	const auto Say = [](double Seconds)
	{ return Shim::ToUtf8(FAsyncTickTaskTree::ToDuration(Seconds)); };
	EXPECT(Say(0.00085) == "850 us" && Say(0.0123) == "12.3 ms" && Say(4.2) == "4.2 s" && Say(119.9) == "119.9 s" && Say(7384.0) == "123 m 4 s");
}

TEST(TaskTab_ShowsTheTasks_AndReadsThemOnlyWhileItIsPainted)
{
	FEngineFixture Engine;
	Engine.Managed.Tasks = {{.Id = 1, .Name = "Radio", .Wait = "delay, 1.2 s left", .File = "/s/Radio.cs", .Line = 12, .AgeSeconds = 4.2, .UsedSeconds = 0.0123}};
	FTab Tab;
	for (const char* What : {"Radio", "Waiting", "delay, 1.2 s left", "Radio.cs:12", "4.2 s", "12.3 ms", "1 task"})
	{
		EXPECT(Tab.Shows(What));
	}
	const int32 Listed = Engine.Managed.Listed;
	Shim::TickFrames(200);
	EXPECT(Engine.Managed.Listed == Listed);
	for (double Now = 0.0; Now < 1.9; Now += 1.0 / 64.0)
	{
		Tab.Paint(Now);
	}
	EXPECT(Engine.Managed.Listed - Listed >= 6 && Engine.Managed.Listed - Listed <= 8);

	// Rows stay, and their texts follow.
	Engine.Managed.Tasks[0].Wait = "next frame";
	Engine.Managed.Tasks.push_back({.Id = 2, .Name = "Other"});
	Tab.Paint(3.0);
	Tab.Paint(4.0);
	EXPECT(Tab.Shows("next frame") && Tab.Shows("Other") && Tab.Shows("2 tasks"));
	EXPECT(Tab.List().ShimGenerated == 2);
}

TEST(TaskTab_Buttons_ActOnTheSelectedTask)
{
	FEngineFixture Engine;
	const std::string File = std::filesystem::absolute(__FILE__).generic_string();
	Engine.Managed.Tasks = {{.Id = 1, .Name = "a"}, {.Id = 7, .Name = "b", .File = File, .Line = 42}};
	FTab Tab;
	Tab.Click("Cancel");
	EXPECT(!Tab.bClicked && Engine.Managed.Commands.empty());

	Tab.List().ShimSelect(1);
	Tab.Click("Cancel");
	Tab.Click("Pause");
	EXPECT(Engine.Managed.Commands.size() == 2 && Engine.Managed.Commands[0].Line == "AsyncTick.Cancel 7" && Engine.Managed.Commands[1].Line == "AsyncTick.Pause 7");
	Tab.Click("Resume");
	EXPECT(!Tab.bClicked);
	Engine.Managed.Tasks[1].State = EAsyncTickTaskState::Paused;
	Tab.Paint(5.0);
	Tab.Click("Pause");
	EXPECT(!Tab.bClicked && Tab.Shows("Paused"));
	Tab.Click("Resume");
	EXPECT(Engine.Managed.Commands.back().Line == "AsyncTick.Resume 7");

	FSourceCodeNavigation::ShimLine = 0;
	Tab.Click("Open Source");
	EXPECT(Shim::ToUtf8(FSourceCodeNavigation::ShimOpened) == File && FSourceCodeNavigation::ShimLine == 42);
	FSourceCodeNavigation::ShimLine = 0;
	Tab.List().ShimDoubleClick(1);
	EXPECT(FSourceCodeNavigation::ShimLine == 42);
	Tab.List().ShimSelect(0);
	Tab.Click("Open Source");
	EXPECT(!Tab.bClicked);

	// A task that has ended is selected no longer.
	Tab.List().ShimSelect(1);
	Engine.Managed.Tasks.pop_back();
	Tab.Paint(10.0);
	Tab.Click("Cancel");
	EXPECT(!Tab.bClicked);
}

TEST(TaskTab_Filter_IsApplied_AndWithoutCSharpItSaysSo)
{
	FEngineFixture Engine;
	Engine.Managed.Tasks = {{.Id = 1, .Name = "Radio"}, {.Id = 2, .Name = "Door"}};
	FTab Tab;
	Tab.Type(" door ");
	Tab.Paint(0.0);
	EXPECT(!Tab.Shows("Radio") && Tab.Shows("Door") && Tab.Shows("1 of 2 tasks"));
	Engine.Module().Disconnect(Engine.Managed.Api.Context);
	Tab.Paint(5.0);
	Tab.Paint(5.0);
	EXPECT(!Tab.Shows("Door") && Tab.Shows("C# tasks are not available"));
}

	#if WITH_GAMEPLAY_DEBUGGER
TEST(GameplayDebugger_Category_ListsTheFirstTasks_AndGoesWithTheModule)
{
	{
		FEngineFixture Engine;
		for (int32 Id = 1; Id <= 30; ++Id)
		{
			Engine.Managed.Tasks.push_back({.Id = Id, .Name = "task " + std::to_string(Id)});
		}
		EXPECT(IGameplayDebugger::Get().ShimCategories.size() == 1);
		const TSharedRef<FGameplayDebuggerCategory> Category = IGameplayDebugger::Get().ShimCategories[0].Make.Execute();
		Category->CollectData(nullptr, nullptr);
		EXPECT(Category->ShimLines.size() == 22);
		EXPECT(Shim::ToUtf8(Category->ShimLines[0]) == "30 C# tasks" && Shim::ToUtf8(Category->ShimLines[20]).find("task 20") != std::string::npos && Shim::ToUtf8(Category->ShimLines[21]) == "...");
	}
	EXPECT(IGameplayDebugger::Get().ShimCategories.empty());
}
	#endif

#endif
