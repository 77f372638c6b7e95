#!/usr/bin/env bash
# The Windows tier: the plugin's C++ and the stand-in, compiled by MinGW with PLATFORM_WINDOWS=1, under Wine. The native tests first, and
# then both halves with a real .NET for Windows, which the host code finds through the registry, and the tool with the headless host. The last
# line sums up.
# MinGW is not MSVC: it proves windows.h, UTF-16 and calling conventions, and none of MSVC's warnings.
set -uo pipefail
cd "$(dirname "$0")"
. ./common.sh

[ -x ../install-shim.sh ] && ../install-shim.sh
mkdir -p $build
export WINEPREFIX=$PWD/$build/wine WINEARCH=win64 WINEDEBUG=-all
trap 'wineserver -k 2>/dev/null' EXIT

build_windows
{
	dotnet build Windows -v q -p:OutputFolder="$PWD/$build/dotnet-windows/" &&
		dotnet publish ../../Script/AsyncTick.Engine -c Release -r win-x64 --no-self-contained -o $build/ManagedWindows &&
		dotnet build ../EngineShim.Tests -c Release &&
		dotnet publish ../../Source/Programs/AsyncTick.Tool -c Release -r win-x64 --no-self-contained -p:UseAppHost=true -p:PortableRoslyn=true \
			--artifacts-path $build/tool-build -o $build/tool-windows
} >$build/managed-windows.log 2>&1
count "build: managed, for Windows" $?
[ -f "$WINEPREFIX/system.reg" ] || timeout 300 wineboot -i >/dev/null 2>&1
timeout 60 wine reg add 'HKLM\SOFTWARE\WOW6432Node\dotnet\Setup\InstalledVersions\x64' /v InstallLocation /d "Z:${PWD//\//\\}\\$build\\dotnet-windows" /f >/dev/null 2>&1
count "Wine: a prefix with .NET in its registry" $?
if [ $failed != 0 ]; then tail -n 40 $build/windows.log $build/managed-windows.log; fi

run_native "Windows" timeout 300 wine $build/windows/native-tests.exe
export ENGINE_SHIM=$PWD/Windows/engine-shim.sh ENGINE_SHIM_MANAGED=$PWD/$build/ManagedWindows
run_end_to_end "Windows end to end" --filter TestCategory=Windows

# The tool finds .NET as the plugin does. Wine has Unix domain sockets from version 10 on: before, what needs them has to say so.
tool() { env -u DOTNET_ROOT DOTNET_EnableWriteXorExecute=0 timeout 200 wine $build/tool-windows/AsyncTick.Tool.exe "$@" 2>&1 | tr -d '\r'; }
check_tool() { # name, pattern, arguments
	local name=$1 pattern=$2 output
	shift 2
	output=$(tool "$@")
	grep -qE "$pattern" <<<"$output"
	count "Windows tool: $name" $?
	grep -qE "$pattern" <<<"$output" || echo "$output"
}
check_tool "the headless host runs a script" '3 seconds elapsed' host ../../Content/Scripts/Timers.cs --virtual --frames 240
check_tool "a host without sockets says why and goes on" 'There is no command socket.*: This system has no Unix domain sockets|Running at' host ../../Content/Scripts/Timers.cs --virtual --frames 5
check_tool "ps, without a host or without sockets, says so" 'No host of this user runs here|This system has no Unix domain sockets' ps
check_tool "eval, without a host or without sockets, says so" 'No host of this user runs here|This system has no Unix domain sockets' eval 1+1

echo "$passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
