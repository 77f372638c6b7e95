// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "FakeManaged.h"
#include "Testing.h"

namespace
{
	uint64 Begin(FEngineFixture& Engine, const std::string& Name)
	{
		const FUnits Units(Name);
		uint64 Region = 99;
		EXPECT(Engine.Native().BeginRegion(Engine.Native().Context, Units.Units.data(), static_cast<int32>(Units.Units.size()), &Region) == EAsyncTickStatus::Ok);
		return Region;
	}

	void End(FEngineFixture& Engine, uint64 Region)
	{
		EXPECT(Engine.Native().EndRegion(Engine.Native().Context, Region) == EAsyncTickStatus::Ok);
	}
}

TEST(Region_WhileNothingTraces_IsNone)
{
	FEngineFixture Engine;
	Shim::Profile().bTracing = false;
	Shim::Profile().Regions.clear();
	const uint64 Region = Begin(Engine, "Patrol");
	EXPECT(Region == 0);
	End(Engine, Region);
	EXPECT(Shim::Profile().Regions.empty());
}

TEST(Region_InsideAnother_EndsByItsOwnNumber)
{
	FEngineFixture Engine;
	Shim::Profile().bTracing = true;
	Shim::Profile().Regions.clear();
	const uint64 Outer = Begin(Engine, "Patrol");
	const uint64 Inner = Begin(Engine, std::string("a\0b", 3));
	End(Engine, Outer);
	End(Engine, Inner);
	// A NUL would cut the name short: it is shown as its control picture.
	const std::string Shown = std::string("a\xE2\x90\x80") + "b";
	const std::vector<std::string> Expected = {
		"begin " + std::to_string(Outer) + " AsyncTick/Patrol",
		"begin " + std::to_string(Inner) + " AsyncTick/" + Shown,
		"end " + std::to_string(Outer),
		"end " + std::to_string(Inner),
	};
	EXPECT(Outer != Inner && Shim::Profile().Regions == Expected);
	Shim::Profile().bTracing = false;
}
