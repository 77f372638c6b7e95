// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"
#include "AsyncTickTaskModel.h"
#include "Input/Reply.h"
#include "Types/SlateEnums.h"
#include "Widgets/DeclarativeSyntaxSupport.h"
#include "Widgets/SCompoundWidget.h"
#include "Widgets/Views/SListView.h"

/** The tab's content: a filter, buttons, the tree of tasks as a list of indented lines, and a line that counts them. */
class SAsyncTickTaskPanel : public SCompoundWidget
{
public:
	SLATE_BEGIN_ARGS(SAsyncTickTaskPanel) {}
	SLATE_END_ARGS()

	void Construct(const FArguments& InArgs);

	FAsyncTickTaskModel& GetModel() { return Model; }

private:
	TSharedRef<SWidget> MakeToolbar();
	TSharedRef<ITableRow> MakeRow(FAsyncTickTaskLinePtr Line, const TSharedRef<STableViewBase>& Owner);
	/** Slate runs it only while the panel is painted. */
	EActiveTimerReturnType Update(double Now, float DeltaSeconds);
	void OnFilterChanged(const FText& Text);
	void OnSelected(FAsyncTickTaskLinePtr Line, ESelectInfo::Type Info);
	void OnDoubleClicked(FAsyncTickTaskLinePtr Line);
	FReply OnCancel();
	FReply OnPause();
	FReply OnResume();
	FReply OnOpenSource();
	FText GetSummary() const;
	void Show();

	FAsyncTickTaskModel Model;
	/** What the list view reads; its own copy, as it keeps the address. */
	TArray<FAsyncTickTaskLinePtr> Items;
	TSharedPtr<SListView<FAsyncTickTaskLinePtr>> List;
};
