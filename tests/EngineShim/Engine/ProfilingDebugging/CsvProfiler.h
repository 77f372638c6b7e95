// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreTypes.h"

// Unlike the engine's, these keep what they are given where tests can read it: Shim::Profile().

enum class ECsvCustomStatOp : uint8
{
	Set,
	Min,
	Max,
	Accumulate,
};

#define CSV_PROFILER_STATS (!UE_BUILD_SHIPPING)

#if CSV_PROFILER_STATS

namespace Shim
{
	// The engine has these three, so that any other number is ambiguous.
	void RecordCsv(const ANSICHAR* Category, const ANSICHAR* Stat, int32 Value, ECsvCustomStatOp Operation);
	void RecordCsv(const ANSICHAR* Category, const ANSICHAR* Stat, float Value, ECsvCustomStatOp Operation);
	void RecordCsv(const ANSICHAR* Category, const ANSICHAR* Stat, double Value, ECsvCustomStatOp Operation);

	class FCsvTimer
	{
	public:
		FCsvTimer(const ANSICHAR* InCategory, const ANSICHAR* InStat)
			: Category(InCategory)
			, Stat(InStat)
		{
		}
		~FCsvTimer() { RecordCsv(Category, Stat, 1, ECsvCustomStatOp::Accumulate); }
		FCsvTimer(const FCsvTimer&) = delete;

	private:
		const ANSICHAR* Category;
		const ANSICHAR* Stat;
	};
}

	#define CSV_DEFINE_CATEGORY(Category, bEnabled) \
		static constexpr bool ShimCsvCategory_##Category = bEnabled; \
		static const ANSICHAR* const ShimCsvName_##Category = #Category
	#define CSV_SCOPED_TIMING_STAT(Category, Stat) \
		static_assert(ShimCsvCategory_##Category); \
		const Shim::FCsvTimer ShimCsvTimer_##Stat(ShimCsvName_##Category, #Stat)
	#define CSV_CUSTOM_STAT(Category, Stat, Value, Operation) Shim::RecordCsv(ShimCsvName_##Category, #Stat, Value, Operation)

#else

	#define CSV_DEFINE_CATEGORY(Category, bEnabled)
	#define CSV_SCOPED_TIMING_STAT(Category, Stat)
	#define CSV_CUSTOM_STAT(Category, Stat, Value, Operation)

#endif
