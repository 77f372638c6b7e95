# Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.
# Publishes the managed half into the plugin's Managed folder, when its sources have changed: the plugin's pre-build step on Windows.
param([string] $Output)
$ErrorActionPreference = 'Stop'
$Plugin = (Resolve-Path (Join-Path $PSScriptRoot '../..')).Path
if (-not $Output) { $Output = Join-Path $Plugin 'Managed' }
$Payload = Join-Path $Output 'AsyncTick.Engine.dll'
$Script = Join-Path $Plugin 'Script'

if (-not (Test-Path (Join-Path $Script 'AsyncTick.Engine'))) {
    if (Test-Path $Payload) { exit 0 }
    Write-Output "UnrealAsyncTick: error: $Payload is missing, and so are the sources to publish it from. Install the plugin again."
    exit 1
}

# Build folders are left out: what a build writes there is no source.
$Changed = $null
if (Test-Path $Payload) {
    $Time = (Get-Item $Payload).LastWriteTimeUtc
    $Changed = Get-ChildItem -Path $Script, (Join-Path $Plugin 'Source/Programs/AsyncTick.Compiler'), (Join-Path $Plugin 'Source/Programs/AsyncTick.Analyzers') -Recurse -File |
        Where-Object { $_.Extension -in '.cs', '.csproj', '.props', '.targets' -and $_.FullName -notmatch '[\\/](bin|obj)[\\/]' -and $_.LastWriteTimeUtc -gt $Time } |
        Select-Object -First 1
    if (-not $Changed) { exit 0 }
}

# The engine sets DOTNET_ROOT to a .NET of its own, which is not the SDK that this needs.
$env:DOTNET_ROOT = $null
$Candidates = @((Get-Command dotnet -ErrorAction SilentlyContinue).Source)
if ($env:ProgramFiles) { $Candidates += Join-Path $env:ProgramFiles 'dotnet/dotnet.exe' }
$DotNet = $Candidates | Where-Object { $_ -and (Test-Path $_) -and ((& $_ --list-sdks) -match '^10\.') } | Select-Object -First 1
if (-not $DotNet) {
    if (Test-Path $Payload) {
        Write-Output "UnrealAsyncTick: warning: there is no .NET 10 SDK; $Payload stays as it is, older than $($Changed.FullName)."
        exit 0
    }
    Write-Output "UnrealAsyncTick: error: $Payload is missing and there is no .NET 10 SDK to publish it with. Install the .NET 10 SDK."
    exit 1
}
& $DotNet publish (Join-Path $Script 'AsyncTick.Engine') -c Release -o $Output --nologo
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
# A publish that had nothing to copy leaves an older file.
(Get-Item $Payload).LastWriteTimeUtc = [DateTime]::UtcNow
exit 0
