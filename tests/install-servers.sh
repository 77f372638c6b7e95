#!/usr/bin/env bash
# Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.
# The servers and clients that the network tests talk to.
exec "$(dirname "${BASH_SOURCE[0]}")/debian-packages.sh" 'network tests' redis-server icecast2 ffmpeg mpg123 libmpg123-0 lame sox netcat-openbsd \
    python3 python3-websockets openssl curl
