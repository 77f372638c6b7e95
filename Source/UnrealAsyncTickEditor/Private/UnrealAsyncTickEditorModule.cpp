// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickEditorWorld.h"
#include "AsyncTickMessageLog.h"
#include "Editor.h"
#include "Framework/Commands/UIAction.h"
#include "HAL/IConsoleManager.h"
#include "Misc/OutputDeviceRedirector.h"
#include "Modules/ModuleManager.h"
#include "Textures/SlateIcon.h"
#include "ToolMenus.h"
#include "UnrealAsyncTickModule.h"

#define LOCTEXT_NAMESPACE "UnrealAsyncTick"

/** Play-in-editor events, the edited world, and an entry in the Tools menu. */
class FUnrealAsyncTickEditorModule final : public IModuleInterface
{
public:
	virtual void StartupModule() override
	{
		FModuleManager::LoadModuleChecked<IUnrealAsyncTickModule>(TEXT("UnrealAsyncTick")).SetEditor(&World);

		FEditorDelegates::BeginPIE.AddRaw(this, &FUnrealAsyncTickEditorModule::OnPlayBegins);
		// The first of these comes while the play world is whole. EndPIE also comes when play was never asked to end.
		FEditorDelegates::PrePIEEnded.AddRaw(this, &FUnrealAsyncTickEditorModule::OnPlayEnds);
		FEditorDelegates::EndPIE.AddRaw(this, &FUnrealAsyncTickEditorModule::OnPlayEnds);
		FEditorDelegates::CancelPIE.AddRaw(this, &FUnrealAsyncTickEditorModule::OnPlayCanceled);

		FEditorDelegates::OnEditorInitialized.AddRaw(this, &FUnrealAsyncTickEditorModule::OnEditorInitialized);
		MessageLog.Start();

		UToolMenus::RegisterStartupCallback(FSimpleMulticastDelegate::FDelegate::CreateRaw(this, &FUnrealAsyncTickEditorModule::RegisterMenu));
	}

	virtual void ShutdownModule() override
	{
		UToolMenus::UnRegisterStartupCallback(this);
		UToolMenus::UnregisterOwner(this);
		MessageLog.Stop();
		FEditorDelegates::OnEditorInitialized.RemoveAll(this);
		FEditorDelegates::BeginPIE.RemoveAll(this);
		FEditorDelegates::PrePIEEnded.RemoveAll(this);
		FEditorDelegates::EndPIE.RemoveAll(this);
		FEditorDelegates::CancelPIE.RemoveAll(this);
		if (IUnrealAsyncTickModule* Runtime = FindRuntime())
		{
			Runtime->SetEditor(nullptr);
		}
	}

private:
	static IUnrealAsyncTickModule* FindRuntime()
	{
		return FModuleManager::GetModulePtr<IUnrealAsyncTickModule>(TEXT("UnrealAsyncTick"));
	}

	void OnEditorInitialized(double)
	{
		if (IUnrealAsyncTickModule* Runtime = FindRuntime())
		{
			Runtime->MarkEditorReady();
		}
	}

	void OnPlayBegins(const bool)
	{
		if (IUnrealAsyncTickModule* Runtime = FindRuntime())
		{
			Runtime->BeginPlaySession();
		}
	}

	void OnPlayEnds(const bool)
	{
		OnPlayCanceled();
	}

	void OnPlayCanceled()
	{
		if (IUnrealAsyncTickModule* Runtime = FindRuntime())
		{
			Runtime->EndPlaySession();
		}
	}

	void RegisterMenu()
	{
		const FToolMenuOwnerScoped Owner(this);
		UToolMenu* Menu = UToolMenus::Get()->ExtendMenu("LevelEditor.MainMenu.Tools");
		FToolMenuSection& Section = Menu->FindOrAddSection("AsyncTick", LOCTEXT("MenuSection", "Async Tick"));
		AddEntry(Section, "AsyncTickList", LOCTEXT("List", "List Tasks"),
			LOCTEXT("ListTip", "Writes the running C# tasks to the Output Log: AsyncTick.List."), TEXT("AsyncTick.List"));
		AddEntry(Section, "AsyncTickStats", LOCTEXT("Stats", "Task Statistics"),
			LOCTEXT("StatsTip", "Writes what the task loop has done to the Output Log: AsyncTick.Stats."), TEXT("AsyncTick.Stats"));
		AddEntry(Section, "AsyncTickCancelAll", LOCTEXT("CancelAll", "Cancel All Tasks"),
			LOCTEXT("CancelAllTip", "Cancels every C# task: AsyncTick.CancelAll."), TEXT("AsyncTick.CancelAll"));
	}

	void AddEntry(FToolMenuSection& Section, const FName Name, const FText& Label, const FText& Tip, const TCHAR* Command)
	{
		const FString Line(Command);
		Section.AddMenuEntry(Name, Label, Tip, FSlateIcon(), FUIAction(FExecuteAction::CreateRaw(this, &FUnrealAsyncTickEditorModule::RunCommand, Line)));
	}

	void RunCommand(FString Line)
	{
		IConsoleManager::Get().ProcessUserConsoleInput(*Line, *GLog, World.GetEditedWorld());
	}

	FAsyncTickEditorWorld World;
	FAsyncTickMessageLog MessageLog;
};

#undef LOCTEXT_NAMESPACE

IMPLEMENT_MODULE(FUnrealAsyncTickEditorModule, UnrealAsyncTickEditor)
