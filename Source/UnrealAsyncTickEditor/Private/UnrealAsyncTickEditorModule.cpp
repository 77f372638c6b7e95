// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickDebugger.h"
#include "AsyncTickEditorWorld.h"
#include "AsyncTickMenu.h"
#include "AsyncTickMessageLog.h"
#include "AsyncTickTab.h"
#include "Editor.h"
#include "Modules/ModuleManager.h"
#include "UnrealAsyncTickModule.h"

/** Play-in-editor events, the edited world, and what the editor shows: the tab, the menu, the Message Log, the Gameplay Debugger's category. */
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
		Tab.Register();
		Menu.Start();
		Debugger.Register();
	}

	virtual void ShutdownModule() override
	{
		Debugger.Unregister();
		Menu.Stop();
		Tab.Unregister();
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

	FAsyncTickEditorWorld World;
	FAsyncTickMessageLog MessageLog;
	FAsyncTickTab Tab;
	FAsyncTickMenu Menu{Tab, World};
	FAsyncTickDebugger Debugger;
};

IMPLEMENT_MODULE(FUnrealAsyncTickEditorModule, UnrealAsyncTickEditor)
