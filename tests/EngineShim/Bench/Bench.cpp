// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "../../../Source/UnrealAsyncTick/Private/AsyncTickDotNetHost.h"
#include "../../../Source/UnrealAsyncTick/Private/AsyncTickPump.h"
#include "../../../Source/UnrealAsyncTick/Private/AsyncTickRuntime.h"
#include "../../../Source/UnrealAsyncTick/Private/UnrealAsyncTickSettings.h"
#include "../../../Source/UnrealAsyncTick/Public/AsyncTickText.h"
#include "EngineShim.h"
#include "HAL/PlatformTime.h"
#include "UObject/UObjectGlobals.h"

#include <chrono>
#include <cstdio>
#include <limits>

// What a frame costs on the native side and on the way over. Run it on a quiet machine; the best of several rounds counts.
namespace
{
	constexpr double Never = std::numeric_limits<double>::infinity();

	template <typename FunctionType>
	double Measure(int64 Count, const FunctionType& Function)
	{
		constexpr int32 Rounds = 40;

		double Best = Never;
		for (int32 Round = 0; Round < Rounds; ++Round)
		{
			const auto Start = std::chrono::steady_clock::now();
			for (int64 Index = 0; Index < Count; ++Index)
			{
				Function();
				// The ticker could not see through its delegate either.
				asm volatile("" ::
								 : "memory");
			}
			const std::chrono::duration<double, std::nano> Elapsed = std::chrono::steady_clock::now() - Start;
			Best = FMath::Min(Best, Elapsed.count() / static_cast<double>(Count));
		}
		return Best;
	}

	void Print(const char* What, double Nanoseconds, const char* Limit = "")
	{
		std::printf("%-72s %7.1f ns %s\n", What, Nanoseconds, Limit);
	}

	void MeasureNativeSide()
	{
		constexpr int64 Many = 100'000;

		FAsyncTickWorlds Worlds;
		FAsyncTickCounters Counters;
		FAsyncTickPump Pump(Worlds, Counters);
		FAsyncTickDoorbell Doorbell = {AsyncTickDoorbellVersion, 0, {Never, Never, Never, Never}, 0, 0};
		FAsyncTickManagedApi Managed = {};
		Managed.Doorbell = &Doorbell;
		Managed.Tick = [](void*, const FAsyncTickFrame*, FAsyncTickReport*)
		{ return EAsyncTickStatus::Ok; };
		Pump.Connect(Managed);
		const auto Tick = [&Pump]
		{ Pump.Tick(0.016f); };

		Print("clock read (FPlatformTime::Seconds)", Measure(Many, []
														 { (void)FPlatformTime::Seconds(); }));
		Print("idle frame: nothing is ready, no task waits for a clock", Measure(Many, Tick), "(limit 5)");
		Doorbell.NextDue[AsyncTickClock::Real] = 1e18;
		Print("idle frame: a task waits for real time, a clock read included", Measure(Many, Tick));
		Doorbell.NextDue[AsyncTickClock::Real] = Never;
		Doorbell.NextDue[AsyncTickClock::Game] = 1e18;
		Print("idle frame: a task waits for game time, all clocks sampled", Measure(Many, Tick));
		Doorbell.NextDue[AsyncTickClock::Game] = Never;
		check(Counters.ManagedTicks == 0);
		Doorbell.Ready = 1;
		Print("busy frame: native part, all clocks sampled, C++ in place of C#", Measure(Many, Tick));
	}

	bool MeasureTheWayOver(const FString& ManagedDirectory)
	{
		constexpr int64 Many = 100'000;
		constexpr int32 ErrorCapacity = 4096;

		UUnrealAsyncTickSettings* Settings = GetMutableDefault<UUnrealAsyncTickSettings>();
		Settings->Host = EAsyncTickHosting::External;
		const FAsyncTickConfig Config = Settings->MakeConfig();
		FAsyncTickRuntime Runtime(Config);
		FString Error;
		const FAsyncTickStart Start = FAsyncTickDotNetHost(FString()).Load(ManagedDirectory, Error);
		FAsyncTickManagedApi Managed = {};
		Managed.Version = AsyncTickBridgeVersion;
		Managed.Size = sizeof(Managed);
		uint16 Units[ErrorCapacity];
		int32 Length = 0;
		if (Start == nullptr || Start(&Runtime.GetNativeApi(), &Runtime.GetStartInfo(), &Managed, Units, ErrorCapacity, &Length) != EAsyncTickStatus::Ok)
		{
			std::printf("no managed half: %s%s\n", Shim::ToUtf8(Error).c_str(), Shim::ToUtf8(AsyncTickToString(Units, Length)).c_str());
			return false;
		}

		const FAsyncTickSettings Values = Config.Settings;
		const FAsyncTickFrame Frame = {};
		FAsyncTickReport Report = {};
		FAsyncTickDoorbell* Doorbell = const_cast<FAsyncTickDoorbell*>(Managed.Doorbell);
		// Before the first measurement the runtime compiles what is called often a second time.
		Measure(Many, [&]
			{ Managed.Configure(Managed.Context, &Values); });
		Print("native to managed and back, guard and context included", Measure(Many, [&]
																			{ Managed.Configure(Managed.Context, &Values); }),
			"(limit 20)");
		Measure(Many, [&]
			{ Managed.Tick(Managed.Context, &Frame, &Report); });
		Print("managed frame of a loop that turns out to be idle", Measure(Many, [&]
																	   { Managed.Tick(Managed.Context, &Frame, &Report); }));
		Print("managed frame of a loop with nothing left to resume", Measure(Many, [&]
																		 { Doorbell->Ready = 1; Managed.Tick(Managed.Context, &Frame, &Report); }));
		Managed.Stop(Managed.Context);
		return true;
	}
}

int main(int Count, char** Arguments)
{
	Shim::FOptions Options;
	Options.bEditor = false;
	GetMutableDefault<UUnrealAsyncTickSettings>()->Host = EAsyncTickHosting::Off;
	Shim::StartEngine(Options);
	MeasureNativeSide();
	const bool bOk = Count < 2 || MeasureTheWayOver(Shim::FromUtf8(Arguments[1]));
	Shim::ShutdownEngine();
	return bOk ? 0 : 1;
}
