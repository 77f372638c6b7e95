// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickMessageLog.h"

#include "HAL/PlatformTime.h"
#include "Logging/MessageLog.h"
#include "Logging/TokenizedMessage.h"
#include "MessageLogInitializationOptions.h"
#include "MessageLogModule.h"
#include "Misc/OutputDeviceRedirector.h"
#include "Misc/Paths.h"
#include "Misc/ScopeLock.h"
#include "Modules/ModuleManager.h"
#include "SourceCodeNavigation.h"

#define LOCTEXT_NAMESPACE "UnrealAsyncTick"

FName GetAsyncTickListing()
{
	return FName(TEXT("AsyncTick"));
}

FAsyncTickMessageLog::~FAsyncTickMessageLog()
{
	Stop();
}

void FAsyncTickMessageLog::Start()
{
	FMessageLogInitializationOptions Options;
	Options.bShowFilters = true;
	Options.bAllowClear = true;
	FModuleManager::LoadModuleChecked<FMessageLogModule>(TEXT("MessageLog")).RegisterLogListing(GetAsyncTickListing(), LOCTEXT("MessageLogLabel", "Async Tick"), Options);
	TickerHandle = FTSTicker::GetCoreTicker().AddTicker(FTickerDelegate::CreateRaw(this, &FAsyncTickMessageLog::Show));
	GLog->AddOutputDevice(this);
	bStarted = true;
}

void FAsyncTickMessageLog::Stop()
{
	if (!bStarted)
	{
		return;
	}
	bStarted = false;
	if (GLog != nullptr)
	{
		GLog->RemoveOutputDevice(this);
	}
	FTSTicker::RemoveTicker(TickerHandle);
	TickerHandle.Reset();
	if (FMessageLogModule* Module = FModuleManager::GetModulePtr<FMessageLogModule>(TEXT("MessageLog")))
	{
		Module->UnregisterLogListing(GetAsyncTickListing());
	}
}

void FAsyncTickMessageLog::Serialize(const TCHAR* Line, ELogVerbosity::Type Verbosity, const FName& Category)
{
	if (Verbosity == ELogVerbosity::Error && Category == FName(TEXT("LogAsyncTick")))
	{
		const FScopeLock Lock(&Section);
		Pending.Add(FString(Line));
	}
}

bool FAsyncTickMessageLog::Show(float)
{
	TArray<FString> Lines;
	{
		const FScopeLock Lock(&Section);
		if (!Pending.IsEmpty())
		{
			Lines = MoveTemp(Pending);
			Pending.Reset();
		}
	}
	if (!Lines.IsEmpty())
	{
		Notice.Show(Lines[0], Lines.Num(), FPlatformTime::Seconds());
	}
	for (const FString& Line : Lines)
	{
		// It is in the output log already.
		FMessageLog MessageLog(GetAsyncTickListing());
		MessageLog.SuppressLoggingToOutputLog(true);
		const TSharedRef<FTokenizedMessage> Message = MessageLog.Error(FText::FromString(Line));
		FString File;
		int32 LineNumber = 0;
		if (FindAsyncTickSource(Line, File, LineNumber) && FPaths::FileExists(File))
		{
			Message->AddToken(FActionToken::Create(
				FText::FromString(FString::Printf(TEXT("%s:%d"), *FPaths::GetCleanFilename(File), LineNumber)),
				LOCTEXT("OpenSource", "Opens this line in your code editor."),
				FOnActionTokenExecuted::CreateLambda([File, LineNumber]()
					{ FSourceCodeNavigation::OpenSourceFile(File, LineNumber); })));
		}
	}
	return true;
}

bool FindAsyncTickSource(const FString& Text, FString& OutFile, int32& OutLine)
{
	const FString Before(TEXT(" in "));
	const FString After(TEXT(":line "));
	const int32 End = Text.Find(*After, ESearchCase::CaseSensitive);
	const int32 Start = End != INDEX_NONE ? Text.Find(*Before, ESearchCase::CaseSensitive, ESearchDir::FromEnd, End) : INDEX_NONE;
	if (Start == INDEX_NONE)
	{
		return false;
	}
	const int32 FileStart = Start + Before.Len();
	OutFile = Text.Mid(FileStart, End - FileStart);
	OutLine = 0;
	for (int32 Index = End + After.Len(); Index < Text.Len() && FChar::IsDigit(Text[Index]); ++Index)
	{
		OutLine = OutLine * 10 + static_cast<int32>(Text[Index] - TEXT('0'));
	}
	return OutLine > 0 && !OutFile.Contains(TEXT("\n"));
}

#undef LOCTEXT_NAMESPACE
