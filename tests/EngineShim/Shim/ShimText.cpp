// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "Containers/StringConv.h"
#include "Containers/UnrealString.h"
#include "Math/UnrealMathUtility.h"
#include "UObject/NameTypes.h"

#include <cstdio>

namespace
{
	bool EqualsIgnoringCase(const FString& Left, const FString& Right)
	{
		if (Left.Len() != Right.Len())
		{
			return false;
		}
		for (int32 Index = 0; Index < Left.Len(); ++Index)
		{
			if (FChar::ToLower(Left[Index]) != FChar::ToLower(Right[Index]))
			{
				return false;
			}
		}
		return true;
	}

	int32 LengthOf(const TCHAR* Text)
	{
		int32 Length = 0;
		while (Text[Length] != TCHAR(0))
		{
			++Length;
		}
		return Length;
	}

	void AppendUtf8(std::string& Bytes, uint32 Point)
	{
		const auto Tail = [&Bytes, Point](int Shift)
		{ Bytes += static_cast<char>(0x80 | ((Point >> Shift) & 0x3F)); };
		if (Point < 0x80)
		{
			Bytes += static_cast<char>(Point);
		}
		else if (Point < 0x800)
		{
			Bytes += static_cast<char>(0xC0 | (Point >> 6));
			Tail(0);
		}
		else if (Point < 0x10000)
		{
			Bytes += static_cast<char>(0xE0 | (Point >> 12));
			Tail(6);
			Tail(0);
		}
		else
		{
			Bytes += static_cast<char>(0xF0 | (Point >> 18));
			Tail(12);
			Tail(6);
			Tail(0);
		}
	}
}

FString FString::Mid(int32 Start, int32 Count) const
{
	FString Result;
	const int32 From = std::clamp(Start, 0, Len());
	Result.AppendChars(**this + From, std::clamp(Count, 0, Len() - From));
	return Result;
}

bool FString::Contains(const TCHAR* Text) const
{
	return Find(Text) != INDEX_NONE;
}

bool FString::StartsWith(const TCHAR* Text) const
{
	const FString Wanted(Text);
	return EqualsIgnoringCase(Mid(0, Wanted.Len()), Wanted);
}

int32 FString::Find(const TCHAR* Text, ESearchCase::Type SearchCase, ESearchDir::Type SearchDirection, int32 Start) const
{
	const FString Wanted(Text);
	const bool bBackwards = SearchDirection == ESearchDir::FromEnd;
	const int32 Last = Len() - Wanted.Len();
	// Backwards, Start is where the match must end, as in the engine.
	int32 Index = !bBackwards ? FMath::Max(Start, 0) : Start == INDEX_NONE ? Last
																		   : FMath::Min(Start - Wanted.Len(), Last);
	for (; Index >= 0 && Index <= Last; Index += bBackwards ? -1 : 1)
	{
		const FString Piece = Mid(Index, Wanted.Len());
		if (SearchCase == ESearchCase::CaseSensitive ? Piece.Equals(Wanted) : EqualsIgnoringCase(Piece, Wanted))
		{
			return Index;
		}
	}
	return INDEX_NONE;
}

void FString::TrimStartAndEndInline()
{
	int32 Start = 0;
	int32 End = Len();
	while (Start < End && FChar::IsWhitespace((*this)[Start]))
	{
		++Start;
	}
	while (End > Start && FChar::IsWhitespace((*this)[End - 1]))
	{
		--End;
	}
	*this = Mid(Start, End - Start);
}

int32 FString::ParseIntoArray(TArray<FString>& OutArray, const TCHAR* Delimiter, bool bCullEmpty) const
{
	OutArray.Reset();
	FString Piece;
	for (int32 Index = 0; Index <= Len(); ++Index)
	{
		if (Index == Len() || (*this)[Index] == Delimiter[0])
		{
			if (!bCullEmpty || !Piece.IsEmpty())
			{
				OutArray.Add(Piece);
			}
			Piece.Reset();
		}
		else
		{
			Piece.AppendChar((*this)[Index]);
		}
	}
	return OutArray.Num();
}

bool FString::operator==(const FString& Other) const
{
	return EqualsIgnoringCase(*this, Other);
}

bool FString::Equals(const FString& Other) const
{
	return Len() == Other.Len() && std::equal(**this, **this + Len(), *Other);
}

