#!/usr/bin/env bash
# Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.
# Installs what the dashboard's tests need (Debian and Ubuntu): a browser and the fonts of the screenshots.
set -euo pipefail

packages=(chromium fonts-inter fonts-jetbrains-mono)

missing=()
for package in "${packages[@]}"; do
    status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || missing+=("$package")
done

if [ ${#missing[@]} -eq 0 ]; then
    echo "dashboard tests: all packages are installed"
    exit 0
fi

sudo=()
if [ "$(id -u)" -ne 0 ]; then
    sudo=(sudo)
fi

echo "dashboard tests: installing ${missing[*]}"
"${sudo[@]}" apt-get update -qq
DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
echo "dashboard tests: installed"
