// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "Containers/Ticker.h"
#include "Editor.h"
#include "Engine/World.h"
#include "EngineShim.h"
#include "HAL/IConsoleManager.h"
#include "Interfaces/IPluginManager.h"
#include "Misc/CoreDelegates.h"
#include "Misc/CoreMisc.h"
#include "Misc/OutputDeviceRedirector.h"
#include "Modules/ModuleManager.h"
#include "ScopedTransaction.h"
#include "ShimState.h"
#include "ToolMenus.h"

#include <cstdio>
#include <cstdlib>

bool GIsEditor = false;
bool GIsRunning = false;
uint64 GFrameCounter = 0;
UEngine* GEngine = nullptr;
UEditorEngine* GEditor = nullptr;

static FOutputDeviceRedirector ShimRedirector;
FOutputDeviceRedirector* GLog = &ShimRedirector;

FSimpleMulticastDelegate FCoreDelegates::OnFEngineLoopInitComplete;
FSimpleMulticastDelegate FCoreDelegates::OnEnginePreExit;
FSimpleMulticastDelegate FCoreDelegates::OnPreExit;
FSimpleMulticastDelegate FCoreDelegates::OnSamplingInput;
FSimpleMulticastDelegate FCoreDelegates::OnEndFrame;
TMulticastDelegate<void(UWorld*, const UWorld::InitializationValues)> FWorldDelegates::OnPostWorldInitialization;
TMulticastDelegate<void(UWorld*)> FWorldDelegates::OnWorldBeginTearDown;
TMulticastDelegate<void(UWorld*, bool, bool)> FWorldDelegates::OnWorldCleanup;
FEditorDelegates::FOnPIEEvent FEditorDelegates::BeginPIE;
FEditorDelegates::FOnPIEEvent FEditorDelegates::PostPIEStarted;
FEditorDelegates::FOnPIEEvent FEditorDelegates::PrePIEEnded;
FEditorDelegates::FOnPIEEvent FEditorDelegates::EndPIE;
FEditorDelegates::FOnPIEEvent FEditorDelegates::ShutdownPIE;
FSimpleMulticastDelegate FEditorDelegates::CancelPIE;
TMulticastDelegate<void(double)> FEditorDelegates::OnEditorInitialized;
std::vector<FString> FScopedTransaction::ShimFinished;
int32 FScopedTransaction::ShimOpen = 0;
int32 FScopedTransaction::ShimModified = 0;

bool IsInGameThread()
{
	return std::this_thread::get_id() == Shim::State().GameThread;
}

bool IsRunningCommandlet()
{
	return Shim::State().Options.bCommandlet;
}

void Shim::WriteLog(const FLogCategoryBase& Category, ELogVerbosity::Type Verbosity, const FString& Line)
{
	GLog->Serialize(*Line, Verbosity, Category.GetCategoryName());
}

void Shim::DieOfFatalLog(const FString& Line)
{
	std::fprintf(stderr, "Fatal: %s\n", ToUtf8(Line).c_str());
	std::abort();
}

void FOutputDeviceRedirector::Serialize(const TCHAR* Line, ELogVerbosity::Type Verbosity, const FName& Category)
{
	const std::scoped_lock Lock(Mutex);
	for (FOutputDevice* Device : Devices)
	{
		Device->Serialize(Line, Verbosity, Category);
	}
}

void FOutputDeviceRedirector::AddOutputDevice(FOutputDevice* Device)
{
	const std::scoped_lock Lock(Mutex);
	Devices.push_back(Device);
}

void FOutputDeviceRedirector::RemoveOutputDevice(FOutputDevice* Device)
{
	const std::scoped_lock Lock(Mutex);
	std::erase(Devices, Device);
}

FTSTicker& FTSTicker::GetCoreTicker()
{
	static FTSTicker Ticker;
	return Ticker;
}

FTSTicker::FDelegateHandle FTSTicker::AddTicker(const FTickerDelegate& Delegate, float Delay)
{
	TSharedPtr<FElement> Element = MakeShared<FElement>();
	Element->Delegate = Delegate;
	Element->Delay = Delay;
	Element->DueTime = Now + static_cast<double>(Delay);
	Added.push_back(Element);
	return Element;
}

