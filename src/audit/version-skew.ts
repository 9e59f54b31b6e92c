const VERSION = /^v?1\.(\d{1,4})(?:[.+-]|$)/;

/** 35 of `v1.35.2-eks-1a2b3c4`, as nodes and API servers write it, and 36 of `1.36`; undefined for any other text. */
export function minorVersionIn(text: string): number | undefined {
  const [, minor] = VERSION.exec(text) ?? [];
  return minor === undefined ? undefined : Number(minor);
}

/** How a kubelet compares with a control plane. */
export type Skew =
  | { readonly kind: 'same' }
  /** Supported. */
  | { readonly kind: 'behind'; readonly minors: number }
  | { readonly kind: 'too-old'; readonly minors: number }
  | { readonly kind: 'newer'; readonly minors: number };

/** Older kubelets may be two minor versions behind. Source: Kubernetes, Version Skew Policy. */
const FIRST_WITH_THREE_MINORS = 25;

/** A kubelet may be up to three minor versions older than the API server, and never newer. Source: Kubernetes, Version Skew Policy. */
export function skewOf(kubeletMinor: number, controlPlaneMinor: number): Skew {
  const minors = controlPlaneMinor - kubeletMinor;
  if (minors === 0) return { kind: 'same' };
  if (minors < 0) return { kind: 'newer', minors: -minors };
  const allowed = kubeletMinor >= FIRST_WITH_THREE_MINORS ? 3 : 2;
  return { kind: minors <= allowed ? 'behind' : 'too-old', minors };
}

/** `3 minor versions behind` */
export function describeSkew(skew: Skew): string {
  if (skew.kind === 'same') return 'the same minor version';
  const versions = `${skew.minors} minor version${skew.minors === 1 ? '' : 's'}`;
  switch (skew.kind) {
    case 'behind':
      return `${versions} behind`;
    case 'too-old':
      return `${versions} behind, which Kubernetes does not support`;
    case 'newer':
      return `${versions} ahead, which Kubernetes does not support`;
  }
}
