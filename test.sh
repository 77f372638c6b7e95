#!/usr/bin/env bash
# Installs what the tests need (Debian packages), builds everything with warnings as errors, runs every test.
# The last line is `N passed, N failed, N skipped`; the exit status is 0 only if nothing failed and nothing that was expected did not run.
#   ./test.sh            everything
#   ./test.sh Net        only the suites whose name contains "Net"
set -uo pipefail
# A script started in the background ignores Ctrl-C, and so would every program it starts, the host that is tested with Ctrl-C included.
if [[ -z ${SIGNALS_ARE_DEFAULT:-} ]] && env --default-signal=INT true 2>/dev/null; then
	SIGNALS_ARE_DEFAULT=1 exec env --default-signal=INT "$0" "$@"
fi
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
# One compiler server for all projects halves the time of the build; it is ended with this script.
export UseSharedCompilation=true
only=${1:-}
passed=0 failed=0 skipped=0
results=$(mktemp -d)
native=
trap '[[ -z $native ]] || kill -- "-$native" 2>/dev/null; rm -rf "$results"; dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1' EXIT

step() { printf '\n== %s (%d s)\n' "$1" "$SECONDS"; }
wanted() { [[ -z $only || $1 == *"$only"* ]]; }

# add LABEL PASSED FAILED SKIPPED: a suite's counts; one that ran nothing has failed.
add() {
	printf '   %s: %d passed, %d failed, %d skipped\n' "$1" "$2" "$3" "$4"
	passed=$((passed + $2)) failed=$((failed + $3)) skipped=$((skipped + $4))
	if (($2 + $3 == 0)); then
		echo "   $1 was expected to run tests and ran none."
		failed=$((failed + 1))
	fi
}

# nunit PROJECT [NAME [SETTING...]]: one project of NUnit tests, already built. A test that hangs is named and ends the run.
nunit() {
	local project=$1 name=${2:-${1##*/}} log begun=$SECONDS
	wanted "$name" || return 0
	step "$name"
	log=$results/$name.log
	dotnet test "$project" -c Release --no-build --logger 'console;verbosity=normal' --blame-hang-timeout 600s --blame-hang-dump-type none \
		"${@:3}" >"$log" 2>&1
	local status=$?
	count() { sed -nE "s/^ *$1: +([0-9]+).*/\1/p" "$log" | tail -n 1; }
	local good=$(count Passed) bad=$(count Failed) left=$(count Skipped)
	grep -E '^ +Skipped ' "$log"
	if ((status != 0)); then
		grep -vE '^ +Passed |^ *$' "$log" | tail -n 120
		((${bad:-0} > 0)) || bad=1
	fi
	add "$name" "${good:-0}" "${bad:-0}" "${left:-0}"
	printf '   %d s\n' $((SECONDS - begun))
	# Where the time goes, in what takes long.
	((SECONDS - begun < 60)) || sed -nE 's/^ +Passed (.*) \[([0-9]+) m ([0-9]+) s\]$/\2 \3 \1/p; s/^ +Passed (.*) \[([0-9]+) s\]$/0 \2 \1/p' "$log" |
		sort -k1,1nr -k2,2nr | head -n 5 | sed -E 's/^([0-9]+) ([0-9]+) /   longest: \1 m \2 s /'
}

# script COMMAND...: a suite that is a program of its own and ends with the same line as this one.
script() {
	local name=$1 log=$results/$1.log line
	shift
	wanted "$name" || return 0
	step "$name"
	"$@" >"$log" 2>&1
	local status=$?
	line=$(tail -n 1 "$log")
	if [[ $line =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed,\ ([0-9]+)\ skipped$ ]]; then
		local good=${BASH_REMATCH[1]} bad=${BASH_REMATCH[2]} left=${BASH_REMATCH[3]}
		((status == 0 || bad > 0)) || bad=1
		grep -iE '^skip' "$log"
		((bad == 0)) || tail -n 150 "$log"
		add "$name" "$good" "$bad" "$left"
	else
		tail -n 150 "$log"
		add "$name" 0 1 0
	fi
}

# style COMMAND...: a check of the sources that prints what differs; how C# is written beyond that is checked by every build.
style() {
	wanted "$1" || return 0
	step "$1"
	if "${@:2}" >"$results/$1.log" 2>&1; then
		add "$1" 1 0 0
	else
		tail -n 40 "$results/$1.log"
		add "$1" 0 1 0
	fi
}

command -v dotnet >/dev/null || { echo "test.sh needs the .NET 10 SDK (dotnet) on the PATH."; exit 2; }

step 'what the tests need'
for install in tests/install-*.sh; do
	[[ -x $install ]] && { "$install" >"$results/install.log" 2>&1 || { tail -n 40 "$results/install.log"; echo "$install failed."; exit 2; }; }
done

step 'build'
if ! dotnet build AsyncTick.slnx -c Release >"$results/build.log" 2>&1; then
	grep -E 'error|warn' "$results/build.log" | sort -u | head -n 60
	echo '0 passed, 1 failed, 0 skipped'
	exit 1
fi

# The C++ is compiled with what the tests leave of the processor; its own step takes what is ready then and makes the rest.
if wanted EngineShim || wanted EngineShimWindows; then
	# A group of its own, to end it with; in a session of its own the system would give it as much as all the rest.
	set -m
	chrt --idle 0 tests/EngineShim/build.sh >"$results/native.log" 2>&1 &
	native=$!
	set +m
fi

# Fails when a package's public members are not those of its PublicAPI files.
style Packages.Tests-Pack ./pack.sh
# A link of a page or of a doc comment that leads nowhere is an error.
style Docs.Tests-Site ./site.sh
style CSharpFormat dotnet format whitespace AsyncTick.slnx --no-restore --verify-no-changes
for project in tests/*.Tests; do
	case $project in
		# The shim's own script builds the C++ that its NUnit project plays with, and runs both.
		tests/EngineShim.Tests) ;;
		# Below, on the runtime that it is for.
		tests/AsyncTick.RuntimeAsync.Tests) ;;
		*) ASYNCTICK_IS_PACKED=1 nunit "$project" ;;
	esac
done
# The core once more with nothing but the public parts of .NET; on .NET 11; and on 11 from code whose async methods the runtime suspends.
ASYNCTICK_RUNTIME_INTERNALS=0 nunit tests/AsyncTick.Tests AsyncTick.Tests-PublicOnly
on11=(-- RunConfiguration.DotNetHostPath="$(tests/install-dotnet11.sh --where)/dotnet")
ASYNCTICK_TEST_RUNTIME=11 DOTNET_ROLL_FORWARD=Major nunit tests/AsyncTick.Tests AsyncTick.Tests-DotNet11 "${on11[@]}"
nunit tests/AsyncTick.RuntimeAsync.Tests '' "${on11[@]}"
[[ -z $native ]] || wait "$native"
native=
script EngineShim tests/EngineShim/run.sh
script EngineShimWindows tests/EngineShim/run-windows.sh

step 'done'
((passed + failed > 0)) || echo "No suite's name contains \"$only\"."
echo "$passed passed, $failed failed, $skipped skipped"
((passed > 0 && failed == 0))
