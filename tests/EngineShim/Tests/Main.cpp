// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "Testing.h"

#include <cstdio>
#include <cstring>

namespace
{
	int FailedExpectations = 0;
}

std::vector<Testing::FTest>& Testing::Tests()
{
	static std::vector<FTest> All;
	return All;
}

bool Testing::Expect(bool bTrue, const char* Expression, const char* File, int Line)
{
	if (!bTrue)
	{
		++FailedExpectations;
		std::printf("    not so: %s (%s:%d)\n", Expression, File, Line);
	}
	return bTrue;
}

/** Runs every test, or those whose name contains the first argument. */
int main(int Count, char** Arguments)
{
	int Passed = 0;
	int Failed = 0;
	for (const Testing::FTest& Test : Testing::Tests())
	{
		if (Count > 1 && std::strstr(Test.Name, Arguments[1]) == nullptr)
		{
			continue;
		}
		FailedExpectations = 0;
		Test.Body();
		(FailedExpectations == 0 ? Passed : Failed)++;
		std::printf("%s %s\n", FailedExpectations == 0 ? "PASS" : "FAIL", Test.Name);
		std::fflush(stdout);
	}
	std::printf("%d passed, %d failed, 0 skipped\n", Passed, Failed);
	return Failed == 0 && Passed > 0 ? 0 : 1;
}
