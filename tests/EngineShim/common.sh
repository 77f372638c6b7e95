# Shared by run.sh and run-windows.sh: counts, and the build of a variant.
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
