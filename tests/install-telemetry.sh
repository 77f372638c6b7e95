#!/usr/bin/env bash
# Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.
# Installs the .NET tools that look at a program's event source and meter, beside those of the user. Fast when they are there.
#   install-telemetry.sh          installs them
#   install-telemetry.sh --where  prints the folder
set -euo pipefail
version=10.0.750501
root=${XDG_CACHE_HOME:-$HOME/.cache}/asynctick-tests/telemetry-$version
if [ "${1:-}" = --where ]; then
    echo "$root"
    exit 0
fi

for tool in dotnet-counters dotnet-trace; do
    [ -x "$root/$tool" ] || dotnet tool install "$tool" --version "$version" --tool-path "$root"
done
echo "dotnet-counters and dotnet-trace $version are in $root"
