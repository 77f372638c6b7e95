#!/usr/bin/env bash
# Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.
# Installs tmux, the terminal in which the tests type at the headless prompt (Debian and Ubuntu). Fast when it is there.
set -euo pipefail

if command -v tmux >/dev/null; then
    echo "terminal tests: tmux is installed"
    exit 0
fi

sudo=()
if [ "$(id -u)" -ne 0 ]; then
    sudo=(sudo)
fi

echo "terminal tests: installing tmux"
"${sudo[@]}" apt-get update -qq
DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends tmux >/dev/null
echo "terminal tests: installed"
