#!/usr/bin/env bash
# Builds the plugin's C++ without the engine, in variants, and tests it: the native half by itself, under sanitizers and under
# Valgrind, and both halves together. The last line sums up. Options: --bench runs the benchmark, too; --native leaves out what needs
# .NET. tests/install-shim.sh installs the tools.
set -uo pipefail
cd "$(dirname "$0")"
. ./common.sh

bench=0 native_only=0
for option in "$@"; do
	case $option in
	--bench) bench=1 ;;
	--native) native_only=1 ;;
	*) echo "run.sh: unknown option $option" >&2; exit 2 ;;
	esac
done

[ -x ../install-shim.sh ] && ../install-shim.sh
mkdir -p $build
clang-format --dry-run -Werror $(find ../../Source ../../Samples . -path ./build -prune -o \( -name '*.h' -o -name '*.cpp' \) -print) >$build/format.log 2>&1
format=$?
[ $format = 0 ] || grep -E 'error' $build/format.log | cut -d: -f1 | sort | uniq -c
count "clang-format: all C++" $format

managed_log=$build/managed.log
if [ $native_only = 0 ]; then
	# The plugin's own pre-build step.
	../../Source/UnrealAsyncTick/PublishManaged.sh "$PWD/$build/Managed" >$managed_log 2>&1 || cat $managed_log
	dotnet build ../EngineShim.Tests -c Release >>$managed_log 2>&1
	count "build: managed" $?
fi

build_variants
if [ $failed != 0 ]; then tail -n 40 $build/*.log; fi

run_native "g++" $build/gcc/native-tests
run_native "wchar_t" $build/wchar/native-tests
run_native "Shipping" $build/shipping/native-tests Shipping_
run_native "UnrealSharp" $build/unrealsharp/native-tests
run_native "sanitizers" $build/asan/native-tests
if command -v valgrind >/dev/null; then
	run_native "Valgrind" valgrind -q --leak-check=full --show-leak-kinds=definite,indirect,possible --errors-for-leak-kinds=definite,indirect,possible --error-exitcode=9 $build/gcc/native-tests
else
	echo "SKIP Valgrind is not installed"; skipped=$((skipped + 1))
fi

if [ $native_only = 0 ]; then run_end_to_end "end to end"; fi
if [ $bench = 1 ]; then $build/gcc/bench "$PWD/$build/Managed"; fi

echo "$passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
