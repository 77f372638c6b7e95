#!/usr/bin/env bash
# Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.
# Installs the peers that the benchmark compares with (Debian and Ubuntu): Python's asyncio, and uvloop.
set -euo pipefail

packages=(python3 python3-uvloop)

missing=()
for package in "${packages[@]}"; do
    status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || missing+=("$package")
done

if [ ${#missing[@]} -eq 0 ]; then
    echo "benchmarks: all ${#packages[@]} packages are installed"
    exit 0
fi

sudo=()
if [ "$(id -u)" -ne 0 ]; then
    sudo=(sudo)
fi

echo "benchmarks: installing ${missing[*]}"
"${sudo[@]}" apt-get update -qq
DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
echo "benchmarks: installed"
