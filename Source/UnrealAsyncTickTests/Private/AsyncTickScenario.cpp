// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickScenario.h"

#include "Engine/Engine.h"
#include "Engine/World.h"
#include "HAL/IConsoleManager.h"
#include "HAL/PlatformTime.h"
#include "Misc/FileHelper.h"
#include "Misc/OutputDeviceRedirector.h"
#include "Misc/Paths.h"
#include "Misc/ScopeLock.h"
#include "Modules/ModuleManager.h"
#include "UnrealAsyncTickModule.h"

#if WITH_DEV_AUTOMATION_TESTS

FAsyncTickScenario::FAsyncTickScenario(FAutomationTestBase& InTest)
	: Test(InTest)
{
	GLog->AddOutputDevice(this);
}

FAsyncTickScenario::~FAsyncTickScenario()
{
	if (GLog != nullptr)
	{
		GLog->RemoveOutputDevice(this);
	}
}

void FAsyncTickScenario::Run(const FString& Name, const FString& Script, UWorld* World)
{
	const FString File = FPaths::ConvertRelativePathToFull(FPaths::Combine(FPaths::ProjectSavedDir(), TEXT("AsyncTick"), TEXT("Tests"), Name));
	if (!FFileHelper::SaveStringToFile(Script, *File))
	{
		Test.AddError(FString::Printf(TEXT("%s could not be written."), *File));
		return;
	}
	Type(FString::Printf(TEXT("AsyncTick.Run \"%s\""), *File), World);
}

void FAsyncTickScenario::Type(const FString& Command, UWorld* World)
{
	if (!IConsoleManager::Get().ProcessUserConsoleInput(*Command, *this, World))
	{
		Test.AddError(FString::Printf(TEXT("The console does not know '%s'."), *Command));
	}
}

bool FAsyncTickScenario::HasLine(const FString& Text)
{
	const FScopeLock Lock(&Section);
	for (const FString& Line : Lines)
	{
		if (Line.Contains(*Text))
		{
			return true;
		}
	}
	return false;
}

FString FAsyncTickScenario::FindLine(const FString& Start)
{
	const FScopeLock Lock(&Section);
	for (const FString& Line : Lines)
	{
		if (Line.StartsWith(*Start))
		{
			return Line;
		}
	}
	return FString();
}

void FAsyncTickScenario::Forget()
{
	const FScopeLock Lock(&Section);
	Lines.Empty();
}

void FAsyncTickScenario::Serialize(const TCHAR* Line, ELogVerbosity::Type, const FName& Category)
{
	if (Category == FName(TEXT("LogAsyncTick")))
	{
		const FScopeLock Lock(&Section);
		Lines.Add(FString(Line));
	}
}

UWorld* FAsyncTickScenario::GetWorld()
{
	UWorld* Found = nullptr;
	for (const FWorldContext& Context : GEngine->GetWorldContexts())
	{
		const bool bPlays = Context.WorldType == EWorldType::PIE || Context.WorldType == EWorldType::Game;
		if (Context.World() != nullptr && (bPlays || (Context.WorldType == EWorldType::Editor && Found == nullptr)))
		{
			Found = Context.World();
		}
	}
	return Found;
}

void AwaitAsyncTick(const FAsyncTickScenarioPtr& Scenario, const TCHAR* What, TFunction<bool()> Predicate)
{
	constexpr double Limit = 180.0;

	const FString Description(What);
	const TSharedPtr<double> Deadline = MakeShared<double>(0.0);
	ADD_LATENT_AUTOMATION_COMMAND(FFunctionLatentCommand([Scenario, Description, Predicate, Deadline]()
		{
		if (*Deadline == 0.0)
		{
			// Of the frame in which this wait begins, which is not the one in which it was written down.
			*Deadline = FPlatformTime::Seconds() + Limit;
		}
		if (!Predicate() && FPlatformTime::Seconds() < *Deadline)
		{
			return false;
		}
		if (!Predicate())
		{
			Scenario->Test.AddError(FString::Printf(TEXT("In three minutes there was no %s."), *Description));
		}
		return true; }));
}

void AwaitAsyncTickLine(const FAsyncTickScenarioPtr& Scenario, const TCHAR* Text)
{
	const FString Wanted(Text);
	AwaitAsyncTick(Scenario, Text, [Scenario, Wanted]()
		{ return Scenario->HasLine(Wanted); });
}

void ThenAsyncTick(TFunction<void()> Action)
{
	ADD_LATENT_AUTOMATION_COMMAND(FFunctionLatentCommand([Action]()
		{
		Action();
		return true; }));
}

bool IsAsyncTickConnected(FAutomationTestBase& Test)
{
	const IUnrealAsyncTickModule* Module = FModuleManager::GetModulePtr<IUnrealAsyncTickModule>(TEXT("UnrealAsyncTick"));
	const bool bConnected = Module != nullptr && Module->IsConnected();
	if (!bConnected)
	{
		Test.AddError(TEXT("No managed half is connected; the log says why."));
	}
	return bConnected;
}

#endif
