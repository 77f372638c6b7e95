#!/usr/bin/env bash
# Builds the NuGet packages into artifacts/, apart from all other builds: paths in them are the same on every machine.
# A public member that has come, gone or changed is an error here.
#   ./pack.sh                     builds the packages
#   ./pack.sh --update-api        first writes what has changed into the PublicAPI.Unshipped.txt files
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
common=(--artifacts-path "$PWD/artifacts/build" -v quiet -p:CheckPublicApi=true -p:IsPackageBuild=true -p:ContinuousIntegrationBuild=true)

# What the analyzer says is what has to be written: it names each member as it stands in the files.
update_api() {
	local findings project
	findings=$(dotnet build AsyncTick.Packages.slnf -c Release --no-incremental "${common[@]}" -p:TreatWarningsAsErrors=false -p:MSBuildTreatWarningsAsErrors=false | sort -u)
	for project in Script/*/PublicAPI.Shipped.txt; do
		project=${project%/*}
		members() { grep -F "$project/${project##*/}.csproj]" <<<"$findings" | sed -nE "s/.*warning $1: Symbol '(.*)' is (not )?part of the declared.*/\1/p" || true; }
		{
			grep -vxF -f <(members RS0017) "$project/PublicAPI.Unshipped.txt" || true
			members RS0016
		} | LC_ALL=C sort -u >"$project/PublicAPI.new"
		mv "$project/PublicAPI.new" "$project/PublicAPI.Unshipped.txt"
	done
}

[[ ${1:-} != --update-api ]] || update_api
rm -f artifacts/*.nupkg artifacts/*.snupkg
dotnet pack AsyncTick.Packages.slnf -c Release -o artifacts "${common[@]}"
ls artifacts/*.nupkg
