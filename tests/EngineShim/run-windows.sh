#!/usr/bin/env bash
# The Windows tier: the plugin's C++ and the stand-in, compiled by MinGW with PLATFORM_WINDOWS=1, under Wine. The native tests first, and
# then both halves with a real .NET for Windows, which the host code finds through the registry. The last line sums up.
# MinGW is not MSVC: it proves windows.h, UTF-16 and calling conventions, and none of MSVC's warnings.
set -uo pipefail
cd "$(dirname "$0")"
. ./common.sh

[ -x ../install-shim.sh ] && ../install-shim.sh
mkdir -p $build
export WINEPREFIX=$PWD/$build/wine WINEARCH=win64 WINEDEBUG=-all
trap 'wineserver -k 2>/dev/null' EXIT

compile windows "native-tests engine-shim" -DCMAKE_TOOLCHAIN_FILE=windows.cmake -DCMAKE_BUILD_TYPE=Debug; count "build: MinGW, for Windows" $?
{
	dotnet build Windows -v q -p:OutputFolder="$PWD/$build/dotnet-windows/" &&
		dotnet publish ../../Script/AsyncTick.Engine -c Release -r win-x64 --no-self-contained -o $build/ManagedWindows &&
		dotnet build ../EngineShim.Tests -c Release
} >$build/managed-windows.log 2>&1
count "build: managed, for Windows" $?
[ -f "$WINEPREFIX/system.reg" ] || timeout 300 wineboot -i >/dev/null 2>&1
timeout 60 wine reg add 'HKLM\SOFTWARE\WOW6432Node\dotnet\Setup\InstalledVersions\x64' /v InstallLocation /d "Z:${PWD//\//\\}\\$build\\dotnet-windows" /f >/dev/null 2>&1
count "Wine: a prefix with .NET in its registry" $?
if [ $failed != 0 ]; then tail -n 40 $build/windows.log $build/managed-windows.log; fi

run_native "Windows" timeout 300 wine $build/windows/native-tests.exe
export ENGINE_SHIM=$PWD/Windows/engine-shim.sh ENGINE_SHIM_MANAGED=$PWD/$build/ManagedWindows
run_end_to_end "Windows end to end" --filter TestCategory=Windows

echo "$passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
