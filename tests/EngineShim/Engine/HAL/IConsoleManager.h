// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Containers/UnrealString.h"
#include "Delegates/Delegate.h"

#include <memory>
#include <vector>

class FOutputDevice;
class UWorld;

enum EConsoleVariableFlags : uint32
{
	ECVF_Default = 0x0,
	ECVF_Cheat = 0x1,
	ECVF_ReadOnly = 0x4,
};

using FConsoleCommandDelegate = TDelegate<void()>;
using FConsoleCommandWithArgsDelegate = TDelegate<void(const TArray<FString>&)>;
using FConsoleCommandWithWorldArgsAndOutputDeviceDelegate = TDelegate<void(const TArray<FString>&, UWorld*, FOutputDevice&)>;

class IConsoleObject
{
public:
	virtual ~IConsoleObject() = default;
	virtual const TCHAR* GetHelp() const = 0;
	virtual bool TestFlags(EConsoleVariableFlags Flags) const = 0;
};

class IConsoleCommand : public IConsoleObject
{
public:
	virtual void Execute(const TArray<FString>& Arguments, UWorld* World, FOutputDevice& Output) = 0;
};

class IConsoleManager
{
public:
	static IConsoleManager& Get();

	IConsoleCommand* RegisterConsoleCommand(const TCHAR* Name, const TCHAR* Help, const FConsoleCommandWithWorldArgsAndOutputDeviceDelegate& Command, uint32 Flags = ECVF_Default);
	IConsoleCommand* RegisterConsoleCommand(const TCHAR* Name, const TCHAR* Help, const FConsoleCommandWithArgsDelegate& Command, uint32 Flags = ECVF_Default);
	void UnregisterConsoleObject(IConsoleObject* Object, bool bKeepState = true);
	IConsoleObject* FindConsoleObject(const TCHAR* Name, bool bTrackFrequentCalls = true) const;

	/**
	 * The engine's rules: the name ends at white space; the rest is split at white space, and quotes mean nothing;
	 * "name ?" and "name?" print the help text; an unknown name returns false and says nothing.
	 */
	bool ProcessUserConsoleInput(const TCHAR* Input, FOutputDevice& Output, UWorld* World);

private:
	struct FEntry
	{
		FString Name;
		std::unique_ptr<IConsoleCommand> Command;
	};
	IConsoleCommand* Add(const TCHAR* Name, std::unique_ptr<IConsoleCommand> Command);
	std::vector<FEntry> Entries;
};
