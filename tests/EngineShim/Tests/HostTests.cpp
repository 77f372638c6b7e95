// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "../../../Source/UnrealAsyncTick/Private/UnrealAsyncTickSettings.h"
#include "AsyncTickDotNetRoots.h"
#include "FakeManaged.h"
#include "Testing.h"
#include "UObject/UObjectGlobals.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>

// What the module's own .NET host does when something is missing. With everything in place it is tested end to end.
namespace
{
#if PLATFORM_WINDOWS
	const std::string Library = "hostfxr.dll";
#elif PLATFORM_MAC
	const std::string Library = "libhostfxr.dylib";
#else
	const std::string Library = "libhostfxr.so";
#endif

	class FFolder
	{
	public:
		FFolder()
		{
			static int32 Count = 0;
			const auto Now = std::chrono::steady_clock::now().time_since_epoch().count();
			const std::filesystem::path Folder = std::filesystem::temp_directory_path() / ("asynctick-" + std::to_string(Now) + "-" + std::to_string(++Count));
			std::filesystem::create_directories(Folder);
			Path = Folder.generic_string();
		}
		~FFolder() { std::filesystem::remove_all(Path); }

		void Write(const std::string& Name, const std::string& Text) const
		{
			const std::filesystem::path File = std::filesystem::path(Path) / Name;
			std::filesystem::create_directories(File.parent_path());
			std::ofstream(File) << Text;
		}

		/** A root with a damaged host and a runtime of these versions. */
		void WriteDotNet(const std::string& Root, const std::string& HostVersion, const std::string& RuntimeVersion) const
		{
			Write(Root + "/host/fxr/" + HostVersion + "/" + Library, "damaged");
			Write(Root + "/shared/Microsoft.NETCore.App/" + RuntimeVersion + "/System.Private.CoreLib.dll", "damaged");
		}

		std::string Path;
	};

	/** A variable of the environment, for the length of a test. */
	class FVariable
	{
	public:
		FVariable(const char* InName, const std::string& Value)
			: Name(InName)
		{
			const char* const Old = std::getenv(Name);
			bHad = Old != nullptr;
			Before = bHad ? Old : "";
			Set(Value);
		}
		~FVariable() { Set(Before, bHad); }

	private:
		void Set(const std::string& Value, bool bKeep = true) const
		{
#if PLATFORM_WINDOWS
			_putenv_s(Name, bKeep ? Value.c_str() : "");
#else
			bKeep ? setenv(Name, Value.c_str(), 1) : unsetenv(Name);
#endif
		}

		const char* Name;
		bool bHad;
		std::string Before;
	};

#if PLATFORM_CPU_ARM_FAMILY
	constexpr const char* RootVariable = "DOTNET_ROOT_ARM64";
#else
	constexpr const char* RootVariable = "DOTNET_ROOT_X64";
#endif

	/** The one error that a start with these folders gives. The engine keeps running. */
	std::string StartAndFail(const std::string& ManagedDirectory, const std::string& DotNetRoot, const Shim::FOptions& Options = FEngineFixture::MakeOptions())
	{
		UUnrealAsyncTickSettings* Settings = GetMutableDefault<UUnrealAsyncTickSettings>();
		Settings->Host = EAsyncTickHosting::Own;
		SetFolder(Settings->ManagedDirectory, ManagedDirectory);
		SetFolder(Settings->DotNetRoot, DotNetRoot);
		Shim::StartEngine(Options);
		EXPECT(Shim::Log().Count(ELogVerbosity::Error, "C# tasks are not available: ") == 1);
		EXPECT(Shim::Log().Count(ELogVerbosity::Error, "") == 1);
		EXPECT(!FEngineFixture::Module().IsConnected());
		std::string Error;
		for (const Shim::FLine& Line : Shim::Log().Take())
		{
			Error += Line.Verbosity == ELogVerbosity::Error ? Line.Text : "";
		}
		Shim::TickFrames(10);
		Shim::FRecorder Console;
		Shim::Exec("AsyncTick.List", &Console);
		EXPECT(Console.Contains("AsyncTick.List: .NET is not running. "));
		EXPECT(Shim::Log().Take().empty());
		Shim::ShutdownEngine();
		Settings->Host = EAsyncTickHosting::External;
		SetFolder(Settings->ManagedDirectory, "");
		SetFolder(Settings->DotNetRoot, "");
		return Error;
	}

	void WriteManaged(const FFolder& Folder)
	{
		Folder.Write("AsyncTick.Engine.dll", "this is no assembly");
		Folder.Write("AsyncTick.Engine.runtimeconfig.json", "{}");
	}
}

TEST(Host_ManagedHalfMissing_NamesTheFileAndTheCommand)
{
	const std::string Error = StartAndFail("/nowhere/Managed", "");
	EXPECT(Error.find("/nowhere/Managed/AsyncTick.Engine.dll does not exist") != std::string::npos);
	EXPECT(Error.find("dotnet publish Script/AsyncTick.Engine") != std::string::npos);
}

TEST(Host_DotNetMissing_NamesTheFolderAndTheRemedy)
{
	const FFolder Folder;
	WriteManaged(Folder);
	const std::string Error = StartAndFail(Folder.Path, "/no/dotnet/here");
	EXPECT(Error.find(".NET 10 was not found (looked in /no/dotnet/here: no such folder)") != std::string::npos);
	EXPECT(Error.find("Install the .NET 10 runtime") != std::string::npos);
}

