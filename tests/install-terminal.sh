#!/usr/bin/env bash
# Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.
# The terminal in which the tests type at the headless prompt.
exec "$(dirname "${BASH_SOURCE[0]}")/debian-packages.sh" 'terminal tests' tmux
