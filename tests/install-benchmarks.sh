#!/usr/bin/env bash
# Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.
# The peers that the benchmark compares with: Python's asyncio, and uvloop.
exec "$(dirname "${BASH_SOURCE[0]}")/debian-packages.sh" 'benchmarks' python3 python3-uvloop
