// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Containers/UnrealString.h"
#include "Logging/LogVerbosity.h"
#include "UObject/NameTypes.h"

struct FLogCategoryBase
{
	FLogCategoryBase(const TCHAR* InName, ELogVerbosity::Type InVerbosity)
		: Name(InName)
		, Verbosity(InVerbosity)
	{
	}
	bool IsSuppressed(ELogVerbosity::Type Level) const { return Level > Verbosity; }
	const FName& GetCategoryName() const { return Name; }
	void SetVerbosity(ELogVerbosity::Type NewVerbosity) { Verbosity = NewVerbosity; }

private:
	FName Name;
	ELogVerbosity::Type Verbosity;
};

namespace Shim
{
	/** Any thread. */
	void WriteLog(const FLogCategoryBase& Category, ELogVerbosity::Type Verbosity, const FString& Line);
	[[noreturn]] void DieOfFatalLog(const FString& Line);

	template <ELogVerbosity::Type Verbosity, typename... ArgumentTypes>
	void LogChecked(const FLogCategoryBase& Category, TFormat<std::type_identity_t<ArgumentTypes>...> Format, ArgumentTypes... Arguments)
	{
		if constexpr (Verbosity == ELogVerbosity::Fatal)
		{
			const FArgument List[] = {FArgument(Arguments)..., FArgument(0)};
			DieOfFatalLog(FormatChecked(Format.Text, List));
		}
		else if (!Category.IsSuppressed(Verbosity))
		{
			const FArgument List[] = {FArgument(Arguments)..., FArgument(0)};
			WriteLog(Category, Verbosity, FormatChecked(Format.Text, List));
		}
	}
}

/** What a category is in a build without a log: it has nothing to ask. */
struct FNoLoggingCategory
{
};

#if NO_LOGGING
	#define DECLARE_LOG_CATEGORY_EXTERN(Category, Default, CompileTime) extern FNoLoggingCategory Category
	#define DEFINE_LOG_CATEGORY(Category) FNoLoggingCategory Category
	#define UE_LOG(Category, Verbosity, Format, ...) \
		do \
		{ \
			if constexpr (ELogVerbosity::Verbosity == ELogVerbosity::Fatal) \
			{ \
				Shim::DieOfFatalLog(FString::Printf(Format __VA_OPT__(, ) __VA_ARGS__)); \
			} \
		} while (false)
#else
	#define DECLARE_LOG_CATEGORY_EXTERN(Category, Default, CompileTime) \
		extern struct FLogCategory##Category : public FLogCategoryBase \
		{ \
			FLogCategory##Category() \
				: FLogCategoryBase(TEXT(#Category), ELogVerbosity::Default) \
			{ \
			} \
		} Category
	#define DEFINE_LOG_CATEGORY(Category) FLogCategory##Category Category
	#define UE_LOG(Category, Verbosity, Format, ...) Shim::LogChecked<ELogVerbosity::Verbosity>(Category, Format __VA_OPT__(, ) __VA_ARGS__)
#endif
