// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Containers/Array.h"
#include "Misc/Char.h"
#include "Misc/CheckedFormat.h"
#include "Templates/UnrealTemplate.h"

namespace Shim
{
	/** One argument of a format, after its type was checked. */
	struct FArgument
	{
		const TCHAR* Text = nullptr;
		long long Signed = 0;
		unsigned long long Unsigned = 0;
		double Floating = 0.0;

		FArgument(const TCHAR* Value)
			: Text(Value)
		{
		}
		FArgument(double Value)
			: Floating(Value)
		{
		}
		template <typename T>
		requires std::is_integral_v<T>
		FArgument(T Value)
			: Signed(static_cast<long long>(Value))
			, Unsigned(static_cast<unsigned long long>(Value))
		{
		}
		FArgument(const void* Value)
			: Unsigned(reinterpret_cast<UPTRINT>(Value))
		{
		}
	};
}
namespace ESearchCase
{
	enum Type
	{
		CaseSensitive,
		IgnoreCase
	};
}
namespace ESearchDir
{
	enum Type
	{
		FromStart,
		FromEnd
	};
}

class FString;
namespace Shim
{
	FString FormatChecked(const TCHAR* Format, const FArgument* Arguments);
}

class FString
{
public:
	FString() = default;
	FString(const TCHAR* Text)
	{
		if (Text != nullptr)
		{
			int32 Count = 0;
			while (Text[Count] != TCHAR(0))
			{
				++Count;
			}
			AppendChars(Text, Count);
		}
	}

	const TCHAR* operator*() const { return Characters.IsEmpty() ? TEXT("") : Characters.GetData(); }
	const TCHAR& operator[](int32 Index) const { return Characters[Index]; }
	int32 Len() const { return Characters.IsEmpty() ? 0 : Characters.Num() - 1; }
	bool IsEmpty() const { return Len() == 0; }
	TArray<TCHAR>& GetCharArray() { return Characters; }
	void Reset() { Characters.Reset(); }

	void AppendChars(const TCHAR* Text, int32 Count)
	{
		if (Count > 0)
		{
			if (!Characters.IsEmpty())
			{
				Characters.SetNumUninitialized(Characters.Num() - 1);
			}
			Characters.Append(Text, Count);
			Characters.Add(TCHAR(0));
		}
	}
	FString& AppendChar(TCHAR Character)
	{
		AppendChars(&Character, 1);
		return *this;
	}
	FString& operator+=(const TCHAR* Text)
	{
		const FString Other(Text);
		AppendChars(*Other, Other.Len());
		return *this;
	}
	FString& operator+=(const FString& Other)
	{
		const FString Copy(Other);
		AppendChars(*Copy, Copy.Len());
		return *this;
	}
	friend FString operator+(const FString& Left, const FString& Right)
	{
		FString Result(Left);
		Result += Right;
		return Result;
	}
	friend FString operator+(const FString& Left, const TCHAR* Right)
	{
		FString Result(Left);
		Result += Right;
		return Result;
	}

	FString Mid(int32 Start, int32 Count) const;
	FString RightChop(int32 Count) const { return Mid(Count, Len()); }
	bool Contains(const TCHAR* Text) const;
	bool StartsWith(const TCHAR* Text) const;
	/** Where the text begins, or INDEX_NONE; Start is where to begin to look. Without regard to case, as the engine's default is. */
	int32 Find(const TCHAR* Text, ESearchCase::Type SearchCase = ESearchCase::IgnoreCase, ESearchDir::Type SearchDirection = ESearchDir::FromStart, int32 Start = INDEX_NONE) const;
	void TrimStartAndEndInline();
	int32 ParseIntoArray(TArray<FString>& OutArray, const TCHAR* Delimiter, bool bCullEmpty = true) const;

	/** Without regard to case, as in the engine. */
	bool operator==(const FString& Other) const;
	bool Equals(const FString& Other) const;

	static FString Join(const TArray<FString>& Pieces, const TCHAR* Separator);

	template <typename... ArgumentTypes>
	static FString Printf(Shim::TFormat<std::type_identity_t<ArgumentTypes>...> Format, ArgumentTypes... Arguments)
	{
		const Shim::FArgument List[] = {Shim::FArgument(Arguments)..., Shim::FArgument(0)};
		return Shim::FormatChecked(Format.Text, List);
	}

private:
	TArray<TCHAR> Characters;
};
