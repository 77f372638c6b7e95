# Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.
# Makes the folder that goes into an Unreal project's Plugins, and a zip of it: package-plugin.sh for Windows. package-plugin.ps1 [OUTPUT]
param([string] $Output)
$ErrorActionPreference = 'Stop'
$Plugin = $PSScriptRoot
if (-not $Output) { $Output = Join-Path $Plugin 'artifacts/plugin' }
$Folder = Join-Path $Output 'UnrealAsyncTick'
$Version = (Get-Content (Join-Path $Plugin 'UnrealAsyncTick.uplugin') -Raw | ConvertFrom-Json).VersionName

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

if (Test-Path $Folder) { Remove-Item $Folder -Recurse -Force }
New-Item -ItemType Directory -Force $Folder | Out-Null
Set-Location $Plugin

# With their times: the payload below is newer, so the plugin's pre-build step has nothing to publish.
$Files = & git -c core.quotePath=false ls-files -- Config Content Docs Resources Script Source ':!Source/UnrealAsyncTickTests' `
    UnrealAsyncTick.uplugin Directory.Build.props Directory.Packages.props global.json README.md CHANGELOG.md LICENSE SECURITY.md
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
foreach ($File in $Files) {
    $Target = Join-Path $Folder $File
    New-Item -ItemType Directory -Force (Split-Path $Target) | Out-Null
    Copy-Item $File $Target
}
$Descriptor = Join-Path $Folder 'UnrealAsyncTick.uplugin'
[IO.File]::WriteAllText($Descriptor, ([IO.File]::ReadAllText($Descriptor) -replace ',\s*\{[^{}]*"UnrealAsyncTickTests"[^{}]*\}', ''))

# With a Roslyn that runs on any system, and apart from other builds, which have that of this one.
$Common = @('-c', 'Release', '--artifacts-path', (Join-Path $Plugin 'artifacts/build-plugin'), '-v', 'quiet', '--nologo', '-p:ContinuousIntegrationBuild=true')
Invoke-DotNet publish Script/AsyncTick.Engine -o (Join-Path $Folder 'Managed') @Common '-p:PortableRoslyn=true'
Invoke-DotNet build Source/Programs/AsyncTick.Analyzers.CodeFixes -o (Join-Path $Folder 'Analyzers') @Common
Get-ChildItem (Join-Path $Folder 'Analyzers') | Where-Object Extension -ne '.dll' | Remove-Item -Recurse
(Get-Item (Join-Path $Folder 'Managed/AsyncTick.Engine.dll')).LastWriteTimeUtc = [DateTime]::UtcNow

$Zip = Join-Path $Output "UnrealAsyncTick-$Version.zip"
if (Test-Path $Zip) { Remove-Item $Zip }
[IO.Compression.ZipFile]::CreateFromDirectory($Folder, $Zip, [IO.Compression.CompressionLevel]::Optimal, $true)
Write-Output $Zip
