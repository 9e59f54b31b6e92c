#!/bin/sh
# usage: hack/release/push-chart.sh REGISTRY/REPOSITORY
# Pushes manifests/chart as an OCI artifact, and signs the digest that it has there.
set -eu
cd "$(dirname "$0")/../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

helm package manifests/chart --destination "$folder"
# Helm says on standard error what it has pushed: `Pushed: …` and `Digest: sha256:…`.
helm push "$folder"/*.tgz "oci://$1" 2>&1 | tee "$folder/pushed"
digest=$(sed -n 's/^Digest: \(sha256:[0-9a-f]\{64\}\)$/\1/p' "$folder/pushed")
if [ -z "$digest" ]; then
  echo "helm push printed no digest" >&2
  exit 1
fi
cosign sign --yes "$1/fargate-admission@$digest"
