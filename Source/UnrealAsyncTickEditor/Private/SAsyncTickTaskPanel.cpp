// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "SAsyncTickTaskPanel.h"

#include "SAsyncTickTaskRow.h"
#include "Widgets/Input/SButton.h"
#include "Widgets/Input/SSearchBox.h"
#include "Widgets/SBoxPanel.h"
#include "Widgets/Text/STextBlock.h"
#include "Widgets/Views/SHeaderRow.h"

#define LOCTEXT_NAMESPACE "UnrealAsyncTick"

void SAsyncTickTaskPanel::Construct(const FArguments&)
{
	constexpr float UpdateInterval = 0.25f;

	// clang-format off
	ChildSlot
	[
		SNew(SVerticalBox)
		+ SVerticalBox::Slot().AutoHeight().Padding(4.0f)
		[
			MakeToolbar()
		]
		+ SVerticalBox::Slot().FillHeight(1.0f)
		[
			SAssignNew(List, SListView<FAsyncTickTaskLinePtr>)
			.ListItemsSource(&Items)
			.SelectionMode(ESelectionMode::Single)
			.OnGenerateRow(this, &SAsyncTickTaskPanel::MakeRow)
			.OnSelectionChanged(this, &SAsyncTickTaskPanel::OnSelected)
			.OnMouseButtonDoubleClick(this, &SAsyncTickTaskPanel::OnDoubleClicked)
			.HeaderRow
			(
				SNew(SHeaderRow)
				+ SHeaderRow::Column(AsyncTickColumns::Name).DefaultLabel(LOCTEXT("NameColumn", "Name")).FillWidth(3.0f)
				+ SHeaderRow::Column(AsyncTickColumns::State).DefaultLabel(LOCTEXT("StateColumn", "State")).FillWidth(1.0f)
				+ SHeaderRow::Column(AsyncTickColumns::Wait).DefaultLabel(LOCTEXT("WaitColumn", "Waits On")).FillWidth(3.0f)
				+ SHeaderRow::Column(AsyncTickColumns::Place).DefaultLabel(LOCTEXT("PlaceColumn", "Line")).FillWidth(2.0f)
				+ SHeaderRow::Column(AsyncTickColumns::Age).DefaultLabel(LOCTEXT("AgeColumn", "Age")).FillWidth(1.0f)
				+ SHeaderRow::Column(AsyncTickColumns::Used).DefaultLabel(LOCTEXT("UsedColumn", "Game Thread Time")).FillWidth(1.0f)
			)
		]
		+ SVerticalBox::Slot().AutoHeight().Padding(4.0f)
		[
			SNew(STextBlock).Text(this, &SAsyncTickTaskPanel::GetSummary)
		]
	];
	// clang-format on

	Model.Refresh();
	Show();
	RegisterActiveTimer(UpdateInterval, FWidgetActiveTimerDelegate::CreateSP(this, &SAsyncTickTaskPanel::Update));
}

TSharedRef<SWidget> SAsyncTickTaskPanel::MakeToolbar()
{
	// The model, as a part of this widget, lives as long as the buttons do.
	// clang-format off
	return SNew(SHorizontalBox)
		+ SHorizontalBox::Slot().FillWidth(1.0f)
		[
			SNew(SSearchBox)
			.HintText(LOCTEXT("FilterHint", "Filter by name, scope, wait or line"))
			.OnTextChanged(this, &SAsyncTickTaskPanel::OnFilterChanged)
		]
		+ SHorizontalBox::Slot().AutoWidth()
		[
			SNew(SButton).Text(LOCTEXT("Cancel", "Cancel")).ToolTipText(LOCTEXT("CancelTip", "Asks the selected task to end."))
			.OnClicked(this, &SAsyncTickTaskPanel::OnCancel).IsEnabled_Lambda([this] { return Model.CanCancel(); })
		]
		+ SHorizontalBox::Slot().AutoWidth()
		[
			SNew(SButton).Text(LOCTEXT("Pause", "Pause")).ToolTipText(LOCTEXT("PauseTip", "Lets the selected task rest until it is resumed."))
			.OnClicked(this, &SAsyncTickTaskPanel::OnPause).IsEnabled_Lambda([this] { return Model.CanPause(); })
		]
		+ SHorizontalBox::Slot().AutoWidth()
		[
			SNew(SButton).Text(LOCTEXT("Resume", "Resume")).ToolTipText(LOCTEXT("ResumeTip", "Lets the selected task go on."))
			.OnClicked(this, &SAsyncTickTaskPanel::OnResume).IsEnabled_Lambda([this] { return Model.CanResume(); })
		]
		+ SHorizontalBox::Slot().AutoWidth()
		[
			SNew(SButton).Text(LOCTEXT("OpenSourceLine", "Open Source")).ToolTipText(LOCTEXT("OpenSourceTip", "Opens the line where the selected task waits. A double click does the same."))
			.OnClicked(this, &SAsyncTickTaskPanel::OnOpenSource).IsEnabled_Lambda([this] { return Model.CanOpenSource(); })
		];
	// clang-format on
}

TSharedRef<ITableRow> SAsyncTickTaskPanel::MakeRow(FAsyncTickTaskLinePtr Line, const TSharedRef<STableViewBase>& Owner)
{
	return SNew(SAsyncTickTaskRow, Owner).Line(Line);
}

EActiveTimerReturnType SAsyncTickTaskPanel::Update(double Now, float)
{
	if (Model.Update(Now))
	{
		Show();
	}
	return EActiveTimerReturnType::Continue;
}

void SAsyncTickTaskPanel::Show()
{
	Items = Model.GetLines();
	List->RequestListRefresh();
}

void SAsyncTickTaskPanel::OnFilterChanged(const FText& Text)
{
	Model.SetFilter(Text.ToString());
	Show();
}

void SAsyncTickTaskPanel::OnSelected(FAsyncTickTaskLinePtr Line, ESelectInfo::Type)
{
	Model.Select(Line);
}

void SAsyncTickTaskPanel::OnDoubleClicked(FAsyncTickTaskLinePtr Line)
{
	Model.Select(Line);
	Model.OpenSource();
}

FReply SAsyncTickTaskPanel::OnCancel()
{
	Model.Cancel();
	Show();
	return FReply::Handled();
}

FReply SAsyncTickTaskPanel::OnPause()
{
	Model.Pause();
	Show();
	return FReply::Handled();
}

FReply SAsyncTickTaskPanel::OnResume()
{
	Model.Resume();
	Show();
	return FReply::Handled();
}

FReply SAsyncTickTaskPanel::OnOpenSource()
{
	Model.OpenSource();
	return FReply::Handled();
}

FText SAsyncTickTaskPanel::GetSummary() const
{
	return FText::FromString(Model.GetSummary());
}

#undef LOCTEXT_NAMESPACE