TEST(Host_DamagedDotNet_IsNamed)
{
	const FFolder Folder;
	WriteManaged(Folder);
	Folder.Write("dotnet/host/fxr/9.0.1/" + Library, "old");
	Folder.Write("dotnet/host/fxr/10.0.9/" + Library, "new");
	Folder.Write("dotnet/host/fxr/10.0.10-preview.1/" + Library, "preview");
	Folder.Write("dotnet/host/fxr/12.x/" + Library, "nonsense");
	Folder.WriteDotNet("dotnet", "10.0.10", "10.0.9");
	const std::string Error = StartAndFail(Folder.Path, Folder.Path + "/dotnet");
	EXPECT(Error.find("/host/fxr/10.0.10/" + Library + " could not be loaded") != std::string::npos);
}

TEST(Host_RootWithoutARuntimeOfOurVersion_IsListedWithWhatItHolds)
{
	const FFolder Folder;
	WriteManaged(Folder);
	Folder.WriteDotNet("dotnet", "10.0.10", "8.0.11");
	Folder.WriteDotNet("dotnet", "10.0.10", "9.0.1");
	// An update that was taken away leaves an empty folder.
	std::filesystem::create_directories(Folder.Path + "/dotnet/shared/Microsoft.NETCore.App/10.0.9");
	const std::string Error = StartAndFail(Folder.Path, Folder.Path + "/dotnet");
	EXPECT(Error.find(Folder.Path + "/dotnet: only .NET ") != std::string::npos);
	EXPECT(Error.find("8.0.11") != std::string::npos && Error.find("9.0.1") != std::string::npos && Error.find("10.0.9") == std::string::npos);

	Folder.Write("empty/host/fxr/10.0.10/" + Library, "damaged");
	EXPECT(StartAndFail(Folder.Path, Folder.Path + "/empty").find(Folder.Path + "/empty: no .NET runtime") != std::string::npos);
	Folder.Write("hostless/shared/Microsoft.NETCore.App/10.0.1/System.Private.CoreLib.dll", "damaged");
	EXPECT(StartAndFail(Folder.Path, Folder.Path + "/hostless").find(Folder.Path + "/hostless: .NET 10.0.1 without " + Library) != std::string::npos);
}

TEST(Host_VariableThatNamesAnOlderDotNet_IsPassedOver)
{
	const FFolder Folder;
	WriteManaged(Folder);
	Folder.WriteDotNet("bundled", "8.0.11", "8.0.11");
	Folder.WriteDotNet("installed", "10.0.10", "10.0.10");
	{
		const FVariable First(RootVariable, Folder.Path + "/bundled");
		const FVariable Second("DOTNET_ROOT", Folder.Path + "/installed");
		EXPECT(StartAndFail(Folder.Path, "").find("/installed/host/fxr/10.0.10/" + Library + " could not be loaded") != std::string::npos);
	}
	{
		const FVariable First(RootVariable, Folder.Path + "/installed");
		const FVariable Second("DOTNET_ROOT", Folder.Path + "/bundled");
		EXPECT(StartAndFail(Folder.Path, "").find("/installed/host/fxr/10.0.10/" + Library + " could not be loaded") != std::string::npos);
	}
}

TEST(Host_Roots_AreInTheOrderOfDotNetsOwnLauncher)
{
	const FVariable First(RootVariable, "/first");
	const FVariable Second("DOTNET_ROOT", "/second");
#if PLATFORM_WINDOWS
	const FVariable Programs("ProgramFiles", "C:/Programs");
	// Where an Arm64 machine has the .NET of x64 programs, before the one that such a program cannot load.
	#if PLATFORM_CPU_ARM_FAMILY
	const std::vector<std::string> Wanted = {"/first", "/second", "C:/Programs/dotnet/arm64", "C:/Programs/dotnet"};
	#else
	const std::vector<std::string> Wanted = {"/first", "/second", "C:/Programs/dotnet/x64", "C:/Programs/dotnet"};
	#endif
#else
	const FVariable Home("HOME", "/home/of/a/user");
	const std::vector<std::string> Wanted = {"/first", "/second", "/usr/share/dotnet", "/usr/lib/dotnet", "/home/of/a/user/.dotnet"};
#endif
	std::vector<std::string> Found;
	for (const FString& Root : ListAsyncTickDotNetRoots())
	{
		const std::string Text = Shim::ToUtf8(Root);
		if (std::find(Wanted.begin(), Wanted.end(), Text) != Wanted.end())
		{
			Found.push_back(Text);
		}
	}
	EXPECT(Found == Wanted);
}

TEST(Host_RelativeDotNetRoot_IsRelativeToTheProject)
{
	const FFolder Folder;
	WriteManaged(Folder);
	Folder.WriteDotNet("Private/DotNet", "10.0.10", "10.0.10");
	Shim::FOptions Options = FEngineFixture::MakeOptions();
	Options.ProjectDirectory = Folder.Path;
	EXPECT(StartAndFail(Folder.Path, "Private/DotNet", Options).find(Folder.Path + "/Private/DotNet/host/fxr/10.0.10/" + Library) != std::string::npos);
}

TEST(Host_Off_IsQuiet)
{
	GetMutableDefault<UUnrealAsyncTickSettings>()->Host = EAsyncTickHosting::Off;
	Shim::StartEngine(FEngineFixture::MakeOptions());
	Shim::TickFrames(3);
	EXPECT(Shim::Log().Take().empty());
	Shim::ShutdownEngine();
}

TEST(Host_Commandlet_DoesNotStartDotNet)
{
	GetMutableDefault<UUnrealAsyncTickSettings>()->Host = EAsyncTickHosting::Own;
	Shim::FOptions Options = FEngineFixture::MakeOptions();
	Options.bCommandlet = true;
	Shim::StartEngine(Options);
	EXPECT(Shim::Log().Take().empty());
	EXPECT(!FEngineFixture::Module().IsConnected());
	Shim::ShutdownEngine();
}
