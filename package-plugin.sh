#!/usr/bin/env bash
# Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.
# Makes the folder that goes into an Unreal project's Plugins, and a zip of it: sources, the managed half built for every system, scripts, docs;
# no tests. package-plugin.sh [OUTPUT]; package-plugin.ps1 is the same for Windows.
set -euo pipefail
plugin=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
output=${1:-$plugin/artifacts/plugin}
folder=$output/UnrealAsyncTick
version=$(sed -nE 's/.*"VersionName": "([^"]+)".*/\1/p' "$plugin/UnrealAsyncTick.uplugin")

rm -rf "$folder"
mkdir -p "$folder"
cd "$plugin"
# With their times: the payload below is newer, so the plugin's pre-build step has nothing to publish.
git ls-files -z -- Config Content Docs Resources Script Source ':!Source/UnrealAsyncTickTests' \
	UnrealAsyncTick.uplugin Directory.Build.props Directory.Packages.props global.json README.md CHANGELOG.md LICENSE SECURITY.md |
	tar --null -T - -cf - | tar -xf - -C "$folder"
perl -0pi -e 's/,\s*\{[^{}]*"UnrealAsyncTickTests"[^{}]*\}//' "$folder/UnrealAsyncTick.uplugin"

# With a Roslyn that runs on any system, and apart from other builds, which have that of this one.
common=(-c Release --artifacts-path "$plugin/artifacts/build-plugin" -v quiet --nologo -p:ContinuousIntegrationBuild=true)
dotnet publish Script/AsyncTick.Engine -o "$folder/Managed" "${common[@]}" -p:PortableRoslyn=true
# The rules of the loop, for the projects of a game.
dotnet build Source/Programs/AsyncTick.Analyzers.CodeFixes -o "$folder/Analyzers" "${common[@]}"
find "$folder/Analyzers" -type f ! -name '*.dll' -delete
touch "$folder/Managed/AsyncTick.Engine.dll"

rm -f "$output/UnrealAsyncTick-$version.zip"
(cd "$output" && zip -qr "UnrealAsyncTick-$version.zip" UnrealAsyncTick)
echo "$output/UnrealAsyncTick-$version.zip"
