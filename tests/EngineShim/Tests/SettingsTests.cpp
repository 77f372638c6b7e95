// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "../../../Source/UnrealAsyncTick/Private/UnrealAsyncTickSettings.h"
#include "FakeManaged.h"
#include "Testing.h"
#include "UObject/UObjectGlobals.h"

namespace
{
	/** What the managed half is told about the command socket, in the editor or in a game. */
	int32 TellCommandSocket(EAsyncTickCommandSocket Setting, bool bEditor)
	{
		UUnrealAsyncTickSettings* Settings = GetMutableDefault<UUnrealAsyncTickSettings>();
		Settings->CommandSocket = Setting;
		Shim::FOptions Options = FEngineFixture::MakeOptions();
		Options.bEditor = bEditor;
		const FEngineFixture Engine(true, Options);
		Settings->CommandSocket = EAsyncTickCommandSocket::EditorOnly;
		return FEngineFixture::Module().GetStartInfo().Settings.CommandSocket;
	}
}

#if UE_BUILD_SHIPPING

TEST(Shipping_CommandSocket_IsNeverOpened)
{
	EXPECT(TellCommandSocket(EAsyncTickCommandSocket::Always, false) == -1);
}

#else

TEST(Settings_CommandSocket_IsOpenedInTheEditorAndInGamesThatAskForIt)
{
	EXPECT(TellCommandSocket(EAsyncTickCommandSocket::EditorOnly, false) == 0);
	EXPECT(TellCommandSocket(EAsyncTickCommandSocket::Always, false) == 1);
	EXPECT(TellCommandSocket(EAsyncTickCommandSocket::Off, false) == 0);
	#if WITH_EDITOR
	EXPECT(TellCommandSocket(EAsyncTickCommandSocket::EditorOnly, true) == 1);
	EXPECT(TellCommandSocket(EAsyncTickCommandSocket::Always, true) == 1);
	EXPECT(TellCommandSocket(EAsyncTickCommandSocket::Off, true) == 0);
	#endif
}

#endif
