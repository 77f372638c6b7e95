// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Delegates/Delegate.h"
#include "Engine/Engine.h"
#include "PlayInEditorDataTypes.h"

class UEditorEngine : public UEngine
{
public:
	FWorldContext& GetEditorWorldContext();
	UWorld* PlayWorld = nullptr;

	/** Both happen at the end of the frame, or of the next. */
	void RequestPlaySession(const FRequestPlaySessionParams& Parameters);
	void RequestEndPlayMap();
	bool ShimPlayRequested = false;
	bool ShimEndRequested = false;
};

extern UEditorEngine* GEditor;

struct FEditorDelegates
{
	using FOnPIEEvent = TMulticastDelegate<void(const bool)>;

	static FOnPIEEvent BeginPIE;
	static FOnPIEEvent PostPIEStarted;
	static FOnPIEEvent PrePIEEnded;
	static FOnPIEEvent EndPIE;
	static FOnPIEEvent ShutdownPIE;
	static FSimpleMulticastDelegate CancelPIE;
	/** With the seconds that it took; the first map is open. */
	static TMulticastDelegate<void(double)> OnEditorInitialized;
};
