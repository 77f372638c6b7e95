#!/usr/bin/env bash
# Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.
# The compilers of the engine's stand-in, MinGW and Wine for its Windows variant included.
exec "$(dirname "${BASH_SOURCE[0]}")/debian-packages.sh" 'engine shim' g++ cmake ninja-build valgrind clang-19 libclang-rt-19-dev clang-format \
    g++-mingw-w64-x86-64-posix wine wine64
