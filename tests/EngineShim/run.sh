#!/usr/bin/env bash
# Builds the plugin's C++ without the engine, in four variants, and tests it: the native half by itself, under sanitizers
# and under Valgrind, and both halves together. The last line sums up. Options: --bench runs the benchmark, too;
# --native leaves out what needs .NET.
set -uo pipefail
cd "$(dirname "$0")"

build=build
jobs=$(nproc)
passed=0 failed=0 skipped=0
bench=0 native_only=0
for option in "$@"; do
	case $option in
	--bench) bench=1 ;;
	--native) native_only=1 ;;
	*) echo "run.sh: unknown option $option" >&2; exit 2 ;;
	esac
done

# Installs missing tools where that is possible without asking.
need() {
	local missing=()
	command -v g++ >/dev/null || missing+=(g++)
	command -v cmake >/dev/null || missing+=(cmake)
	command -v ninja >/dev/null || missing+=(ninja-build)
	command -v valgrind >/dev/null || missing+=(valgrind)
	find_clang >/dev/null || missing+=(clang-19)
	if ((${#missing[@]})) && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
		echo "Installing ${missing[*]}"
		apt-get install -y -qq "${missing[@]}" >/dev/null 2>&1 || { apt-get update -qq && apt-get install -y -qq "${missing[@]}" >/dev/null; }
	fi
}

# consteval, which the engine's format checks use, needs a recent one.
find_clang() {
	for name in clang++-22 clang++-21 clang++-20 clang++-19 clang++-18 clang++-17 clang++-16; do
		command -v $name && return
	done
	command -v clang++ && clang++ -dumpversion | awk -F. '{ exit !($1 >= 16) }' && return
	return 1
}

count() { # name, status
	if [ "$2" = 0 ]; then echo "PASS $1"; passed=$((passed + 1)); else echo "FAIL $1"; failed=$((failed + 1)); fi
}

compile() { # variant, targets, options of cmake
	local variant=$1 targets=$2
	shift 2
	{ cmake -S . -B "$build/$variant" -G Ninja "$@" && cmake --build "$build/$variant" -j "$jobs" --target $targets; } >"$build/$variant.log" 2>&1
}

run_native() { # title, command
	local title=$1 status output
	shift
	output=$("$@" 2>&1)
	status=$?
	echo "$output" | sed "s/^PASS /PASS $title: /; s/^FAIL /FAIL $title: /" | grep -v ' passed, '
	local here=$(grep -c '^PASS ' <<<"$output") there=$(grep -c '^FAIL ' <<<"$output")
	passed=$((passed + here)) failed=$((failed + there))
	# A crash, a leak, or a report of a sanitizer, after tests that all passed.
	if [ $status != 0 ] && [ "$there" = 0 ]; then count "$title: ends without a report ($status)" 1; fi
}

need
mkdir -p $build
clang=$(find_clang || true)
if [ -z "$clang" ]; then echo "run.sh: there is no clang 16 or newer; its two variants are built with g++"; clang=g++; fi

managed_log=$build/managed.log
if [ $native_only = 0 ]; then
	dotnet publish ../../Script/AsyncTick.Engine -c Release -o $build/Managed >$managed_log 2>&1 || cat $managed_log
	dotnet build ../EngineShim.Tests -c Release >>$managed_log 2>&1
	count "build: managed" $?
fi

compile gcc "native-tests bench" -DCMAKE_CXX_COMPILER=g++ -DCMAKE_BUILD_TYPE=RelWithDebInfo; count "build: g++" $?
compile wchar "all" -DCMAKE_CXX_COMPILER=g++ -DCMAKE_BUILD_TYPE=Debug -DSHIM_WCHAR=ON -DSHIM_GAME=ON; count "build: g++, TCHAR is a 16-bit wchar_t, a game without an editor" $?
compile unrealsharp "native-tests engine-library" -DCMAKE_CXX_COMPILER="$clang" -DCMAKE_BUILD_TYPE=Debug -DSHIM_UNREALSHARP=ON; count "build: clang, with UnrealSharp" $?
compile asan "native-tests engine-shim" -DCMAKE_CXX_COMPILER="$clang" -DCMAKE_BUILD_TYPE=Debug -DSHIM_SANITIZE=ON; count "build: clang, sanitizers" $?
if [ $failed != 0 ]; then tail -n 40 $build/*.log; fi

run_native "g++" $build/gcc/native-tests
run_native "wchar_t" $build/wchar/native-tests
run_native "UnrealSharp" $build/unrealsharp/native-tests
run_native "sanitizers" $build/asan/native-tests
if command -v valgrind >/dev/null; then
	run_native "Valgrind" valgrind -q --leak-check=full --show-leak-kinds=definite,indirect,possible --errors-for-leak-kinds=definite,indirect,possible --error-exitcode=9 $build/gcc/native-tests
else
	echo "SKIP Valgrind is not installed"; skipped=$((skipped + 1))
fi

if [ $native_only = 0 ]; then
	summary=$(dotnet test --no-build -c Release ../EngineShim.Tests --logger "console;verbosity=normal" 2>&1 | tee $build/end-to-end.log | sed -n 's/^  Passed /PASS end to end: /p; s/^  Failed /FAIL end to end: /p; s/^  Skipped /SKIP end to end: /p')
	echo "$summary"
	here=$(grep -c '^PASS ' <<<"$summary") there=$(grep -c '^FAIL ' <<<"$summary") left=$(grep -c '^SKIP ' <<<"$summary")
	passed=$((passed + here)) failed=$((failed + there)) skipped=$((skipped + left))
	if [ "$here" = 0 ]; then count "end to end: ran at all" 1; fi
	if [ "$there" != 0 ]; then grep -v '^  Passed ' $build/end-to-end.log; fi
fi

if [ $bench = 1 ]; then $build/gcc/bench "$PWD/$build/Managed"; fi

echo "$passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
