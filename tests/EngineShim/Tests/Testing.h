// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include <string>
#include <vector>

/** A few lines of test framework: a test is a function, and a failed expectation is counted and named. */
namespace Testing
{
	struct FTest
	{
		const char* Name;
		void (*Body)();
	};

	std::vector<FTest>& Tests();
	bool Expect(bool bTrue, const char* Expression, const char* File, int Line);

	struct FRegistrar
	{
		FRegistrar(const char* Name, void (*Body)()) { Tests().push_back({Name, Body}); }
	};
}

#define TEST(Name) \
	static void Name(); \
	static const Testing::FRegistrar Name##_Registrar(#Name, &Name); \
	static void Name()

#define EXPECT(Expression) Testing::Expect(static_cast<bool>(Expression), #Expression, __FILE__, __LINE__)
