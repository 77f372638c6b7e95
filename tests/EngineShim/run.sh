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

# consteval, which the engine's format checks use, needs a recent one.
find_clang() {
	for name in clang++-22 clang++-21 clang++-20 clang++-19 clang++-18 clang++-17 clang++-16; do
		command -v $name && return
	done
	command -v clang++ && clang++ -dumpversion | awk -F. '{ exit !($1 >= 16) }' && return
	return 1
}

[ -x ../install-shim.sh ] && ../install-shim.sh
mkdir -p $build
clang=$(find_clang || true)
if [ -z "$clang" ]; then echo "run.sh: there is no clang 16 or newer; its variants are built with g++"; clang=g++; fi

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

compile gcc "native-tests bench" -DCMAKE_CXX_COMPILER=g++ -DCMAKE_BUILD_TYPE=RelWithDebInfo; count "build: g++" $?
compile wchar "all" -DCMAKE_CXX_COMPILER=g++ -DCMAKE_BUILD_TYPE=Debug -DSHIM_WCHAR=ON -DSHIM_GAME=ON; count "build: g++, TCHAR is a 16-bit wchar_t, a game without an editor" $?
compile shipping "native-tests" -DCMAKE_CXX_COMPILER=g++ -DCMAKE_BUILD_TYPE=Debug -DSHIM_SHIPPING=ON; count "build: g++, a Shipping game" $?
compile mac "plugin plugin_editor plugin_tests sample engine" -DCMAKE_CXX_COMPILER="$clang" -DCMAKE_BUILD_TYPE=Debug -DSHIM_MAC=ON; count "build: clang, the branches for macOS (compiled only)" $?
compile unity "plugin plugin_editor plugin_tests" -DCMAKE_CXX_COMPILER="$clang" -DCMAKE_BUILD_TYPE=Debug -DSHIM_UNITY=ON; count "build: clang, each module in one file" $?
compile unrealsharp "native-tests engine-library" -DCMAKE_CXX_COMPILER="$clang" -DCMAKE_BUILD_TYPE=Debug -DSHIM_UNREALSHARP=ON; count "build: clang, with UnrealSharp" $?
compile asan "native-tests engine-shim" -DCMAKE_CXX_COMPILER="$clang" -DCMAKE_BUILD_TYPE=Debug -DSHIM_SANITIZE=ON; count "build: clang, sanitizers" $?
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
