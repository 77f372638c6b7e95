// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Containers/UnrealString.h"
#include "Templates/Function.h"
#include "Templates/SharedPointer.h"

#include <vector>

// Tests that the engine finds by their names and runs frame by frame.

#define WITH_DEV_AUTOMATION_TESTS (!UE_BUILD_SHIPPING)

enum class EAutomationTestFlags : uint32
{
	None = 0,
	EditorContext = 0x1,
	ClientContext = 0x2,
	ServerContext = 0x4,
	CommandletContext = 0x8,
	EngineFilter = 0x04000000,
};
constexpr EAutomationTestFlags operator|(EAutomationTestFlags A, EAutomationTestFlags B)
{
	return static_cast<EAutomationTestFlags>(static_cast<uint32>(A) | static_cast<uint32>(B));
}
constexpr EAutomationTestFlags EAutomationTestFlags_ApplicationContextMask = EAutomationTestFlags::EditorContext | EAutomationTestFlags::ClientContext | EAutomationTestFlags::ServerContext | EAutomationTestFlags::CommandletContext;

namespace EAutomationExpectedErrorFlags
{
	enum MatchType
	{
		Exact,
		Contains,
	};
}

class IAutomationLatentCommand
{
public:
	virtual ~IAutomationLatentCommand() = default;
	/** Called once a frame until it returns true. */
	virtual bool Update() = 0;
};

class FFunctionLatentCommand : public IAutomationLatentCommand
{
public:
	explicit FFunctionLatentCommand(TFunction<bool()> InPredicate)
		: Predicate(InPredicate)
	{
	}
	virtual bool Update() override { return Predicate(); }

private:
	TFunction<bool()> Predicate;
};

class FAutomationTestBase
{
public:
	FAutomationTestBase(const TCHAR* InName, EAutomationTestFlags InFlags);
	virtual ~FAutomationTestBase() = default;
	virtual bool RunTest(const FString& Parameters) = 0;

	void AddError(const FString& Error) { ShimErrors.Add(Error); }
	void AddExpectedError(const FString& Pattern, EAutomationExpectedErrorFlags::MatchType Kind = EAutomationExpectedErrorFlags::Contains, int32 Occurrences = 1);
	bool TestTrue(const FString& What, bool bValue);
	bool TestEqual(const FString& What, const FString& Actual, const FString& Expected);

	struct FShimExpected
	{
		FString Pattern;
		int32 Occurrences;
	};
	FString ShimName;
	EAutomationTestFlags ShimFlags;
	TArray<FString> ShimErrors;
	std::vector<FShimExpected> ShimExpected;
};

class FAutomationTestFramework
{
public:
	static FAutomationTestFramework& Get();
	void EnqueueLatentCommand(TSharedPtr<IAutomationLatentCommand> Command) { ShimCommands.push_back(Command); }

	/** Runs every test whose name begins with this, frames included; how many failed. */
	int32 ShimRun(const FString& Prefix);

	std::vector<FAutomationTestBase*> ShimTests;
	std::vector<TSharedPtr<IAutomationLatentCommand>> ShimCommands;
};

#define ADD_LATENT_AUTOMATION_COMMAND(Command) \
	FAutomationTestFramework::Get().EnqueueLatentCommand(TSharedPtr<IAutomationLatentCommand>(new Command))

#define IMPLEMENT_SIMPLE_AUTOMATION_TEST(TestClass, PrettyName, TestFlags) \
	class TestClass : public FAutomationTestBase \
	{ \
	public: \
		explicit TestClass(const TCHAR* InName) \
			: FAutomationTestBase(InName, TestFlags) \
		{ \
		} \
		virtual bool RunTest(const FString& Parameters) override; \
	}; \
	namespace \
	{ \
		TestClass TestClass##Instance(TEXT(PrettyName)); \
	}
