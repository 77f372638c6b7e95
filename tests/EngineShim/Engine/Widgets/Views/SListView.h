// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Containers/Array.h"
#include "Widgets/DeclarativeSyntaxSupport.h"
#include "Widgets/Views/SHeaderRow.h"
#include "Widgets/Views/STableRow.h"
#include "Widgets/Views/STableViewBase.h"

/** Makes a row for each item when it is painted after a refresh; rows of items that are still there stay. */
template <typename ItemType>
class SListView : public STableViewBase
{
public:
	using FOnGenerateRow = TDelegate<TSharedRef<ITableRow>(ItemType, const TSharedRef<STableViewBase>&)>;
	using FOnSelectionChanged = TDelegate<void(ItemType, ESelectInfo::Type)>;
	using FOnMouseButtonDoubleClick = TDelegate<void(ItemType)>;

	SLATE_BEGIN_ARGS(SListView<ItemType>) {}
	SLATE_ARGUMENT(const TArray<ItemType>*, ListItemsSource)
	SLATE_ARGUMENT(ESelectionMode::Type, SelectionMode)
	SLATE_ARGUMENT(TSharedPtr<SHeaderRow>, HeaderRow)
	SLATE_EVENT(FOnGenerateRow, OnGenerateRow)
	SLATE_EVENT(FOnSelectionChanged, OnSelectionChanged)
	SLATE_EVENT(FOnMouseButtonDoubleClick, OnMouseButtonDoubleClick)
	SLATE_END_ARGS()
	SHIM_WIDGET_KIND(SListView)

	void Construct(const FArguments& InArguments)
	{
		Arguments = InArguments;
		ShimHeader = Arguments._HeaderRow;
	}
	virtual void ShimPaint(double Now) override
	{
		if (ShimStale)
		{
			ShimStale = false;
			Generate();
		}
		STableViewBase::ShimPaint(Now);
	}
	void ShimSelect(int32 Index) { Arguments._OnSelectionChanged.Execute((*Arguments._ListItemsSource)[Index], ESelectInfo::OnMouseClick); }
	void ShimDoubleClick(int32 Index) { Arguments._OnMouseButtonDoubleClick.Execute((*Arguments._ListItemsSource)[Index]); }
	int32 ShimGenerated = 0;

private:
	struct FRow
	{
		ItemType Item;
		TSharedPtr<SWidget> Widget;
	};

	void Generate()
	{
		const std::vector<FRow> Before = Rows;
		Rows.clear();
		ShimChildren.clear();
		for (const ItemType& Item : *Arguments._ListItemsSource)
		{
			const auto Known = std::find_if(Before.begin(), Before.end(), [&Item](const FRow& Row)
				{ return Row.Item == Item; });
			Rows.push_back({Item, Known != Before.end() ? Known->Widget : Make(Item)});
			ShimChildren.push_back(Rows.back().Widget);
		}
	}
	TSharedPtr<SWidget> Make(const ItemType& Item)
	{
		++ShimGenerated;
		const TSharedRef<STableViewBase> Self = SharedThis(static_cast<STableViewBase*>(this));
		const TSharedRef<ITableRow> Row = Arguments._OnGenerateRow.Execute(Item, Self);
		Row->ShimGenerateColumns();
		return Row->AsWidget();
	}

	FArguments Arguments;
	std::vector<FRow> Rows;
};
