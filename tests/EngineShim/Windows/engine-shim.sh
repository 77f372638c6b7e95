#!/usr/bin/env bash
# The Windows build of the program that plays the engine, under Wine, with the arguments of the Linux one: paths become Windows paths.
# WINEPREFIX names a prefix that run.sh has made; .NET is found through its registry.
arguments=()
for argument in "$@"; do
	[[ $argument != /* ]] || argument="Z:${argument//\//\\}"
	arguments+=("$argument")
done
# The variables of this system's .NET mean nothing there.
unset DOTNET_ROOT DOTNET_ROOT_X64 DOTNET_HOST_PATH DOTNET_STARTUP_HOOKS
# Wine and .NET's double mapping of code do not go together.
export WINEDEBUG=-all WINEARCH=win64 DOTNET_EnableWriteXorExecute=0
exec wine "$(dirname "${BASH_SOURCE[0]}")/../build/windows/engine-shim.exe" "${arguments[@]}"
