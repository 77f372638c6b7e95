# Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.
# Proves the plugin in an engine: packages it, makes an empty project with it, runs its automation tests headless, and writes a report
# to attach to an issue. verify-in-engine.ps1 -Engine FOLDER [-Output FOLDER]. The folder holds Engine\. Exit status 0: everything passed.
param([Parameter(Mandatory)] [string] $Engine, [string] $Output)
$ErrorActionPreference = 'Stop'
$Plugin = $PSScriptRoot
if (-not $Output) { $Output = Join-Path $Plugin 'artifacts/verify-in-engine' }
$Report = Join-Path $Output 'report.md'
$script:Failed = 0
$Platform = 'Win64'
$Uat = Join-Path $Engine 'Engine/Build/BatchFiles/RunUAT.bat'
$Build = Join-Path $Engine 'Engine/Build/BatchFiles/Build.bat'
$Editor = Join-Path $Engine 'Engine/Binaries/Win64/UnrealEditor-Cmd.exe'

if (Test-Path $Output) { Remove-Item $Output -Recurse -Force }
New-Item $Output -ItemType Directory | Out-Null
$Version = 'unknown'
$VersionFile = Join-Path $Engine 'Engine/Build/Build.version'
if (Test-Path $VersionFile) {
    $Numbers = Get-Content $VersionFile -Raw | ConvertFrom-Json
    $Version = "$($Numbers.MajorVersion).$($Numbers.MinorVersion).$($Numbers.PatchVersion)"
}

# A line of the report.
function Add-Row([string] $What, [bool] $Passed, [string] $File) {
    $Seen = if ($Passed) { 'passed' } else { 'FAILED' }
    if (-not $Passed) { $script:Failed = 1 }
    Add-Content $Report "| $What | $Seen | $File |"
    Write-Output "${What}: $Seen"
}

# Runs a program with its output in a file; whether it succeeded.
function Invoke-Logged([string] $Log, [string] $Command, [string[]] $Arguments) {
    & $Command @Arguments *> (Join-Path $Output $Log)
    return $LASTEXITCODE -eq 0
}

$Commit = git -C $Plugin rev-parse --short HEAD 2>$null
$DotNet = dotnet --version 2>$null
Set-Content $Report @(
    '# UnrealAsyncTick in the engine'
    ''
    "- engine: $Version ($Platform)"
    "- plugin: $(if ($Commit) { $Commit } else { 'unknown' })"
    "- .NET: $(if ($DotNet) { $DotNet } else { 'none' })"
    "- date: $((Get-Date).ToUniversalTime().ToString('yyyy-MM-ddTHH:mmZ'))"
    ''
    '| step | seen | log |'
    '|---|---|---|')

if (-not (Test-Path $Uat) -or -not (Test-Path $Editor)) {
    Add-Row 'the engine is there' $false "$Uat, $Editor"
    exit 1
}

$Package = Join-Path $Output 'Package'
$Good = Invoke-Logged 'package.log' $Uat @('BuildPlugin', "-Plugin=$(Join-Path $Plugin 'UnrealAsyncTick.uplugin')", "-Package=$Package", "-TargetPlatforms=$Platform", '-Rocket', '-StrictIncludes')
Add-Row 'RunUAT BuildPlugin: editor, game, Shipping; strict includes' $Good 'package.log'
Add-Row 'no warning from our files' (-not (Select-String -Path (Join-Path $Output 'package.log') -Pattern 'UnrealAsyncTick.*warning' -Quiet)) 'package.log'
$Holds = (Test-Path (Join-Path $Package 'Managed/AsyncTick.Engine.dll')) -and (Test-Path (Join-Path $Package 'Config/DefaultUnrealAsyncTick.ini'))
Add-Row 'the package holds the managed half and the configuration' $Holds 'package.log'

$Project = Join-Path $Output 'Project'
New-Item (Join-Path $Project 'Plugins') -ItemType Directory -Force | Out-Null
if (Test-Path $Package) { Copy-Item $Package (Join-Path $Project 'Plugins/UnrealAsyncTick') -Recurse }
$ProjectFile = Join-Path $Project 'Verify.uproject'
Set-Content $ProjectFile '{ "FileVersion": 3, "EngineAssociation": "", "Plugins": [ { "Name": "UnrealAsyncTick", "Enabled": true } ] }'
$Good = Invoke-Logged 'build.log' $Build @('UnrealEditor', $Platform, 'Development', "-Project=$ProjectFile")
Add-Row 'the editor builds for an empty project with the package' $Good 'build.log'

$Log = Join-Path $Output 'editor.log'
Invoke-Logged 'editor-output.log' $Editor @($ProjectFile, '-ExecCmds=Automation RunTests AsyncTick;Quit', '-TestExit=Automation Test Queue Empty', "-ReportExportPath=$(Join-Path $Output 'Tests')",
    "-abslog=$Log", '-unattended', '-nopause', '-nosplash', '-nullrhi', '-nosound', '-ini:EditorSettings:[/Script/UnrealEd.EditorPerformanceSettings]:bThrottleCPUWhenNotForeground=False') | Out-Null
# The exit status alone proves nothing: a wrong project runs no test and exits cleanly. The report of the tests counts.
$Tests = Join-Path $Output 'Tests/index.json'
$Results = if (Test-Path $Tests) { Get-Content $Tests -Raw | ConvertFrom-Json } else { $null }
$Passed = if ($Results) { $Results.succeeded } else { 0 }
$Bad = if ($Results) { $Results.failed } else { '?' }
Add-Row "automation tests: $Passed passed, $Bad failed" ($Results -and $Passed -gt 0 -and $Bad -eq 0) 'Tests/index.json'
$Errors = if (Test-Path $Log) { Select-String -Path $Log -Pattern 'LogAsyncTick: Error' | Where-Object Line -NotMatch 'fails on purpose' }
Add-Row 'no error of the plugin in the log' (-not $Errors) 'editor.log'

Add-Content $Report ''
if ($Results) { $Results.tests | ForEach-Object { Add-Content $Report "- $($_.fullTestPath)" } }
Write-Output "The report is $Report."
exit $script:Failed
