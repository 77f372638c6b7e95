// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickMenu.h"

#include "AsyncTickEditorWorld.h"
#include "AsyncTickTab.h"
#include "DesktopPlatformModule.h"
#include "Framework/Application/SlateApplication.h"
#include "Framework/Commands/UIAction.h"
#include "HAL/IConsoleManager.h"
#include "HAL/PlatformProcess.h"
#include "IDesktopPlatform.h"
#include "ISettingsModule.h"
#include "Misc/OutputDevice.h"
#include "Misc/OutputDeviceRedirector.h"
#include "Misc/Paths.h"
#include "Modules/ModuleManager.h"
#include "Textures/SlateIcon.h"
#include "ToolMenus.h"

#define LOCTEXT_NAMESPACE "UnrealAsyncTick"

namespace
{
	/** Keeps what a command says, and passes it on. */
	class FAsyncTickReply final : public FOutputDevice
	{
	public:
		virtual void Serialize(const TCHAR* Line, ELogVerbosity::Type Verbosity, const FName& Category) override
		{
			Text += Line;
			Text += TEXT("\n");
			GLog->Serialize(Line, Verbosity, Category);
		}
		FString Text;
	};
}

void FAsyncTickMenu::Start()
{
	UToolMenus::RegisterStartupCallback(FSimpleMulticastDelegate::FDelegate::CreateRaw(this, &FAsyncTickMenu::Register));
}

void FAsyncTickMenu::Stop()
{
	UToolMenus::UnRegisterStartupCallback(this);
	UToolMenus::UnregisterOwner(this);
}

void FAsyncTickMenu::Register()
{
	const FToolMenuOwnerScoped Owner(this);
	UToolMenu* Menu = UToolMenus::Get()->ExtendMenu("LevelEditor.MainMenu.Tools");
	FToolMenuSection& Section = Menu->FindOrAddSection("AsyncTick", LOCTEXT("MenuSection", "Async Tick"));
	AddEntry(Section, "AsyncTickTasks", LOCTEXT("ShowTasks", "C# Tasks"), LOCTEXT("ShowTasksTip", "Opens the tab with the running C# tasks."), &FAsyncTickMenu::ShowTab);
	AddEntry(Section, "AsyncTickRun", LOCTEXT("Run", "Run Script..."), LOCTEXT("RunTip", "Compiles and starts a C# file: AsyncTick.Run."), &FAsyncTickMenu::RunScript);
	AddEntry(Section, "AsyncTickDashboard", LOCTEXT("Dashboard", "Open Dashboard"),
		LOCTEXT("DashboardTip", "Starts the page with tasks, faults, scripts and the log, and opens it in the browser: AsyncTick.Dashboard."), &FAsyncTickMenu::OpenDashboard);
	AddEntry(Section, "AsyncTickList", LOCTEXT("List", "List Tasks"),
		LOCTEXT("ListTip", "Writes the running C# tasks to the Output Log: AsyncTick.List."), &FAsyncTickMenu::ListTasks);
	AddEntry(Section, "AsyncTickStats", LOCTEXT("Stats", "Task Statistics"),
		LOCTEXT("StatsTip", "Writes what the task loop has done to the Output Log: AsyncTick.Stats."), &FAsyncTickMenu::ShowStats);
	AddEntry(Section, "AsyncTickCancelAll", LOCTEXT("CancelAll", "Cancel All Tasks"),
		LOCTEXT("CancelAllTip", "Cancels every C# task: AsyncTick.CancelAll."), &FAsyncTickMenu::CancelAll);
	AddEntry(Section, "AsyncTickSettings", LOCTEXT("Settings", "Settings"), LOCTEXT("SettingsTip", "Project Settings > Plugins > Async Tick."), &FAsyncTickMenu::OpenSettings);
}

void FAsyncTickMenu::AddEntry(FToolMenuSection& Section, const ANSICHAR* Name, const FText& Label, const FText& Tip, void (FAsyncTickMenu::*Action)())
{
	Section.AddMenuEntry(FName(Name), Label, Tip, FSlateIcon(), FUIAction(FExecuteAction::CreateRaw(this, Action)));
}

void FAsyncTickMenu::RunCommand(const TCHAR* Line)
{
	IConsoleManager::Get().ProcessUserConsoleInput(Line, *GLog, World.GetEditedWorld());
}

void FAsyncTickMenu::ShowTab()
{
	Tab.Open();
}

void FAsyncTickMenu::RunScript()
{
	IDesktopPlatform* Platform = FDesktopPlatformModule::Get();
	if (Platform == nullptr)
	{
		return;
	}
	TArray<FString> Files;
	const void* Window = FSlateApplication::Get().FindBestParentWindowHandleForDialogs(nullptr);
	const FString Folder = FPaths::ConvertRelativePathToFull(FPaths::ProjectDir(), TEXT("Content/Scripts"));
	if (Platform->OpenFileDialog(Window, TEXT("Run Script"), Folder, FString(), TEXT("C# scripts (*.cs)|*.cs"), EFileDialogFlags::None, Files) && Files.Num() == 1)
	{
		RunCommand(*FString::Printf(TEXT("AsyncTick.Run \"%s\""), *FPaths::ConvertRelativePathToFull(Files[0])));
	}
}

void FAsyncTickMenu::OpenDashboard()
{
	FAsyncTickReply Reply;
	IConsoleManager::Get().ProcessUserConsoleInput(TEXT("AsyncTick.Dashboard"), Reply, World.GetEditedWorld());
	const FString Link = FindLink(Reply.Text);
	if (!Link.IsEmpty())
	{
		FPlatformProcess::LaunchURL(*Link, nullptr, nullptr);
	}
}

void FAsyncTickMenu::OpenSettings()
{
	FModuleManager::LoadModuleChecked<ISettingsModule>(TEXT("Settings")).ShowViewer(TEXT("Project"), TEXT("Plugins"), TEXT("UnrealAsyncTickSettings"));
}

void FAsyncTickMenu::ListTasks()
{
	RunCommand(TEXT("AsyncTick.List"));
}

void FAsyncTickMenu::ShowStats()
{
	RunCommand(TEXT("AsyncTick.Stats"));
}

void FAsyncTickMenu::CancelAll()
{
	RunCommand(TEXT("AsyncTick.CancelAll"));
}

FString FAsyncTickMenu::FindLink(const FString& Text)
{
	const int32 Start = Text.Find(TEXT("http://"), ESearchCase::CaseSensitive);
	if (Start == INDEX_NONE)
	{
		return FString();
	}
	int32 End = Start;
	while (End < Text.Len() && !FChar::IsWhitespace(Text[End]))
	{
		++End;
	}
	return Text.Mid(Start, End - Start);
}

#undef LOCTEXT_NAMESPACE
