#!/usr/bin/env bash
# Builds the site into artifacts/site: the README, the pages of Docs and the reference of all public types, searchable, with no server behind it.
# A link that leads nowhere, and a reference in a doc comment that names nothing, is an error.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
rm -rf artifacts/site artifacts/reference artifacts/toc
dotnet build Source/Programs/AsyncTick.Headless -c Release -v quiet
dotnet tool restore

# The index of the pages is written once, in Docs/README.md; the site's menus are made from it.
mkdir -p artifacts/toc/Docs
printf -- '- name: Docs\n  href: Docs/\n- name: Reference\n  href: ../reference/\n- name: Changes\n  href: ../../CHANGELOG.md\n' >artifacts/toc/toc.yml
sed -nE -e 's/^## (.*)/- name: "\1"\n  items:/p' -e 's/^- \[([^]]+)\]\(([^)]+)\).*/  - name: "\1"\n    href: ..\/..\/..\/Docs\/\2/p' Docs/README.md >artifacts/toc/Docs/toc.yml

dotnet docfx Docs/Site/docfx.json --warningsAsErrors
# The front page is the README.
cp artifacts/site/README.html artifacts/site/index.html
