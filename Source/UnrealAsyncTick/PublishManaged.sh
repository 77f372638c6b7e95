#!/usr/bin/env bash
# Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.
# Publishes the managed half into the plugin's Managed folder, when its sources have changed: the plugin's pre-build step on Linux
# and macOS. PublishManaged.sh [OUTPUT]
set -euo pipefail
plugin=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
output=${1:-$plugin/Managed}
payload=$output/AsyncTick.Engine.dll

if [ ! -d "$plugin/Script/AsyncTick.Engine" ]; then
    [ -f "$payload" ] && exit 0
    echo "UnrealAsyncTick: error: $payload is missing, and so are the sources to publish it from. Install the plugin again."
    exit 1
fi

# Build folders are left out: what a build writes there is no source.
changed=
if [ -f "$payload" ]; then
    changed=$(find "$plugin/Script" "$plugin/Source/Programs/AsyncTick.Compiler" "$plugin/Source/Programs/AsyncTick.Analyzers" -type d \( -name bin -o -name obj \) -prune -o \
        -type f \( -name '*.cs' -o -name '*.csproj' -o -name '*.props' -o -name '*.targets' \) -newer "$payload" -print | head -n 1)
    [ -n "$changed" ] || exit 0
fi

# The engine sets DOTNET_ROOT to a .NET of its own, which is not the SDK that this needs.
dotnet=$(command -v dotnet || true)
for place in /usr/local/share/dotnet/dotnet /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet "$HOME/.dotnet/dotnet"; do
    if [ -z "$dotnet" ] || ! env -u DOTNET_ROOT "$dotnet" --list-sdks 2>/dev/null | grep -q '^10\.'; then
        dotnet=
        [ ! -x "$place" ] || dotnet=$place
    fi
done
if [ -z "$dotnet" ] || ! env -u DOTNET_ROOT "$dotnet" --list-sdks 2>/dev/null | grep -q '^10\.'; then
    if [ -f "$payload" ]; then
        echo "UnrealAsyncTick: warning: there is no .NET 10 SDK; $payload stays as it is, older than $changed."
        exit 0
    fi
    echo "UnrealAsyncTick: error: $payload is missing and there is no .NET 10 SDK to publish it with. Install the .NET 10 SDK."
    exit 1
fi
env -u DOTNET_ROOT "$dotnet" publish "$plugin/Script/AsyncTick.Engine" -c Release -o "$output" --nologo
# A publish that had nothing to copy leaves an older file.
touch "$payload"
