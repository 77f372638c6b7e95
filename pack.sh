#!/usr/bin/env bash
# Builds the NuGet packages into artifacts/, apart from all other builds: paths in them are the same on every machine.
# A public member that has come, gone or changed is an error here.
#   ./pack.sh                     builds the packages
#   ./pack.sh --update-api        first writes what has changed into the PublicAPI.Unshipped.txt files
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
common=(--artifacts-path "$PWD/artifacts/build" -v quiet -p:CheckPublicApi=true -p:IsPackageBuild=true -p:ContinuousIntegrationBuild=true)
if [[ ${1:-} == --update-api ]]; then
	for project in Script/*/PublicAPI.Shipped.txt; do
		CheckPublicApi=true dotnet format analyzers "${project%/*}"/*.csproj --diagnostics RS0016 RS0017 --severity warn
	done
fi
rm -f artifacts/*.nupkg artifacts/*.snupkg
dotnet pack AsyncTick.Packages.slnf -c Release -o artifacts "${common[@]}"
ls artifacts/*.nupkg
