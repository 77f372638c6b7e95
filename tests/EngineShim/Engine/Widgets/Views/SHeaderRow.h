// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "UObject/NameTypes.h"
#include "Widgets/DeclarativeSyntaxSupport.h"

class SHeaderRow : public SWidget
{
public:
	struct FColumn
	{
		struct FArguments
		{
			FName Id;
			FText Label;
			FArguments& DefaultLabel(const FText& Text)
			{
				Label = Text;
				return *this;
			}
			FArguments& FillWidth(float) { return *this; }
		};
	};
	struct FArguments : public TShimArguments<FArguments>
	{
		FArguments& operator+(const FColumn::FArguments& Column)
		{
			Columns.push_back(Column);
			return *this;
		}
		std::vector<FColumn::FArguments> Columns;
	};
	static FColumn::FArguments Column(const FName& Id)
	{
		FColumn::FArguments Result;
		Result.Id = Id;
		return Result;
	}
	void Construct(const FArguments& Arguments) { ShimColumns = Arguments.Columns; }
	std::vector<FColumn::FArguments> ShimColumns;
};
