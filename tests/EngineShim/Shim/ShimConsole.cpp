// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "HAL/IConsoleManager.h"
#include "Misc/OutputDevice.h"
#include "ShimState.h"
#include "ToolMenus.h"

namespace
{
	class FShimCommand final : public IConsoleCommand
	{
	public:
		FShimCommand(const TCHAR* InHelp, const FConsoleCommandWithWorldArgsAndOutputDeviceDelegate& InCommand, uint32 InFlags)
			: Help(InHelp)
			, Command(InCommand)
			, Flags(InFlags)
		{
		}
		virtual const TCHAR* GetHelp() const override { return *Help; }
		virtual bool TestFlags(EConsoleVariableFlags Wanted) const override { return (Flags & Wanted) != 0; }
		virtual void Execute(const TArray<FString>& Arguments, UWorld* World, FOutputDevice& Output) override { Command.Execute(Arguments, World, Output); }

	private:
		FString Help;
		FConsoleCommandWithWorldArgsAndOutputDeviceDelegate Command;
		uint32 Flags;
	};
}

IConsoleManager& IConsoleManager::Get()
{
	static IConsoleManager Manager;
	return Manager;
}

IConsoleCommand* IConsoleManager::Add(const TCHAR* Name, std::unique_ptr<IConsoleCommand> Command)
{
	check(IsInGameThread());
	check(FindConsoleObject(Name) == nullptr);
	Entries.push_back({Name, std::move(Command)});
	return Entries.back().Command.get();
}

IConsoleCommand* IConsoleManager::RegisterConsoleCommand(const TCHAR* Name, const TCHAR* Help, const FConsoleCommandWithWorldArgsAndOutputDeviceDelegate& Command, uint32 Flags)
{
	return Add(Name, std::make_unique<FShimCommand>(Help, Command, Flags));
}

IConsoleCommand* IConsoleManager::RegisterConsoleCommand(const TCHAR* Name, const TCHAR* Help, const FConsoleCommandWithArgsDelegate& Command, uint32 Flags)
{
	using FFull = FConsoleCommandWithWorldArgsAndOutputDeviceDelegate;
	return RegisterConsoleCommand(Name, Help, FFull::CreateLambda([Command](const TArray<FString>& Arguments, UWorld*, FOutputDevice&)
												  { Command.Execute(Arguments); }),
		Flags);
}

void IConsoleManager::UnregisterConsoleObject(IConsoleObject* Object, bool)
{
	std::erase_if(Entries, [Object](const FEntry& Entry)
		{ return Entry.Command.get() == Object; });
}

IConsoleObject* IConsoleManager::FindConsoleObject(const TCHAR* Name, bool) const
{
	for (const FEntry& Entry : Entries)
	{
		if (Entry.Name == Name)
		{
			return Entry.Command.get();
		}
	}
	return nullptr;
}

bool IConsoleManager::ProcessUserConsoleInput(const TCHAR* Input, FOutputDevice& Output, UWorld* World)
{
	TArray<FString> Pieces;
	FString Piece;
	for (const TCHAR* At = Input;; ++At)
	{
		if (*At != TCHAR(0) && !FChar::IsWhitespace(*At))
		{
			Piece.AppendChar(*At);
			continue;
		}
		if (!Piece.IsEmpty())
		{
			Pieces.Add(Piece);
		}
		Piece.Reset();
		if (*At == TCHAR(0))
		{
			break;
		}
	}
	if (Pieces.IsEmpty())
	{
		return false;
	}

	FString Name = Pieces[0];
	const bool bQuestionMarkEndsName = Name[Name.Len() - 1] == TCHAR('?');
	if (bQuestionMarkEndsName)
	{
		Name = Name.Mid(0, Name.Len() - 1);
	}
	IConsoleCommand* Command = static_cast<IConsoleCommand*>(FindConsoleObject(*Name));
	if (Command == nullptr || (Command->TestFlags(ECVF_Cheat) && !Shim::State().Options.bCheats))
	{
		return false;
	}

	const FString QuestionMark(TEXT("?"));
	if (bQuestionMarkEndsName || (Pieces.Num() == 2 && Pieces[1] == QuestionMark))
	{
		Output.Logf(TEXT("HELP for '%s':\n%s"), *Name, Command->GetHelp());
		return true;
	}
	TArray<FString> Arguments;
	for (int32 Index = 1; Index < Pieces.Num(); ++Index)
	{
		Arguments.Add(Pieces[Index]);
	}
	Command->Execute(Arguments, World, Output);
	return true;
}

UToolMenus* UToolMenus::Get()
{
	static UToolMenus Menus;
	return &Menus;
}

UToolMenu* UToolMenus::ExtendMenu(const FName Name)
{
	for (const std::unique_ptr<UToolMenu>& Menu : ShimMenus)
	{
		if (Menu->ShimName == Name)
		{
			return Menu.get();
		}
	}
	ShimMenus.push_back(std::make_unique<UToolMenu>());
	ShimMenus.back()->ShimName = Name;
	return ShimMenus.back().get();
}

FToolMenuSection& UToolMenu::FindOrAddSection(const FName Name, const FText& Label)
{
	for (const std::unique_ptr<FToolMenuSection>& Section : ShimSections)
	{
		if (Section->Name == Name)
		{
			return *Section;
		}
	}
	ShimSections.push_back(std::make_unique<FToolMenuSection>());
	ShimSections.back()->Name = Name;
	ShimSections.back()->Label = Label;
	return *ShimSections.back();
}

FToolMenuEntry& FToolMenuSection::AddMenuEntry(const FName EntryName, const FText& EntryLabel, const FText& ToolTip, const FSlateIcon&, const FUIAction& Action)
{
	ShimEntries.push_back({EntryName, EntryLabel, ToolTip, Action, UToolMenus::Get()->ShimCurrentOwner});
	return ShimEntries.back();
}

FDelegateHandle UToolMenus::RegisterStartupCallback(const FSimpleMulticastDelegate::FDelegate& Callback)
{
	return Get()->ShimStartup.Add(Callback);
}

void UToolMenus::UnRegisterStartupCallback(const void* Owner)
{
	Get()->ShimStartup.RemoveAll(Owner);
}

void UToolMenus::UnregisterOwner(const void* Owner)
{
	for (const std::unique_ptr<UToolMenu>& Menu : Get()->ShimMenus)
	{
		for (const std::unique_ptr<FToolMenuSection>& Section : Menu->ShimSections)
		{
			std::erase_if(Section->ShimEntries, [Owner](const FToolMenuEntry& Entry)
				{ return Entry.ShimOwner == Owner; });
		}
	}
}

void Shim::RunMenuStartup()
{
	UToolMenus::Get()->ShimStartup.Broadcast();
}
