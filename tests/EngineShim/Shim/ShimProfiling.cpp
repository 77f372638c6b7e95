// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "EngineShim.h"
#include "ProfilingDebugging/CountersTrace.h"
#include "ProfilingDebugging/CpuProfilerTrace.h"
#include "ProfilingDebugging/CsvProfiler.h"
#include "ProfilingDebugging/MiscTrace.h"
#include "Stats/Stats.h"
#include "Trace/Trace.h"

#include <set>

namespace
{
	std::set<std::string>& PerFrameStats()
	{
		// Stats declare themselves from static initializers.
		static std::set<std::string> All;
		return All;
	}
}

Shim::FProfile& Shim::Profile()
{
	static FProfile All;
	return All;
}

void Shim::BeginProfileFrame()
{
	FProfile& All = Profile();
	All.Csv.clear();
	for (const std::string& Name : PerFrameStats())
	{
		All.Stats[Name] = 0;
	}
}

#if STATS

bool Shim::DeclareStat(const TCHAR* Description, bool bPerFrame)
{
	if (bPerFrame)
	{
		PerFrameStats().insert(ToUtf8(Description));
	}
	return true;
}

void Shim::SetStat(const TCHAR* Description, uint32 Value)
{
	Profile().Stats[ToUtf8(Description)] = Value;
}

void Shim::IncreaseStat(const TCHAR* Description, uint32 Value)
{
	Profile().Stats[ToUtf8(Description)] += Value;
}

#endif

#if CSV_PROFILER_STATS

void Shim::RecordCsv(const ANSICHAR* Category, const ANSICHAR* Stat, double Value, ECsvCustomStatOp Operation)
{
	double& Cell = Profile().Csv[std::string(Category) + "/" + Stat];
	Cell = Operation == ECsvCustomStatOp::Accumulate ? Cell + Value : Value;
}

void Shim::RecordCsv(const ANSICHAR* Category, const ANSICHAR* Stat, int32 Value, ECsvCustomStatOp Operation)
{
	RecordCsv(Category, Stat, static_cast<double>(Value), Operation);
}

void Shim::RecordCsv(const ANSICHAR* Category, const ANSICHAR* Stat, float Value, ECsvCustomStatOp Operation)
{
	RecordCsv(Category, Stat, static_cast<double>(Value), Operation);
}

#endif

#if COUNTERSTRACE_ENABLED

void Shim::FTraceCounter::Set(int64 Value) const
{
	Profile().Trace[ToUtf8(Name)] = Value;
}

#endif

bool UE::Trace::IsTracing()
{
	return Shim::Profile().bTracing;
}

#if MISCTRACE_ENABLED

uint64 FMiscTrace::OutputBeginRegionWithId(const TCHAR* RegionName, const TCHAR* Category)
{
	static uint64 Last = 0;
	Shim::Profile().Regions.push_back("begin " + std::to_string(++Last) + " " + Shim::ToUtf8(Category) + "/" + Shim::ToUtf8(RegionName));
	return Last;
}

void FMiscTrace::OutputEndRegionWithId(uint64 RegionId)
{
	Shim::Profile().Regions.push_back("end " + std::to_string(RegionId));
}

#endif

void Shim::RecordTraceScope(const ANSICHAR* Name)
{
	++Profile().TraceScopes[Name];
}
