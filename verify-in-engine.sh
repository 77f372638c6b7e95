#!/usr/bin/env bash
# Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.
# Proves the plugin in an engine: packages it, makes an empty project with it, runs its automation tests headless, and writes a report
# to attach to an issue. verify-in-engine.sh ENGINE [OUTPUT]. ENGINE is the folder that holds Engine/. Exit status 0: everything passed.
set -uo pipefail
plugin=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
engine=${1:?usage: verify-in-engine.sh ENGINE [OUTPUT]}
output=${2:-$plugin/artifacts/verify-in-engine}
report=$output/report.md
failed=0

case $(uname -s) in
Darwin) platform=Mac editor=$engine/Engine/Binaries/Mac/UnrealEditor-Cmd ;;
*) platform=Linux editor=$engine/Engine/Binaries/Linux/UnrealEditor-Cmd ;;
esac
uat=$engine/Engine/Build/BatchFiles/RunUAT.sh
build=$engine/Engine/Build/BatchFiles/$platform/Build.sh

rm -rf "$output"
mkdir -p "$output"
version=$(sed -nE 's/.*"(Major|Minor|Patch)Version": *([0-9]+).*/\2/p' "$engine/Engine/Build/Build.version" 2>/dev/null | paste -sd. -)

# row WHAT STATUS FILE: a line of the report.
row() {
	local seen=passed
	[ "$2" = 0 ] || { seen=FAILED failed=1; }
	printf '| %s | %s | %s |\n' "$1" "$seen" "$3" >>"$report"
	echo "$1: $seen"
}

{
	echo '# UnrealAsyncTick in the engine'
	echo
	echo "- engine: ${version:-unknown} ($platform)"
	echo "- plugin: $(git -C "$plugin" rev-parse --short HEAD 2>/dev/null || echo unknown)"
	echo "- .NET: $(dotnet --version 2>/dev/null || echo none)"
	echo "- date: $(date -u +%Y-%m-%dT%H:%MZ)"
	echo
	echo '| step | seen | log |'
	echo '|---|---|---|'
} >"$report"

if [ ! -f "$uat" ] || [ ! -e "$editor" ]; then
	row 'the engine is there' 1 "$uat, $editor"
	exit 1
fi

bash "$uat" BuildPlugin -Plugin="$plugin/UnrealAsyncTick.uplugin" -Package="$output/Package" -TargetPlatforms=$platform -Rocket -StrictIncludes >"$output/package.log" 2>&1
row 'RunUAT BuildPlugin: editor, game, Shipping; strict includes' $? package.log
! grep -E 'UnrealAsyncTick[^:]*\([0-9,]+\): *warning|UnrealAsyncTick.*: warning' "$output/package.log" >/dev/null
row 'no warning from our files' $? package.log
[ -f "$output/Package/Managed/AsyncTick.Engine.dll" ] && [ -f "$output/Package/Config/DefaultUnrealAsyncTick.ini" ]
row 'the package holds the managed half and the configuration' $? package.log

project=$output/Project
mkdir -p "$project/Plugins" "$project/Source"
cp -R "$output/Package" "$project/Plugins/UnrealAsyncTick"
printf '{ "FileVersion": 3, "EngineAssociation": "", "Plugins": [ { "Name": "UnrealAsyncTick", "Enabled": true } ] }\n' >"$project/Verify.uproject"
bash "$build" UnrealEditor $platform Development -Project="$project/Verify.uproject" >"$output/build.log" 2>&1
row 'the editor builds for an empty project with the package' $? build.log

"$editor" "$project/Verify.uproject" -ExecCmds='Automation RunTests AsyncTick;Quit' -TestExit='Automation Test Queue Empty' -ReportExportPath="$output/Tests" \
	-abslog="$output/editor.log" -unattended -nopause -nosplash -nullrhi -nosound \
	'-ini:EditorSettings:[/Script/UnrealEd.EditorPerformanceSettings]:bThrottleCPUWhenNotForeground=False' >"$output/editor-output.log" 2>&1
# The exit status alone proves nothing: a wrong project runs no test and exits cleanly. The report of the tests counts.
tests=$output/Tests/index.json
succeeded=$(sed -nE 's/.*"succeeded": *([0-9]+).*/\1/p' "$tests" 2>/dev/null | head -n 1)
bad=$(sed -nE 's/.*"failed": *([0-9]+).*/\1/p' "$tests" 2>/dev/null | head -n 1)
[ "${succeeded:-0}" -gt 0 ] && [ "${bad:-1}" = 0 ]
row "automation tests: ${succeeded:-0} passed, ${bad:-?} failed" $? Tests/index.json
! grep -E 'LogAsyncTick: Error' "$output/editor.log" 2>/dev/null | grep -v 'fails on purpose' >/dev/null
row 'no error of the plugin in the log' $? editor.log

{
	echo
	sed -nE 's/.*"fullTestPath": *"([^"]+)".*/- \1/p' "$tests" 2>/dev/null
} >>"$report"
echo "The report is $report."
exit $failed
