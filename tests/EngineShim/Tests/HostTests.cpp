// Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.

#include "FakeManaged.h"
#include "Testing.h"
#include "UObject/UObjectGlobals.h"
#include "../../../Source/UnrealAsyncTick/Private/UnrealAsyncTickSettings.h"

#include <cstdlib>
#include <fstream>
#include <sys/stat.h>

// What the module's own .NET host does when something is missing. With everything in place it is tested end to end.
namespace
{
	class FFolder
	{
	public:
		FFolder()
		{
			char Template[] = "/tmp/asynctick-XXXXXX";
			Path = mkdtemp(Template);
		}
		~FFolder() { (void)!std::system(("rm -r " + Path).c_str()); }

		void Write(const std::string& Name, const std::string& Text) const
		{
			for (SIZE_T At = Name.find('/'); At != std::string::npos; At = Name.find('/', At + 1))
			{
				mkdir((Path + "/" + Name.substr(0, At)).c_str(), 0755);
			}
			std::ofstream(Path + "/" + Name) << Text;
		}

		std::string Path;
	};

	/** The one error that a start with these folders gives. The engine keeps running. */
	std::string StartAndFail(const std::string& ManagedDirectory, const std::string& DotNetRoot)
	{
		UUnrealAsyncTickSettings* Settings = GetMutableDefault<UUnrealAsyncTickSettings>();
		Settings->Host = EAsyncTickHosting::Own;
		Settings->ManagedDirectory = Shim::FromUtf8(ManagedDirectory);
		Settings->DotNetRoot = Shim::FromUtf8(DotNetRoot);
		Shim::StartEngine(FEngineFixture::MakeOptions());
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
		Settings->ManagedDirectory.Reset();
		Settings->DotNetRoot.Reset();
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
	EXPECT(Error.find(".NET was not found (looked in /no/dotnet/here)") != std::string::npos);
	EXPECT(Error.find("Install the .NET 10 runtime") != std::string::npos);
}

TEST(Host_DamagedDotNet_IsNamed)
{
	const FFolder Folder;
	WriteManaged(Folder);
	Folder.Write("dotnet/host/fxr/9.0.1/libhostfxr.so", "old");
	Folder.Write("dotnet/host/fxr/10.0.9/libhostfxr.so", "new");
	Folder.Write("dotnet/host/fxr/10.0.10-preview.1/libhostfxr.so", "preview");
	Folder.Write("dotnet/host/fxr/10.0.10/libhostfxr.so", "newest");
	Folder.Write("dotnet/host/fxr/12.x/libhostfxr.so", "nonsense");
	const std::string Error = StartAndFail(Folder.Path, Folder.Path + "/dotnet");
	EXPECT(Error.find("/host/fxr/10.0.10/libhostfxr.so could not be loaded") != std::string::npos);
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
