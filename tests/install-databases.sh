#!/usr/bin/env bash
# Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.
# The servers that the samples with packages talk to.
exec "$(dirname "${BASH_SOURCE[0]}")/debian-packages.sh" 'package samples' postgresql mosquitto mosquitto-clients
