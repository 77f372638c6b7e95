// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickManagedTable.h"

FString FindAsyncTickMismatch(const FAsyncTickManagedApi& Managed)
{
	if (Managed.Version != AsyncTickBridgeVersion || Managed.Size != sizeof(FAsyncTickManagedApi))
	{
		return FString::Printf(
			TEXT("The managed half has bridge version %u (%u bytes), the native half %u (%u bytes): build both from the same sources."),
			Managed.Version, Managed.Size, AsyncTickBridgeVersion, static_cast<uint32>(sizeof(FAsyncTickManagedApi)));
	}
	const bool bComplete = Managed.Context != nullptr && Managed.Doorbell != nullptr && Managed.Tick != nullptr && Managed.Execute != nullptr
		&& Managed.EndWorld != nullptr && Managed.BeginSession != nullptr && Managed.EndSession != nullptr && Managed.Configure != nullptr
		&& Managed.PreExit != nullptr && Managed.Stop != nullptr && Managed.TickPhase != nullptr && Managed.ListTasks != nullptr
		&& Managed.SetTaskEvents != nullptr && Managed.StartRequest != nullptr && Managed.CancelRequest != nullptr && Managed.EndQuery != nullptr
		&& Managed.EndLoad != nullptr;
	if (!bComplete || Managed.Doorbell->Version != AsyncTickDoorbellVersion)
	{
		return FString(TEXT("The managed half has left a part of its table empty, or its doorbell has another version: build both halves from the same sources."));
	}
	return FString();
}