void FTSTicker::RemoveTicker(FDelegateHandle Handle)
{
	const TSharedPtr<FElement> Element = Handle.Pin();
	if (Element.IsValid())
	{
		Element->bRemoved = true;
	}
	FTSTicker& Ticker = GetCoreTicker();
	if (Ticker.Depth == 0)
	{
		const auto bRemoved = [](const TSharedPtr<FElement>& Each)
		{ return Each->bRemoved; };
		std::erase_if(Ticker.Elements, bRemoved);
		std::erase_if(Ticker.Added, bRemoved);
	}
}

void FTSTicker::Tick(float DeltaTime)
{
	Now += static_cast<double>(DeltaTime);
	Elements.insert(Elements.end(), Added.begin(), Added.end());
	Added.clear();

	++Depth;
	const std::vector<TSharedPtr<FElement>> Current = Elements;
	for (const TSharedPtr<FElement>& Element : Current)
	{
		if (!Element->bRemoved && Element->DueTime <= Now)
		{
			Element->bRemoved |= !Element->Delegate.Execute(DeltaTime);
			Element->DueTime = Now + static_cast<double>(Element->Delay);
		}
	}
	if (--Depth == 0)
	{
		std::erase_if(Elements, [](const TSharedPtr<FElement>& Each)
			{ return Each->bRemoved; });
	}
}

FModuleManager& FModuleManager::Get()
{
	// Never freed: modules register themselves from static initializers.
	static FModuleManager& Manager = *new FModuleManager();
	return Manager;
}

IModuleInterface& FModuleManager::Load(FName Name)
{
	if (IModuleInterface* Loaded = Find(Name))
	{
		return *Loaded;
	}
	for (const auto& [FactoryName, Factory] : Factories)
	{
		if (FactoryName == Name)
		{
			Modules.push_back({Name, std::unique_ptr<IModuleInterface>(Factory())});
			IModuleInterface& Module = *Modules.back().Module;
			Module.StartupModule();
			return Module;
		}
	}
	std::fprintf(stderr, "no such module: %s\n", Shim::ToUtf8(Name.ToString()).c_str());
	std::abort();
}

IModuleInterface* FModuleManager::Find(FName Name)
{
	for (const FModule& Module : Modules)
	{
		if (Module.Name == Name)
		{
			return Module.Module.get();
		}
	}
	return nullptr;
}

void FModuleManager::ShimUnloadAll()
{
	while (!Modules.empty())
	{
		Modules.back().Module->ShutdownModule();
		Modules.pop_back();
	}
}

void FModuleManager::ShimAddFactory(const TCHAR* Name, FFactory Factory)
{
	Factories.emplace_back(FName(Name), Factory);
}

IPluginManager& IPluginManager::Get()
{
	static IPluginManager Manager;
	return Manager;
}

TSharedPtr<IPlugin> IPluginManager::FindPlugin(const TCHAR* Name)
{
	return FString(Name) == FString(TEXT("UnrealAsyncTick")) ? MakeShared<IPlugin>(Shim::FromUtf8(Shim::State().Options.PluginDirectory)) : TSharedPtr<IPlugin>();
}

FScopedTransaction::FScopedTransaction(const FText& SessionName, bool)
{
	++ShimOpen;
	ShimFinished.push_back(SessionName.ToString());
}

FScopedTransaction::~FScopedTransaction()
{
	--ShimOpen;
}

void UEngine::AddOnScreenDebugMessage(uint64, float, FColor, const FString& Message, bool)
{
	ShimMessages.Add(Message);
}

void UEngine::AddOnScreenDebugMessage(int32, float, FColor, const FString& Message, bool)
{
	ShimMessages.Add(Message);
}

FWorldContext& UEditorEngine::GetEditorWorldContext()
{
	// The editor has one always; while it changes maps there is no world in it.
	static FWorldContext Empty;
	for (int32 Index = 0; Index < ShimContexts.Num(); ++Index)
	{
		if (ShimContexts[Index].WorldType == EWorldType::Editor)
		{
			return ShimContexts[Index];
		}
	}
	return Empty;
}

void UEditorEngine::RequestPlaySession(const FRequestPlaySessionParams&)
{
	ShimPlayRequested = true;
}

void UEditorEngine::RequestEndPlayMap()
{
	ShimEndRequested = true;
}

FWorldContext& UEngine::CreateNewWorldContext(EWorldType::Type WorldType)
{
	FWorldContext* Context = new FWorldContext();
	Context->WorldType = WorldType;
	ShimContexts.Add(Context);
	return *Context;
}

void UEngine::DestroyWorldContext(UWorld* World)
{
	Shim::RemoveContext(World);
}
