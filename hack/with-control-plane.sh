#!/bin/sh
# usage: hack/with-control-plane.sh 1.36 COMMAND…
# Runs a command with the etcd, kube-apiserver and kubectl of a Kubernetes minor version, which it downloads where they are not there.
set -eu
minor=$1
shift
# renovate: datasource=go depName=sigs.k8s.io/controller-runtime/tools/setup-envtest
KUBEBUILDER_ASSETS=$(go run sigs.k8s.io/controller-runtime/tools/setup-envtest@v0.25.1 use --print path "$minor.x")
export KUBEBUILDER_ASSETS TEST_E2E_REQUIRED=true
exec "$@"
