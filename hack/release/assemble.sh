#!/bin/sh
# usage: hack/release/assemble.sh FOLDER IMAGE@sha256:DIGEST
# Writes beside the archives of the executables in FOLDER all else that a release on GitHub has.
set -eu
folder=$(cd "$1" && pwd)
image=$2
cd "$(dirname "$0")/../.."

for overlay in self-signed cert-manager; do
  node hack/release/install-manifest.ts "$overlay" "$image" >"$folder/install-$overlay.yaml"
done
npm run --silent sbom >"$folder/sbom.cdx.json"
(cd "$folder" && sha256sum -- *.tar.gz *.yaml *.json >checksums.txt)
node hack/release/package-manifest.ts krew "$folder/checksums.txt" >"$folder/fargate.yaml"
node hack/release/package-manifest.ts homebrew "$folder/checksums.txt" >"$folder/fargate-admission.rb"
