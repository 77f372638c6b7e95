// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickCommands.h"
#include "FakeManaged.h"
#include "Testing.h"

TEST(Console_Run_PassesLineAndWorld)
{
	FEngineFixture Engine;
	EXPECT(Engine.Exec("asynctick.run   Timers.cs 1  two").empty());
	EXPECT(Engine.WasKnown());
	EXPECT(Engine.Managed.Commands.size() == 1);
	EXPECT(Engine.Managed.Commands[0].Line == "AsyncTick.Run Timers.cs 1 two");
	EXPECT(Engine.Managed.Commands[0].World != 0);
	EXPECT(Engine.Module().GetCounters().Commands == 1);
	Engine.Exec("AsyncTick.List");
	EXPECT(Engine.Managed.Commands[1].Line == "AsyncTick.List");
}

TEST(Console_Quotes_ArriveAsTyped)
{
	FEngineFixture Engine;
	Engine.Exec(R"(AsyncTick.Run "C:\My Scripts\a b.cs" "" "say \"hi\"" x"y z"w)");
	EXPECT(Engine.Managed.Commands[0].Line == R"(AsyncTick.Run "C:\My Scripts\a b.cs" "" "say \"hi\"" x"y z"w)");
	Engine.Exec(R"(AsyncTick.Eval Log("a" + 1); // "x)");
	EXPECT(Engine.Managed.Commands[1].Line == R"(AsyncTick.Eval Log("a" + 1); // "x)");
}

TEST(Console_QuestionMark_PrintsHelpAndRunsNothing)
{
	FEngineFixture Engine;
	for (const FAsyncTickCommand& Entry : AsyncTickCommands)
	{
		const std::string Command = Shim::ToUtf8(Entry.Name);
		EXPECT(Engine.Exec(Command + " ?").find("HELP for '" + Command + "':\n" + Command) == 0);
		EXPECT(Engine.Exec(Command + "?").find("HELP for '" + Command + "':\n" + Command) == 0);
	}
	EXPECT(Engine.Managed.Commands.empty());
}

TEST(Console_WithoutCheats_KnowsNoCommand)
{
	Shim::FOptions Options = FEngineFixture::MakeOptions();
	Options.bCheats = false;
	FEngineFixture Engine(true, Options);
	for (const char* Name : {"Run a.cs", "Eval 1", "List", "Cancel 1", "CancelAll", "Watch a.cs", "Pause 1", "Resume 1", "Stats", "KeepAlive", "Locks", "Faults", "Dump", "Dashboard", "Help"})
	{
		Engine.Exec(std::string("AsyncTick.") + Name);
		EXPECT(!Engine.WasKnown());
	}
	EXPECT(Engine.Managed.Commands.empty());
}

TEST(Console_UnknownCommand_IsNotOurs)
{
	FEngineFixture Engine;
	EXPECT(Engine.Exec("AsyncTick.Explode").empty());
	EXPECT(!Engine.WasKnown());
	EXPECT(Engine.Managed.Commands.empty());
}

TEST(Console_VerbTheManagedHalfDoesNotKnow_SaysSo)
{
	FEngineFixture Engine;
	Engine.Managed.OnCommand = [](const FFakeManaged::FCommand&)
	{ return EAsyncTickStatus::UnknownCommand; };
	EXPECT(Engine.Exec("AsyncTick.Stats").find("the managed half does not know this command") != std::string::npos);
}

TEST(Console_MegabyteArgument_ArrivesWhole)
{
	constexpr SIZE_T Megabyte = 1024 * 1024;

	FEngineFixture Engine;
	const std::string Big(Megabyte, 'x');
	EXPECT(Engine.Exec("AsyncTick.Run \"a " + Big + "\"").empty());
	EXPECT(Engine.Managed.Commands[0].Line == "AsyncTick.Run \"a " + Big + "\"");
}

TEST(Console_NonBmpCharacters_ArriveUnchanged)
{
	FEngineFixture Engine;
	Engine.Exec("AsyncTick.Run 😀.cs \"é漢 𝔘\"");
	EXPECT(Engine.Managed.Commands[0].Line == "AsyncTick.Run 😀.cs \"é漢 𝔘\"");
}

TEST(Console_EmbeddedNul_EndsTheLineAsInTheEngine)
{
	FEngineFixture Engine;
	Engine.Exec(std::string("AsyncTick.Run a\0b", 17));
	EXPECT(Engine.Managed.Commands[0].Line == "AsyncTick.Run a");
}

namespace
{
	void Write(const FAsyncTickNativeApi& Native, int32 Verbosity, const std::string& Text)
	{
		const FUnits Line(Text);
		Native.WriteConsole(Native.Context, Verbosity, Line.Units.data(), static_cast<int32>(Line.Units.size()));
	}
}

TEST(Console_Reply_GoesToTheConsoleOfTheCommand)
{
	FEngineFixture Engine;
	const FAsyncTickNativeApi& Native = Engine.Native();
	Engine.Managed.OnCommand = [&Native](const FFakeManaged::FCommand&)
	{
		Write(Native, ELogVerbosity::Display, "three tasks");
		Write(Native, ELogVerbosity::Warning, "slow");
		Write(Native, ELogVerbosity::Error, "no such script");
		return EAsyncTickStatus::Ok;
	};
	EXPECT(Engine.Exec("AsyncTick.List") == "Display: three tasks\nWarning: slow\nError: no such script");
	Shim::FRecorder Console;
	Shim::Exec("AsyncTick.List", &Console);
	EXPECT(Console.Count(ELogVerbosity::Display, "three tasks") == 1);
	EXPECT(Console.Count(ELogVerbosity::Warning, "slow") == 1);
	EXPECT(Console.Count(ELogVerbosity::Error, "no such script") == 1);
	EXPECT(!Console.Contains("Error: "));
	EXPECT(!Shim::Log().Contains("three tasks"));

	Write(Native, ELogVerbosity::Error, "afterwards");
	EXPECT(Shim::Log().Count(ELogVerbosity::Error, "afterwards") == 1);
}

TEST(Console_CommandInsideACommand_WritesToItsOwnConsole)
{
	FEngineFixture Engine;
	std::string InnerOutput;
	Engine.Managed.OnCommand = [&](const FFakeManaged::FCommand& Command)
	{
		const std::string Line = Command.Line;
		if (Line == "AsyncTick.Run a.cs")
		{
			InnerOutput = Engine.Exec("AsyncTick.List");
		}
		Write(Engine.Native(), ELogVerbosity::Display, Line);
		return EAsyncTickStatus::Ok;
	};
	EXPECT(Engine.Exec("AsyncTick.Run a.cs") == "Display: AsyncTick.Run a.cs");
	EXPECT(InnerOutput == "Display: AsyncTick.List");
}

TEST(Console_WithoutManagedHalf_SaysWhy)
{
	FEngineFixture Engine(false);
	EXPECT(Engine.Exec("AsyncTick.Run a.cs").find("Error: AsyncTick.Run: .NET is not running. No managed half has connected yet") == 0);
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
	EXPECT(Shim::Log().Contains("a\xE2\x90\x80"
								"b 😀 %s %n {0}"));
	Native.Log(Native.Context, ELogVerbosity::Log, nullptr, 0);
	Native.Log(Native.Context, ELogVerbosity::Log, Line.Units.data(), -5);
	const uint16 LoneSurrogate = 0xD800;
	Native.Log(Native.Context, ELogVerbosity::Log, &LoneSurrogate, 1);
}
