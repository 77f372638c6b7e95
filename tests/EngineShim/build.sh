#!/usr/bin/env bash
# Builds all variants of the plugin's C++ and no more, for run.sh and run-windows.sh, which build what has changed since.
set -uo pipefail
cd "$(dirname "$0")"
. ./common.sh

mkdir -p $build
build_variants
build_windows
[ $failed = 0 ]
