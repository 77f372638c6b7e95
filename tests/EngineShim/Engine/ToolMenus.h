// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Delegates/Delegate.h"
#include "Framework/Commands/UIAction.h"
#include "Internationalization/Text.h"
#include "Textures/SlateIcon.h"
#include "UObject/NameTypes.h"
#include "UObject/Object.h"

#include <memory>
#include <vector>

struct FToolMenuEntry
{
	FName Name;
	FText Label;
	FText ToolTip;
	FUIAction Action;
	const void* ShimOwner = nullptr;
};

struct FToolMenuSection
{
	FName Name;
	FText Label;
	FToolMenuEntry& AddMenuEntry(const FName Name, const FText& Label, const FText& ToolTip, const FSlateIcon& Icon, const FUIAction& Action);
	std::vector<FToolMenuEntry> ShimEntries;
};

class UToolMenu : public UObject
{
public:
	FToolMenuSection& FindOrAddSection(const FName Name, const FText& Label);
	FName ShimName;
	std::vector<std::unique_ptr<FToolMenuSection>> ShimSections;
};

class UToolMenus : public UObject
{
public:
	static UToolMenus* Get();
	UToolMenu* ExtendMenu(const FName Name);

	/** Called when menus can be made, which in the shim is when StartEngine ends. */
	static FDelegateHandle RegisterStartupCallback(const FSimpleMulticastDelegate::FDelegate& Callback);
	static void UnRegisterStartupCallback(const void* Owner);
	static void UnregisterOwner(const void* Owner);

	std::vector<std::unique_ptr<UToolMenu>> ShimMenus;
	FSimpleMulticastDelegate ShimStartup;
	const void* ShimCurrentOwner = nullptr;
};

struct FToolMenuOwnerScoped
{
	explicit FToolMenuOwnerScoped(const void* Owner)
		: Previous(UToolMenus::Get()->ShimCurrentOwner)
	{
		UToolMenus::Get()->ShimCurrentOwner = Owner;
	}
	~FToolMenuOwnerScoped() { UToolMenus::Get()->ShimCurrentOwner = Previous; }

private:
	const void* Previous;
};
