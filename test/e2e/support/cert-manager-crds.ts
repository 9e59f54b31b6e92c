/** What the API server has to know of cert-manager to take the overlay: the two kinds, with no controller behind them. */
export const CERT_MANAGER_CRDS = {
  apiVersion: 'v1',
  kind: 'List',
  items: [crd('Certificate', 'certificates'), crd('Issuer', 'issuers')],
};

function crd(kind: string, plural: string): object {
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.cert-manager.io` },
    spec: {
      group: 'cert-manager.io',
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      scope: 'Namespaced',
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  };
}
