// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "Nodes.h"

#include "AsyncTickRequestAction.h"
#include "AsyncTickTaskEvents.h"
#include "AsyncTickText.h"
#include "Engine/Engine.h"
#include "Engine/World.h"
#include "EngineShim.h"
#include "Modules/ModuleManager.h"
#include "UnrealAsyncTickModule.h"

#include <algorithm>
#include <cstdio>

namespace
{
	TWeakObjectPtr<UAsyncTickRequestAction> Last;

	UWorld* GetWorldOfNodes()
	{
		return Shim::GetPlayWorld() != nullptr ? Shim::GetPlayWorld() : Shim::GetEditorWorld();
	}

	void Follow(const char* Pin, const FString& Text, int32 ExitCode)
	{
		std::string Line = Shim::ToUtf8(Text);
		std::replace(Line.begin(), Line.end(), '\n', '|');
		std::printf("shim: %s %d '%s'\n", Pin, ExitCode, Line.c_str());
	}

	void Activate(UAsyncTickRequestAction* Action)
	{
		Action->Finished.ShimAdd([](const FString& Text, int32 ExitCode)
			{ Follow("Finished", Text, ExitCode); });
		Action->Fault.ShimAdd([](const FString& Text, int32 ExitCode)
			{ Follow("Fault", Text, ExitCode); });
		Action->Canceled.ShimAdd([](const FString& Text, int32 ExitCode)
			{ Follow("Canceled", Text, ExitCode); });
		Action->Progress.ShimAdd([](const FString& Text, int32 ExitCode)
			{ Follow("Progress", Text, ExitCode); });
		Last = TWeakObjectPtr<UAsyncTickRequestAction>(Action);
		Action->Activate();
	}
}

void Nodes::RunScript(const std::string& Line)
{
	Activate(UAsyncTickRequestAction::RunScript(GetWorldOfNodes(), Shim::FromUtf8(Line)));
}

void Nodes::AwaitTask(const std::string& Name)
{
	Activate(UAsyncTickRequestAction::AwaitTask(GetWorldOfNodes(), Shim::FromUtf8(Name)));
}

void Nodes::Cancel()
{
	if (UAsyncTickRequestAction* Action = Last.Get())
	{
		Action->Cancel();
	}
}

void Nodes::Listen()
{
	UAsyncTickTaskEvents* Events = GEngine->GetEngineSubsystem<UAsyncTickTaskEvents>();
	Events->OnTaskStarted.ShimAdd([](int32, const FString& Name)
		{ std::printf("shim: started %s\n", Shim::ToUtf8(Name).c_str()); });
	Events->OnTaskFaulted.ShimAdd([](int32, const FString& Name, const FString& Fault)
		{ std::printf("shim: faulted %s: %s\n", Shim::ToUtf8(Name).c_str(), Shim::ToUtf8(Fault).c_str()); });
	Events->OnTaskEnded.ShimAdd([](int32, const FString& Name, EAsyncTickTaskState State)
		{ std::printf("shim: ended %s %d\n", Shim::ToUtf8(Name).c_str(), static_cast<int32>(State)); });
}

void Nodes::PrintTasks()
{
	FModuleManager::GetModulePtr<IUnrealAsyncTickModule>(TEXT("UnrealAsyncTick"))->ListTasks([](const FAsyncTickTaskRow& Row)
		{ std::printf("shim: task '%s' in %s, state %d, '%s' line %d, parent %s\n", Shim::ToUtf8(AsyncTickToString(Row.Name)).c_str(), Shim::ToUtf8(AsyncTickToString(Row.Scope)).c_str(), Row.State, Shim::ToUtf8(AsyncTickToString(Row.Wait)).c_str(), Row.Line, Row.ParentId != 0 ? "yes" : "no"); });
}
