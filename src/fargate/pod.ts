import type { FieldPath } from './field-path.ts';
/** The parts of a pod that the rules read. People choose the labels and annotations: read them with {@link ownValue} only. */
export interface Pod {
  readonly namespace: string;
  readonly labels: StringMap;
  /** Keys of labels that a controller adds when it creates the pod, with a value that is not known before. */
  readonly controllerAssignedLabels: readonly string[];
  readonly annotations: StringMap;
  readonly ownerReferences: readonly OwnerReference[];
  readonly nodeName: string | undefined;
  readonly schedulerName: string | undefined;
  readonly hostNetwork: boolean;
  readonly hostPID: boolean;
  readonly hostIPC: boolean;
  /** `hostUsers: false`: a user namespace of its own. */
  readonly hasUserNamespace: boolean;
  /** A Windows pod with the privileges of its node. */
  readonly hostProcess: boolean;
  /** `spec.os.name`. */
  readonly osName: string | undefined;
  readonly runtimeClassName: string | undefined;
  readonly hasResourceClaims: boolean;
  /** As written: with dots or slashes. */
  readonly sysctls: readonly string[];
  /** As of {@link Container}. */
  readonly localhostProfiles: readonly string[];
  readonly containers: readonly Container[];
  readonly initContainers: readonly Container[];
  readonly ephemeralContainers: readonly Container[];
  readonly volumes: readonly Volume[];
  readonly nodeSelector: StringMap;
  /** One of these must hold; undefined where any node is allowed. */
  readonly requiredNodeTerms: readonly NodeSelectorTerm[] | undefined;
  readonly tolerations: readonly Toleration[];
  readonly hasTopologySpread: boolean;
  readonly hasPodAffinity: boolean;
  /** Pod-level `spec.resources`. */
  readonly resources: ResourceRequirements;
}

export type StringMap = Readonly<Record<string, string>>;

export interface OwnerReference {
  /** Absent where the object does not say it. */
  readonly apiVersion?: string;
  readonly kind: string;
  readonly name: string;
  /** Marks the owner that created the pod. */
  readonly controller: boolean;
}

export interface Container {
  readonly name: string;
  readonly resources: ResourceRequirements;
  /** `Always` on an init container makes it a sidecar. */
  readonly restartPolicy: string | undefined;
  readonly ports: readonly ContainerPort[];
  readonly privileged: boolean;
  readonly allowPrivilegeEscalation: boolean;
  readonly addedCapabilities: readonly string[];
  readonly hasVolumeDevices: boolean;
  readonly hostProcess: boolean;
  readonly procMount: string | undefined;
  /** Keys of the security context whose profile is a file of the node: `seccompProfile`, `appArmorProfile`. */
  readonly localhostProfiles: readonly string[];
  /** Index of the first volume mount that is propagated to the node; -1 where there is none. */
  readonly bidirectionalMount: number;
}

export interface ContainerPort {
  readonly containerPort: number;
  /** 0 where there is none. */
  readonly hostPort: number;
  readonly hasHostIP: boolean;
}

export interface Volume {
  readonly name: string;
  /** The key of its source: `hostPath`, `csi`; a volume without one is an `emptyDir`. */
  readonly type: string;
  /** Path of its source: in the pod, or in the StatefulSet that creates a claim for each pod. */
  readonly field: FieldPath;
  /** Undefined for a volume of another type, and for an emptyDir without settings. */
  readonly emptyDir?: EmptyDir;
}

export interface EmptyDir {
  /** Empty: the disk of the node. */
  readonly medium: string;
  /** Empty where there is none. */
  readonly sizeLimit: string;
}

/** All of a term's requirements must hold. */
export type NodeSelectorTerm = readonly NodeRequirement[];

export interface NodeRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

export interface Toleration {
  /** Empty with `Exists`: tolerates everything. */
  readonly key: string;
  readonly operator: string;
  readonly value: string;
  /** Empty: every effect. */
  readonly effect: string;
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
