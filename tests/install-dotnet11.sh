#!/usr/bin/env bash
# Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.
# Lays out the runtime of .NET 11 beside the installed SDK, from its NuGet package, for the tests that run on it. Fast when it is there.
#   install-dotnet11.sh          installs it
#   install-dotnet11.sh --where  prints the folder
set -euo pipefail
version=11.0.0
root=${XDG_CACHE_HOME:-$HOME/.cache}/asynctick-tests/dotnet-$version
if [ "${1:-}" = --where ]; then
    echo "$root"
    exit 0
fi

if [ -x "$root/dotnet" ]; then
    echo ".NET $version is in $root"
    exit 0
fi

rid=$(dotnet --info | sed -nE 's/^ *RID: +//p')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/Runtime.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageDownload Include="Microsoft.NETCore.App.Runtime.$rid" Version="[$version]" /></ItemGroup>
</Project>
PROJECT
(cd "$work" && dotnet restore Runtime.csproj --packages packages)

package=$work/packages/microsoft.netcore.app.runtime.$rid/$version/runtimes/$rid
mkdir -p "$work/root/host/fxr/$version" "$work/root/shared/Microsoft.NETCore.App/$version" "$(dirname "$root")"
cp "$package"/lib/net11.0/* "$package"/native/* "$work/root/shared/Microsoft.NETCore.App/$version"
cp "$package"/native/libhostfxr.* "$work/root/host/fxr/$version"
cp "$(readlink -f "$(command -v dotnet)")" "$work/root/dotnet"
rm -rf "$root"
mv "$work/root" "$root"
echo ".NET $version: installed in $root"
