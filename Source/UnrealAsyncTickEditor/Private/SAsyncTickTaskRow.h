// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"
#include "AsyncTickTaskTree.h"
#include "Layout/Margin.h"
#include "Widgets/DeclarativeSyntaxSupport.h"
#include "Widgets/Views/STableRow.h"

/** The ids of the columns. */
namespace AsyncTickColumns
{
	inline const FName Name(TEXT("Name"));
	inline const FName State(TEXT("State"));
	inline const FName Wait(TEXT("Wait"));
	inline const FName Place(TEXT("Place"));
	inline const FName Age(TEXT("Age"));
	inline const FName Used(TEXT("Used"));
}

/** A task in the list; its texts follow the line as it is read again. */
class SAsyncTickTaskRow : public SMultiColumnTableRow<FAsyncTickTaskLinePtr>
{
public:
	SLATE_BEGIN_ARGS(SAsyncTickTaskRow) {}
	SLATE_ARGUMENT(FAsyncTickTaskLinePtr, Line)
	SLATE_END_ARGS()

	void Construct(const FArguments& InArgs, const TSharedRef<STableViewBase>& Owner);
	virtual TSharedRef<SWidget> GenerateWidgetForColumn(const FName& ColumnName) override;

private:
	FText GetText(FName ColumnName) const;
	FMargin GetIndent() const;

	FAsyncTickTaskLinePtr Line;
};
