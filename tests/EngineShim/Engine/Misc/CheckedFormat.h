// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreTypes.h"

#include <type_traits>

// Since 5.6 the engine compares printf formats with their arguments while it compiles, and takes literals only.
namespace Shim
{
	enum class EArgument : uint8
	{
		Text,
		Signed,
		Unsigned,
		Floating,
		Pointer,
		Other
	};

	template <typename T>
	consteval EArgument ClassifyArgument()
	{
		using FType = std::decay_t<T>;
		if constexpr (std::is_same_v<FType, const TCHAR*> || std::is_same_v<FType, TCHAR*>)
		{
			return EArgument::Text;
		}
		else if constexpr (std::is_floating_point_v<FType>)
		{
			return EArgument::Floating;
		}
		else if constexpr (std::is_enum_v<FType> || std::is_same_v<FType, TCHAR>)
		{
			return EArgument::Other;
		}
		else if constexpr (std::is_integral_v<FType> && std::is_signed_v<FType>)
		{
			return EArgument::Signed;
		}
		else if constexpr (std::is_integral_v<FType>)
		{
			return EArgument::Unsigned;
		}
		else if constexpr (std::is_pointer_v<FType>)
		{
			return EArgument::Pointer;
		}
		else
		{
			return EArgument::Other;
		}
	}

	/** Declared and never defined: a call to it in a consteval function is an error that shows its name. */
	void Error_FormatDoesNotFitItsArguments();

	template <typename... ArgumentTypes>
	struct TCheckedFormat
	{
		const TCHAR* Text;

		template <int N>
		consteval TCheckedFormat(const TCHAR (&Literal)[N])
			: Text(Literal)
		{
			constexpr EArgument Expected[] = {ClassifyArgument<ArgumentTypes>()..., EArgument::Other};
			constexpr int Count = sizeof...(ArgumentTypes);
			int Index = 0;
			for (int At = 0; At < N - 1; ++At)
			{
				if (Literal[At] != TCHAR('%'))
				{
					continue;
				}
				++At;
				if (Literal[At] == TCHAR('%'))
				{
					continue;
				}
				while (Literal[At] == TCHAR('.') || Literal[At] == TCHAR('-') || Literal[At] == TCHAR('l') || (Literal[At] >= TCHAR('0') && Literal[At] <= TCHAR('9')))
				{
					++At;
				}
				const TCHAR Kind = Literal[At];
				const EArgument Found = Index < Count ? Expected[Index] : EArgument::Other;
				const bool bFits = (Kind == TCHAR('s') && Found == EArgument::Text) || (Kind == TCHAR('d') && Found == EArgument::Signed)
					|| ((Kind == TCHAR('u') || Kind == TCHAR('x')) && Found == EArgument::Unsigned) || (Kind == TCHAR('f') && Found == EArgument::Floating)
					|| (Kind == TCHAR('p') && Found == EArgument::Pointer);
				if (!bFits)
				{
					Error_FormatDoesNotFitItsArguments();
				}
				++Index;
			}
			if (Index != Count)
			{
				Error_FormatDoesNotFitItsArguments();
			}
		}
	};

	template <typename T>
	struct TIdentity
	{
		using Type = T;
	};

	/** What UE_LOG and Printf take as their first parameter; the others decide what it must look like. */
	template <typename... ArgumentTypes>
	using TFormat = typename TIdentity<TCheckedFormat<ArgumentTypes...>>::Type;
}
