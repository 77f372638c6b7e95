#!/usr/bin/env bash
# Builds the site into artifacts/site: the README, the pages of Docs and the reference of all public types, searchable, with no server behind it.
# A link that leads nowhere, and a doc comment that is wrong, is an error.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build Source/Programs/AsyncTick.Headless -c Release -v quiet
dotnet tool restore

# The pages and their menus beside one another, which is what docfx can read.
pages=artifacts/pages
rm -rf artifacts/site "$pages"
mkdir -p "$pages/Docs" "$pages/Resources"
cp README.md CHANGELOG.md CONTRIBUTING.md SECURITY.md LICENSE Docs/Site/docfx.json "$pages"
cp -R Docs/*.md Docs/Images "$pages/Docs"
cp Resources/Icon128.png "$pages/Resources"
printf -- '- name: %s\n  href: %s\n' Docs Docs/ Reference reference/ Changes CHANGELOG.md >"$pages/toc.yml"
# The index of the pages is written once, in Docs/README.md.
sed -nE -e 's/^## (.*)/- name: "\1"\n  items:/p' -e 's/^- \[([^]]+)\]\(([^)]+)\).*/  - name: "\1"\n    href: \2/p' Docs/README.md >"$pages/Docs/toc.yml"

dotnet docfx "$pages/docfx.json" --warningsAsErrors
# The front page is the README.
cp artifacts/site/README.html artifacts/site/index.html
