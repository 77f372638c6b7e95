# Shared by run.sh, run-windows.sh and build.sh: counts, and the builds of the variants.
build=build
jobs=$(nproc)
passed=0 failed=0 skipped=0

count() { # name, status
	if [ "$2" = 0 ]; then echo "PASS $1"; passed=$((passed + 1)); else echo "FAIL $1"; failed=$((failed + 1)); fi
}

compile() { # variant, targets, options of cmake
	local variant=$1 targets=$2
	shift 2
	{ cmake -S . -B "$build/$variant" -G Ninja "$@" && cmake --build "$build/$variant" -j "$jobs" --target $targets; } >"$build/$variant.log" 2>&1
}

# consteval, which the engine's format checks use, needs a recent one.
find_clang() {
	for name in clang++-22 clang++-21 clang++-20 clang++-19 clang++-18 clang++-17 clang++-16; do
		command -v $name && return
	done
	command -v clang++ && clang++ -dumpversion | awk -F. '{ exit !($1 >= 16) }' && return
	return 1
}

build_variants() {
	local clang
	clang=$(find_clang || true)
	if [ -z "$clang" ]; then echo "There is no clang 16 or newer; its variants are built with g++"; clang=g++; fi
	compile gcc "native-tests bench" -DCMAKE_CXX_COMPILER=g++ -DCMAKE_BUILD_TYPE=RelWithDebInfo; count "build: g++" $?
	compile wchar "all" -DCMAKE_CXX_COMPILER=g++ -DCMAKE_BUILD_TYPE=Debug -DSHIM_WCHAR=ON -DSHIM_GAME=ON; count "build: g++, TCHAR is a 16-bit wchar_t, a game without an editor" $?
	compile shipping "native-tests" -DCMAKE_CXX_COMPILER=g++ -DCMAKE_BUILD_TYPE=Debug -DSHIM_SHIPPING=ON; count "build: g++, a Shipping game" $?
	compile mac "plugin plugin_editor plugin_tests sample engine" -DCMAKE_CXX_COMPILER="$clang" -DCMAKE_BUILD_TYPE=Debug -DSHIM_MAC=ON; count "build: clang, the branches for macOS (compiled only)" $?
	compile unity "plugin plugin_editor plugin_tests" -DCMAKE_CXX_COMPILER="$clang" -DCMAKE_BUILD_TYPE=Debug -DSHIM_UNITY=ON; count "build: clang, each module in one file" $?
	compile unrealsharp "native-tests engine-library" -DCMAKE_CXX_COMPILER="$clang" -DCMAKE_BUILD_TYPE=Debug -DSHIM_UNREALSHARP=ON; count "build: clang, with UnrealSharp" $?
	compile asan "native-tests engine-shim" -DCMAKE_CXX_COMPILER="$clang" -DCMAKE_BUILD_TYPE=Debug -DSHIM_SANITIZE=ON; count "build: clang, sanitizers" $?
}

build_windows() {
	compile windows "native-tests engine-shim" -DCMAKE_TOOLCHAIN_FILE=windows.cmake -DCMAKE_BUILD_TYPE=Debug; count "build: MinGW, for Windows" $?
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

run_end_to_end() { # title, options of dotnet test
	local title=$1 summary log=$build/$1.log
	shift
	summary=$(dotnet test --no-build -c Release ../EngineShim.Tests --logger "console;verbosity=normal" "$@" 2>&1 | tee "$log" | sed -n "s/^  Passed /PASS $title: /p; s/^  Failed /FAIL $title: /p; s/^  Skipped /SKIP $title: /p")
	echo "$summary"
	local here=$(grep -c '^PASS ' <<<"$summary") there=$(grep -c '^FAIL ' <<<"$summary") left=$(grep -c '^SKIP ' <<<"$summary")
	passed=$((passed + here)) failed=$((failed + there)) skipped=$((skipped + left))
	if [ "$here" = 0 ]; then count "$title: ran at all" 1; fi
	if [ "$there" != 0 ]; then grep -v '^  Passed ' "$log"; fi
}
