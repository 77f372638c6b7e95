// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"
#include "AsyncTickBridge.h"

/** Why a managed half's table cannot be used, in words for a person; empty when it can. */
FString FindAsyncTickMismatch(const FAsyncTickManagedApi& Managed);
