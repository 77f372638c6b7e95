// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"
#include "AsyncTickTaskTree.h"

/** What the tab shows and does, without its widgets. Game thread. */
class FAsyncTickTaskModel
{
public:
	/** Reads the tasks again when it is time to: some times a second, and less often when there are so many that reading takes long. True when it has. */
	bool Update(double Now);
	/** Reads them now. */
	void Refresh();

	void SetFilter(const FString& NewFilter);
	const TArray<FAsyncTickTaskLinePtr>& GetLines() const { return Lines; }
	/** "12 tasks", "3 of 12 tasks", or why there are none. */
	const FString& GetSummary() const { return Summary; }

	/** Null selects nothing. */
	void Select(FAsyncTickTaskLinePtr Line) { Selected = Line; }
	bool CanCancel() const;
	bool CanPause() const;
	bool CanResume() const;
	bool CanOpenSource() const;
	void Cancel();
	void Pause();
	void Resume();
	void OpenSource() const;

private:
	void Order(const TCHAR* Command);

	FAsyncTickTaskTree Tree;
	TArray<FAsyncTickTaskLinePtr> Lines;
	FAsyncTickTaskLinePtr Selected;
	FString Filter;
	FString Summary;
	double NextReading = 0.0;
};
