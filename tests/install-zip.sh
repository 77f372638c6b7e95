#!/usr/bin/env bash
# Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.
# What package-plugin.sh makes the plugin's zip with.
exec "$(dirname "${BASH_SOURCE[0]}")/debian-packages.sh" 'plugin tests' zip perl
