// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Widgets/DeclarativeSyntaxSupport.h"
#include "Widgets/SCompoundWidget.h"
#include "Widgets/Views/SHeaderRow.h"
#include "Widgets/Views/STableViewBase.h"

/** What a list view needs of a row. */
class ITableRow
{
public:
	virtual ~ITableRow() = default;
	virtual TSharedRef<SWidget> AsWidget() = 0;
	virtual void ShimGenerateColumns() {}
};

template <typename ItemType>
class STableRow : public ITableRow, public SCompoundWidget
{
public:
	SLATE_BEGIN_ARGS(STableRow<ItemType>) {}
	SLATE_END_ARGS()

	virtual TSharedRef<SWidget> AsWidget() override { return SharedThis(this); }

protected:
	TWeakPtr<STableViewBase> OwnerTable;
};

template <typename ItemType>
class SMultiColumnTableRow : public STableRow<ItemType>
{
public:
	using FSuperRowType = STableRow<ItemType>;
	using FTableRowArgs = typename STableRow<ItemType>::FArguments;

	virtual TSharedRef<SWidget> GenerateWidgetForColumn(const FName& ColumnName) = 0;
	void Construct(const FTableRowArgs&, const TSharedRef<STableViewBase>& InOwner) { this->OwnerTable = TSharedPtr<STableViewBase>(InOwner); }
	virtual void ShimGenerateColumns() override
	{
		this->ShimChildren.clear();
		for (const SHeaderRow::FColumn::FArguments& Column : this->OwnerTable.Pin()->ShimHeader->ShimColumns)
		{
			this->ShimChildren.push_back(GenerateWidgetForColumn(Column.Id));
		}
	}
};
