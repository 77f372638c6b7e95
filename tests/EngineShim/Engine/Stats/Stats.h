// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreTypes.h"

// Unlike the engine's, these keep what they are given where tests can read it: Shim::Profile().

#if STATS

namespace Shim
{
	template <typename GroupType>
	struct TStat
	{
		explicit TStat(const TCHAR* InDescription)
			: Description(InDescription)
		{
		}
		const TCHAR* Description;
	};

	void SetStat(const TCHAR* Description, uint32 Value);
	void IncreaseStat(const TCHAR* Description, uint32 Value);
	/** Whether the frame's end resets it. */
	bool DeclareStat(const TCHAR* Description, bool bPerFrame);
}

enum class EShimStatCategory : uint8
{
	STATCAT_Advanced,
};

	#define DECLARE_STATS_GROUP(Description, Group, Category) \
		struct FShimStatGroup_##Group \
		{ \
			static constexpr EShimStatCategory InCategory = EShimStatCategory::Category; \
			static constexpr const TCHAR* Name = Description; \
		}
	#define SHIM_DECLARE_STAT(Description, Stat, Group, bPerFrame) \
		static const Shim::TStat<FShimStatGroup_##Group> ShimStat_##Stat(Description); \
		[[maybe_unused]] static const bool ShimStatDeclared_##Stat = Shim::DeclareStat(Description, bPerFrame)
	#define DECLARE_CYCLE_STAT(Description, Stat, Group) SHIM_DECLARE_STAT(Description, Stat, Group, true)
	#define DECLARE_DWORD_COUNTER_STAT(Description, Stat, Group) SHIM_DECLARE_STAT(Description, Stat, Group, true)
	#define DECLARE_DWORD_ACCUMULATOR_STAT(Description, Stat, Group) SHIM_DECLARE_STAT(Description, Stat, Group, false)
	#define SCOPE_CYCLE_COUNTER(Stat) Shim::IncreaseStat(ShimStat_##Stat.Description, 1)
	#define SET_DWORD_STAT(Stat, Value) Shim::SetStat(ShimStat_##Stat.Description, static_cast<uint32>(Value))
	#define INC_DWORD_STAT_BY(Stat, Value) Shim::IncreaseStat(ShimStat_##Stat.Description, static_cast<uint32>(Value))

#else

	#define DECLARE_STATS_GROUP(Description, Group, Category)
	#define DECLARE_CYCLE_STAT(Description, Stat, Group)
	#define DECLARE_DWORD_COUNTER_STAT(Description, Stat, Group)
	#define DECLARE_DWORD_ACCUMULATOR_STAT(Description, Stat, Group)
	#define SCOPE_CYCLE_COUNTER(Stat)
	#define SET_DWORD_STAT(Stat, Value)
	#define INC_DWORD_STAT_BY(Stat, Value)

#endif
