#!/usr/bin/env bash
# Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.
# What the dashboard's tests need: a browser, and the fonts of the screenshots.
exec "$(dirname "${BASH_SOURCE[0]}")/debian-packages.sh" 'dashboard tests' chromium fonts-inter fonts-jetbrains-mono
