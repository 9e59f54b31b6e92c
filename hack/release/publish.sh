#!/bin/sh
# usage: hack/release/publish.sh vVERSION FOLDER
# Publishes what is in FOLDER as a release on GitHub. It is a draft until it has all files: a release that can be seen is whole.
set -eu
tag=$1
folder=$(cd "$2" && pwd)
cd "$(dirname "$0")/../.."

notes=$(node hack/release/print-notes.ts "${tag#v}")
gh release create "$tag" --verify-tag --draft --title "$tag" --notes "$notes" "$folder"/*
gh release edit "$tag" --draft=false
