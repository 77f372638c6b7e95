// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"

class FAsyncTickEditorWorld;
class FAsyncTickTab;
struct FToolMenuSection;

/** The entries of Tools > Async Tick. */
class FAsyncTickMenu
{
public:
	FAsyncTickMenu(FAsyncTickTab& InTab, FAsyncTickEditorWorld& InWorld)
		: Tab(InTab)
		, World(InWorld)
	{
	}

	/** Registers them once menus can be made. */
	void Start();
	void Stop();

	/** The first address in a text, up to the next blank; empty when there is none. */
	static FString FindLink(const FString& Text);

private:
	void Register();
	void AddEntry(FToolMenuSection& Section, const ANSICHAR* Name, const FText& Label, const FText& Tip, void (FAsyncTickMenu::*Action)());
	void RunCommand(const TCHAR* Line);
	void ShowTab();
	void RunScript();
	void OpenDashboard();
	void OpenSettings();
	void ListTasks();
	void ShowStats();
	void CancelAll();

	FAsyncTickTab& Tab;
	FAsyncTickEditorWorld& World;
};
