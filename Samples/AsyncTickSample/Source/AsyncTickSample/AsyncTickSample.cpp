// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "CoreMinimal.h"
#include "HAL/IConsoleManager.h"
#include "Misc/OutputDeviceRedirector.h"
#include "Modules/ModuleManager.h"
#include "UnrealAsyncTickModule.h"

/** The game. C++ that wants a script to run types its command, as a user does, and asks the plugin's module how it is. */
class FAsyncTickSampleModule final : public IModuleInterface
{
public:
	virtual void StartupModule() override
	{
		Command = IConsoleManager::Get().RegisterConsoleCommand(
			TEXT("AsyncTickSample.Greet"),
			TEXT("AsyncTickSample.Greet <name>: runs Content/Scripts/Greet.cs."),
			FConsoleCommandWithArgsDelegate::CreateStatic(&FAsyncTickSampleModule::Greet));
	}

	virtual void ShutdownModule() override
	{
		IConsoleManager::Get().UnregisterConsoleObject(Command, false);
		Command = nullptr;
	}

private:
	static void Greet(const TArray<FString>& Arguments)
	{
		const IUnrealAsyncTickModule* AsyncTick = FModuleManager::GetModulePtr<IUnrealAsyncTickModule>(TEXT("UnrealAsyncTick"));
		if (AsyncTick == nullptr || !AsyncTick->IsConnected())
		{
			GLog->Log(FName(TEXT("LogAsyncTickSample")), ELogVerbosity::Warning, FString(TEXT("C# is not available.")));
			return;
		}
		const FString Line = FString::Printf(TEXT("AsyncTick.Run Greet.cs %s"), *FString::Join(Arguments, TEXT(" ")));
		IConsoleManager::Get().ProcessUserConsoleInput(*Line, *GLog, nullptr);
	}

	IConsoleObject* Command = nullptr;
};

IMPLEMENT_MODULE(FAsyncTickSampleModule, AsyncTickSample)
