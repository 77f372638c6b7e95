// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

// The engine's header tool reads these; to the compiler they say nothing.
#define UCLASS(...)
#define UENUM(...)
#define UFUNCTION(...)
#define UPROPERTY(...)
#define UMETA(...)
#define GENERATED_BODY()
