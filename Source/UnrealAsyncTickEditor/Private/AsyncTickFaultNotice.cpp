// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickFaultNotice.h"

#include "AsyncTickMessageLog.h"
#include "Framework/Application/SlateApplication.h"
#include "Framework/Notifications/NotificationManager.h"
#include "Logging/MessageLog.h"
#include "Widgets/Notifications/SNotificationList.h"

#define LOCTEXT_NAMESPACE "UnrealAsyncTick"

void FAsyncTickFaultNotice::Show(const FString& FirstLine, int32 Count, double Now)
{
	constexpr float Seconds = 6.0f;

	// A commandlet has no windows.
	if (Now < Until || !FSlateApplication::IsInitialized())
	{
		return;
	}
	Until = Now + static_cast<double>(Seconds);
	FNotificationInfo Info(FText::FromString(Describe(FirstLine, Count)));
	Info.ExpireDuration = Seconds;
	Info.bFireAndForget = true;
	Info.Hyperlink = FSimpleDelegate::CreateLambda([]
		{ FMessageLog(GetAsyncTickListing()).Open(EMessageSeverity::Info, true); });
	Info.HyperlinkText = LOCTEXT("OpenLog", "Open log");
	const TSharedPtr<SNotificationItem> Item = FSlateNotificationManager::Get().AddNotification(Info);
	if (Item.IsValid())
	{
		Item->SetCompletionState(SNotificationItem::CS_Fail);
	}
}

FString FAsyncTickFaultNotice::Describe(const FString& FirstLine, int32 Count)
{
	constexpr int32 Longest = 160;

	const int32 End = FirstLine.Find(TEXT("\n"), ESearchCase::CaseSensitive);
	FString Text = End != INDEX_NONE ? FirstLine.Mid(0, End) : FirstLine;
	if (Text.Len() > Longest)
	{
		Text = Text.Mid(0, Longest) + TEXT("...");
	}
	return Count > 1 ? FString::Printf(TEXT("%s (and %d more)"), *Text, Count - 1) : Text;
}

#undef LOCTEXT_NAMESPACE
