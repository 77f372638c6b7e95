// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "SAsyncTickTaskRow.h"

#include "Widgets/Text/STextBlock.h"

void SAsyncTickTaskRow::Construct(const FArguments& InArgs, const TSharedRef<STableViewBase>& Owner)
{
	Line = InArgs._Line;
	SMultiColumnTableRow<FAsyncTickTaskLinePtr>::Construct(FSuperRowType::FArguments(), Owner);
}

TSharedRef<SWidget> SAsyncTickTaskRow::GenerateWidgetForColumn(const FName& ColumnName)
{
	if (ColumnName == AsyncTickColumns::Name)
	{
		return SNew(STextBlock).Text(this, &SAsyncTickTaskRow::GetText, ColumnName).Margin(this, &SAsyncTickTaskRow::GetIndent);
	}
	return SNew(STextBlock).Text(this, &SAsyncTickTaskRow::GetText, ColumnName);
}

FText SAsyncTickTaskRow::GetText(FName ColumnName) const
{
	const FString Text = ColumnName == AsyncTickColumns::Name ? Line->Name
		: ColumnName == AsyncTickColumns::State               ? FString(FAsyncTickTaskTree::ToWord(Line->State))
		: ColumnName == AsyncTickColumns::Wait                ? Line->Wait
		: ColumnName == AsyncTickColumns::Place               ? Line->Place
		: ColumnName == AsyncTickColumns::Age                 ? Line->Age
															  : Line->Used;
	return FText::FromString(Text);
}

FMargin SAsyncTickTaskRow::GetIndent() const
{
	constexpr int32 MostIndents = 12;
	constexpr float Indent = 14.0f;

	return FMargin(Indent * static_cast<float>(FMath::Min(Line->Depth, MostIndents)), 0.0f, 0.0f, 0.0f);
}
