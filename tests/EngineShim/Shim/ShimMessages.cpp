// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "Logging/MessageLog.h"
#include "MessageLogModule.h"
#include "Misc/OutputDeviceRedirector.h"
#include "Modules/ModuleManager.h"
#include "ShimState.h"
#include "SourceCodeNavigation.h"

#include <map>

FString FSourceCodeNavigation::ShimOpened;
int32 FSourceCodeNavigation::ShimLine = 0;

bool FSourceCodeNavigation::OpenSourceFile(const FString& AbsoluteSourcePath, int32 LineNumber, int32)
{
	ShimOpened = AbsoluteSourcePath;
	ShimLine = LineNumber;
	return true;
}

TSharedRef<FTokenizedMessage> FMessageLog::Error(const FText& Message)
{
	Messages.push_back(TSharedRef<FTokenizedMessage>(new FTokenizedMessage(EMessageSeverity::Error, Message)));
	return Messages.back();
}

FMessageLog::~FMessageLog()
{
	check(IsInGameThread());
	if (!FModuleManager::LoadModuleChecked<FMessageLogModule>("MessageLog").IsRegisteredLogListing(Name))
	{
		return;
	}
	for (const TSharedRef<FTokenizedMessage>& Message : Messages)
	{
		ShimShown(Name).push_back(Message);
		if (!bSuppressed)
		{
			GLog->Serialize(*Message->ShimText.ToString(), ELogVerbosity::Error, Name);
		}
	}
}

std::vector<TSharedRef<FTokenizedMessage>>& FMessageLog::ShimShown(const FName& Name)
{
	static std::map<std::string, std::vector<TSharedRef<FTokenizedMessage>>> All;
	return All[Shim::ToUtf8(Name.ToString())];
}

void FMessageLogModule::RegisterLogListing(const FName& LogName, const FText&, const FMessageLogInitializationOptions&)
{
	check(!IsRegisteredLogListing(LogName));
	Listings.push_back(LogName);
}

bool FMessageLogModule::UnregisterLogListing(const FName& LogName)
{
	return std::erase(Listings, LogName) != 0;
}

bool FMessageLogModule::IsRegisteredLogListing(const FName& LogName) const
{
	return std::find(Listings.begin(), Listings.end(), LogName) != Listings.end();
}

IMPLEMENT_MODULE(FMessageLogModule, MessageLog)
