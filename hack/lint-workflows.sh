#!/bin/sh
# usage: hack/lint-workflows.sh [--install]
# Runs actionlint and zizmor on .github/workflows and action.yml: those of them that are on the PATH, or with --install both, which it installs.
set -eu
cd "$(dirname "$0")/.."
required=false

if [ "${1:-}" = --install ]; then
  required=true
  # renovate: datasource=go depName=github.com/rhysd/actionlint
  go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
  # renovate: datasource=pypi depName=zizmor
  pipx install zizmor==1.32.0
  PATH=$(go env GOPATH)/bin:$HOME/.local/bin:$PATH
fi

run() {
  if "$required" || command -v "$1" >/dev/null; then
    "$@"
  else
    echo "$1: skipped, it is not on the PATH" >&2
  fi
}

run actionlint
run zizmor --offline --no-progress --persona=pedantic .github/workflows action.yml