FString FString::Join(const TArray<FString>& Pieces, const TCHAR* Separator)
{
	FString Result;
	for (int32 Index = 0; Index < Pieces.Num(); ++Index)
	{
		if (Index > 0)
		{
			Result += Separator;
		}
		Result += Pieces[Index];
	}
	return Result;
}

FString Shim::FormatChecked(const TCHAR* Format, const FArgument* Arguments)
{
	constexpr int BufferSize = 400;

	FString Result;
	for (; *Format != TCHAR(0); ++Format)
	{
		if (*Format != TCHAR('%'))
		{
			Result.AppendChar(*Format);
			continue;
		}
		++Format;
		if (*Format == TCHAR('%'))
		{
			Result.AppendChar(TCHAR('%'));
			continue;
		}
		std::string Flags = "%";
		while (*Format == TCHAR('.') || *Format == TCHAR('-') || *Format == TCHAR('l') || (*Format >= TCHAR('0') && *Format <= TCHAR('9')))
		{
			if (*Format != TCHAR('l'))
			{
				Flags += static_cast<char>(*Format);
			}
			++Format;
		}
		const FArgument& Argument = *Arguments++;
		if (*Format == TCHAR('s'))
		{
			Result += Argument.Text;
			continue;
		}
		char Buffer[BufferSize];
		const char Kind = static_cast<char>(*Format);
		if (Kind == 'f')
		{
			std::snprintf(Buffer, sizeof(Buffer), (Flags + "f").c_str(), Argument.Floating);
		}
		else if (Kind == 'd')
		{
			std::snprintf(Buffer, sizeof(Buffer), (Flags + "lld").c_str(), Argument.Signed);
		}
		else
		{
			std::snprintf(Buffer, sizeof(Buffer), (Flags + "ll" + (Kind == 'p' ? 'x' : Kind)).c_str(), Argument.Unsigned);
		}
		Result += *FName(Buffer).ToString();
	}
	return Result;
}

FTCHARToUTF8::FTCHARToUTF8(const TCHAR* Text)
	: FTCHARToUTF8(Text, LengthOf(Text))
{
}

FTCHARToUTF8::FTCHARToUTF8(const TCHAR* Text, int32 Length)
{
	for (int32 Index = 0; Index < Length; ++Index)
	{
		uint32 Point = static_cast<uint16>(Text[Index]);
		if (Point >= 0xD800 && Point < 0xE000)
		{
			const uint32 Low = Point < 0xDC00 && Index + 1 < Length ? static_cast<uint16>(Text[Index + 1]) : 0u;
			const bool bPair = Low >= 0xDC00 && Low < 0xE000;
			Point = bPair ? 0x10000 + ((Point - 0xD800) << 10) + (Low - 0xDC00) : 0xFFFD;
			Index += bPair ? 1 : 0;
		}
		AppendUtf8(Bytes, Point);
	}
}

FUTF8ToTCHAR::FUTF8ToTCHAR(const ANSICHAR* Text)
	: FUTF8ToTCHAR(Text, static_cast<int32>(std::char_traits<char>::length(Text)))
{
}

FUTF8ToTCHAR::FUTF8ToTCHAR(const ANSICHAR* Text, int32 Length)
{
	for (int32 Index = 0; Index < Length;)
	{
		const uint8 First = static_cast<uint8>(Text[Index++]);
		const int32 More = First >= 0xF0 ? 3 : First >= 0xE0 ? 2
			: First >= 0xC0                                  ? 1
															 : 0;
		uint32 Point = More == 3 ? First & 0x07u : More == 2 ? First & 0x0Fu
			: More == 1                                      ? First & 0x1Fu
															 : First;
		for (int32 Tail = 0; Tail < More && Index < Length; ++Tail)
		{
			Point = (Point << 6) | (static_cast<uint8>(Text[Index++]) & 0x3Fu);
		}
		if (Point >= 0x10000)
		{
			Characters.push_back(static_cast<TCHAR>(0xD800 + ((Point - 0x10000) >> 10)));
			Characters.push_back(static_cast<TCHAR>(0xDC00 + (Point & 0x3FF)));
		}
		else
		{
			Characters.push_back(static_cast<TCHAR>(Point));
		}
	}
	Characters.push_back(TCHAR(0));
}
