#!/usr/bin/env bash
# Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.
# PowerShell, for the tests of the Windows halves of our scripts: a .NET tool of its own folder.
set -euo pipefail
folder=${XDG_CACHE_HOME:-$HOME/.cache}/asynctick-tests/powershell
version=7.6.9
if [ ! -x "$folder/pwsh" ]; then
    dotnet tool install PowerShell --version "$version" --tool-path "$folder"
fi
echo "plugin tests: PowerShell $version is installed"
