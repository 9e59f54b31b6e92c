/** What the rules read of a pod. Labels and annotations come from people: read them with {@link ownValue} only. */
export interface Pod {
  readonly namespace: string;
  readonly labels: StringMap;
  readonly annotations: StringMap;
  /** `controller: true` marks the one that made the pod. */
  readonly ownerReferences: readonly OwnerReference[];
  readonly nodeName: string | undefined;
  readonly schedulerName: string | undefined;
  readonly containers: readonly Container[];
  readonly initContainers: readonly Container[];
  /** Pod-level `spec.resources`. */
  readonly resources: ResourceRequirements;
}

export type StringMap = Readonly<Record<string, string>>;

export interface OwnerReference {
  readonly kind: string;
  readonly name: string;
  readonly controller: boolean;
}

export interface Container {
  readonly name: string;
  readonly resources: ResourceRequirements;
  /** `Always` on an init container makes it a sidecar. */
  readonly restartPolicy: string | undefined;
}

/** Quantities as Kubernetes writes them: `250m`, `1.5Gi`. */
export interface ResourceRequirements {
  readonly requests: StringMap;
  readonly limits: StringMap;
}

/** The value of an own property: a pod labelled `constructor` or `__proto__` reads like any other. */
export function ownValue(map: StringMap, key: string): string | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
