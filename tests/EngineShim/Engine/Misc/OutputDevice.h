// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Containers/UnrealString.h"
#include "Logging/LogVerbosity.h"
#include "UObject/NameTypes.h"

class FOutputDevice
{
public:
	virtual ~FOutputDevice() = default;
	virtual void Serialize(const TCHAR* Line, ELogVerbosity::Type Verbosity, const FName& Category) = 0;

	virtual bool CanBeUsedOnAnyThread() const { return false; }
	virtual bool CanBeUsedOnMultipleThreads() const { return false; }

	void Log(const FName& Category, ELogVerbosity::Type Verbosity, const FString& Line) { Serialize(*Line, Verbosity, Category); }

	template <typename... ArgumentTypes>
	void Logf(Shim::TFormat<std::type_identity_t<ArgumentTypes>...> Format, ArgumentTypes... Arguments)
	{
		const Shim::FArgument List[] = {Shim::FArgument(Arguments)..., Shim::FArgument(0)};
		Serialize(*Shim::FormatChecked(Format.Text, List), ELogVerbosity::Log, FName());
	}
};
