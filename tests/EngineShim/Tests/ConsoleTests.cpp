// Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.

#include "FakeManaged.h"
#include "Testing.h"

namespace
{
	using FStrings = std::vector<std::string>;
}

TEST(Console_Run_PassesVerbArgumentsAndWorld)
{
	FEngineFixture Engine;
	EXPECT(Engine.Exec("AsyncTick.Run Timers.cs 1 two").empty());
	EXPECT(Engine.WasKnown());
	EXPECT(Engine.Managed.Commands.size() == 1);
	EXPECT(Engine.Managed.Commands[0].Verb == "Run");
	EXPECT((Engine.Managed.Commands[0].Arguments == FStrings{"Timers.cs", "1", "two"}));
	EXPECT(Engine.Managed.Commands[0].World != 0);
	EXPECT(Engine.Module().GetCounters().Commands == 1);
}

TEST(Console_QuotedArguments_ArriveWhole)
{
	FEngineFixture Engine;
	Engine.Exec(R"(asynctick.run "C:\My Scripts\a b.cs" "" "say ""hi""" x"y z"w)");
	EXPECT((Engine.Managed.Commands[0].Arguments == FStrings{R"(C:\My Scripts\a b.cs)", "", R"(say "hi")", "xy zw"}));
}

TEST(Console_UnterminatedQuote_PrintsWhereItStarts)
{
	FEngineFixture Engine;
	const std::string Output = Engine.Exec(R"(AsyncTick.Run a.cs "b c)");
	EXPECT(Output == R"(AsyncTick.Run: The quote at character 6 is not closed: "b c)");
	EXPECT(Engine.Managed.Commands.empty());
}

TEST(Console_Eval_KeepsQuotesAndIsOneArgument)
{
	FEngineFixture Engine;
	Engine.Exec(R"(AsyncTick.Eval Log("a" + 1); // "x)");
	EXPECT((Engine.Managed.Commands[0].Arguments == FStrings{R"(Log("a" + 1); // "x)"}));
}

TEST(Console_QuestionMark_PrintsHelpAndRunsNothing)
{
	FEngineFixture Engine;
	for (const char* Name : {"Run", "Eval", "List", "Cancel", "CancelAll", "Watch", "Stats"})
	{
		const std::string Command = std::string("AsyncTick.") + Name;
		EXPECT(Engine.Exec(Command + " ?").find(Command + ":") != std::string::npos || Engine.Exec(Command + " ?").find(Command + " <") != std::string::npos);
		EXPECT(!Engine.Exec(Command + "?").empty());
	}
	EXPECT(Engine.Managed.Commands.empty());
}

TEST(Console_UnknownCommand_IsNotOurs)
{
	FEngineFixture Engine;
	EXPECT(Engine.Exec("AsyncTick.Explode").empty());
	EXPECT(!Engine.WasKnown());
	EXPECT(Engine.Managed.Commands.empty());
	EXPECT(Engine.Exec("AsyncTick").find("AsyncTick.CancelAll: cancels every task.") != std::string::npos);
}

TEST(Console_VerbTheManagedHalfDoesNotKnow_SaysSo)
{
	FEngineFixture Engine;
	Engine.Managed.OnCommand = [](const FFakeManaged::FCommand&) { return EAsyncTickStatus::UnknownCommand; };
	EXPECT(Engine.Exec("AsyncTick.Stats").find("the managed half does not know this command") != std::string::npos);
}

TEST(Console_MegabyteArgument_ArrivesWhole)
{
	constexpr SIZE_T Megabyte = 1024 * 1024;

	FEngineFixture Engine;
	const std::string Big(Megabyte, 'x');
	EXPECT(Engine.Exec("AsyncTick.Run \"a " + Big + "\"").empty());
	EXPECT(Engine.Managed.Commands[0].Arguments[0] == "a " + Big);
	const std::string Output = Engine.Exec("AsyncTick.Run \"" + Big);
	EXPECT(Output.size() < 200);
	Engine.Exec("AsyncTick.Eval " + Big);
	EXPECT(Engine.Managed.Commands[1].Arguments[0] == Big);
}

TEST(Console_NonBmpCharacters_ArriveUnchanged)
{
	FEngineFixture Engine;
	Engine.Exec("AsyncTick.Run 😀.cs \"é漢 𝔘\"");
	EXPECT((Engine.Managed.Commands[0].Arguments == FStrings{"😀.cs", "é漢 𝔘"}));
}

TEST(Console_EmbeddedNul_EndsTheLineAsInTheEngine)
{
	FEngineFixture Engine;
	Engine.Exec(std::string("AsyncTick.Run a\0b", 17));
	EXPECT((Engine.Managed.Commands[0].Arguments == FStrings{"a"}));
}

TEST(Console_Reply_GoesToTheConsoleOfTheCommand)
{
	FEngineFixture Engine;
	const FAsyncTickNativeApi& Native = Engine.Native();
	Engine.Managed.OnCommand = [&Native](const FFakeManaged::FCommand&)
	{
		const FUnits Line("three tasks");
		Native.WriteConsole(Native.Context, Line.Units.data(), static_cast<int32>(Line.Units.size()));
		return EAsyncTickStatus::Ok;
	};
	EXPECT(Engine.Exec("AsyncTick.List") == "three tasks");
	EXPECT(!Shim::Log().Contains("three tasks"));

	const FUnits Later("afterwards");
	Native.WriteConsole(Native.Context, Later.Units.data(), static_cast<int32>(Later.Units.size()));
	EXPECT(Shim::Log().Count(ELogVerbosity::Display, "afterwards") == 1);
}

TEST(Console_CommandInsideACommand_WritesToItsOwnConsole)
{
	FEngineFixture Engine;
	const FAsyncTickNativeApi& Native = Engine.Native();
	std::string InnerOutput;
	Engine.Managed.OnCommand = [&](const FFakeManaged::FCommand& Command)
	{
		if (Command.Verb == "Run")
		{
			InnerOutput = Engine.Exec("AsyncTick.List");
		}
		const FUnits Line(Command.Verb);
		Native.WriteConsole(Native.Context, Line.Units.data(), static_cast<int32>(Line.Units.size()));
		return EAsyncTickStatus::Ok;
	};
	EXPECT(Engine.Exec("AsyncTick.Run a.cs") == "Run");
	EXPECT(InnerOutput == "List");
}

TEST(Console_WithoutManagedHalf_SaysWhy)
{
	FEngineFixture Engine(false);
	EXPECT(Engine.Exec("AsyncTick.Run a.cs").find("AsyncTick.Run: .NET is not running. No managed half has connected yet") == 0);
	Shim::TickFrames(10);
	EXPECT(Shim::Log().Count(ELogVerbosity::Error, "") == 0);
}

TEST(Log_EveryVerbosity_IsMappedAndNeverFatal)
{
	FEngineFixture Engine;
	const FAsyncTickNativeApi& Native = Engine.Native();
	const FUnits Line("a line");
	for (int32 Verbosity = -3; Verbosity < 12; ++Verbosity)
	{
		Native.Log(Native.Context, Verbosity, Line.Units.data(), static_cast<int32>(Line.Units.size()));
	}
	EXPECT(Shim::Log().Count(ELogVerbosity::Warning, "a line") == 1);
	EXPECT(Shim::Log().Count(ELogVerbosity::Display, "a line") == 1);
	EXPECT(Shim::Log().Count(ELogVerbosity::Log, "a line") == 1);
	EXPECT(Shim::Log().Count(ELogVerbosity::Verbose, "a line") == 0);
	EXPECT(Shim::Log().Count(ELogVerbosity::Error, "a line") == 10);
	EXPECT(Shim::Log().Count(ELogVerbosity::Fatal, "a line") == 0);
	EXPECT(Native.IsLogEnabled(Native.Context, ELogVerbosity::Log) == 1);
	EXPECT(Native.IsLogEnabled(Native.Context, ELogVerbosity::Verbose) == 0);
	EXPECT(Native.IsLogEnabled(Native.Context, 99) == 1);
}

TEST(Log_HardText_IsNeitherCutNorHarmful)
{
	FEngineFixture Engine;
	const FAsyncTickNativeApi& Native = Engine.Native();
	const FUnits Line(std::string("a\0b 😀 %s %n {0}", 18));
	Native.Log(Native.Context, ELogVerbosity::Log, Line.Units.data(), static_cast<int32>(Line.Units.size()));
	EXPECT(Shim::Log().Contains("a\xE2\x90\x80" "b 😀 %s %n {0}"));
	Native.Log(Native.Context, ELogVerbosity::Log, nullptr, 0);
	Native.Log(Native.Context, ELogVerbosity::Log, Line.Units.data(), -5);
	const uint16 LoneSurrogate = 0xD800;
	Native.Log(Native.Context, ELogVerbosity::Log, &LoneSurrogate, 1);
}
