#!/usr/bin/env bash
# Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.
# The ssh server and client, the second user's shell and the service manager's checker, with which the command socket is tested. No service is started.
exec "$(dirname "${BASH_SOURCE[0]}")/debian-packages.sh" 'remote tests' openssh-server openssh-client util-linux passwd python3 systemd
