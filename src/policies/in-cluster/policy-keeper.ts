import { isDeepStrictEqual } from 'node:util';
import { Field, isObject } from '../../documents/field.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import { ClusterError } from '../../kubernetes/cluster-error.ts';
import { applyObject, deleteObject, findObject, type KeptObjects, versionOf } from '../../kubernetes/kept-object.ts';
import { type WriteCounts, type WriteResult, WriteTally } from '../../kubernetes/write-tally.ts';
import { type MutatingApiVersion, POLICY_NAMES, type PolicyKind, type PolicyObject } from '../policy-object.ts';

export interface PolicyKeeperOptions {
  /** Of MutatingAdmissionPolicy. */
  readonly version: MutatingApiVersion;
  /** Name of the ClusterRole that owns the policies; undefined: nothing does. */
  readonly owner: string | undefined;
  readonly countWrite: (result: WriteResult) => void;
}

/** Keeps the policies in the cluster in line with those that are wanted. */
export interface PolicyKeeper {
  /** Writes what differs, and deletes what it has made before and is not wanted any more. @throws ClusterError */
  keep(wanted: readonly PolicyObject[], api: KubernetesApi): Promise<KeptPolicies>;
}

export interface KeptPolicies {
  readonly counts: WriteCounts;
  /** Why not all of them are as they are wanted; one line. */
  readonly problem: string | undefined;
}

/** Its own, so that the API server knows which fields these are. */
const FIELD_MANAGER = 'fargate-admission-policies';

const MANAGED_BY = 'app.kubernetes.io/managed-by';
const MANAGER = 'fargate-admission';

export function createPolicyKeeper({ version, owner, countWrite }: PolicyKeeperOptions): PolicyKeeper {
  const applied = new AppliedObjects();

  async function keep(wanted: readonly PolicyObject[], api: KubernetesApi): Promise<KeptPolicies> {
    const tally = new WriteTally(countWrite);
    const metadata = await ownMetadata(api, owner);
    const keptOf = (kind: PolicyKind): KeptObjects => ({
      api,
      resource: resourceOf(kind, version),
      fieldManager: FIELD_MANAGER,
    });
    for (const { kind, name } of placesWithout(wanted)) await remove(name, { kept: keptOf(kind), applied, tally });
    for (const object of wanted) {
      await update(withMetadata(object, metadata), { kept: keptOf(object.kind), applied, tally });
    }
    return { counts: tally.counts, problem: tally.problem };
  }

  return { keep };
}

interface Keeping {
  readonly kept: KeptObjects;
  readonly applied: AppliedObjects;
  readonly tally: WriteTally;
}

async function update(object: OwnedObject, { kept, applied, tally }: Keeping): Promise<void> {
  const { name } = object.metadata;
  const stored = await findObject(kept, { name });
  if (stored !== undefined && !isOurs(stored)) {
    return tally.fail(
      `${kept.resource.plural} ${name} has no label ${MANAGED_BY}=${MANAGER} and so belongs to another program: delete it, or leave its part out with --only`,
    );
  }
  if (stored !== undefined && (applied.has(object, stored) || isAsWanted(object, stored))) return undefined;
  const outcome = await applyObject(kept, object);
  if (outcome.kind === 'gone') {
    return tally.fail(
      `the API server knows no ${kept.resource.plural} of ${object.apiVersion}: choose another --api-version, or leave their part out with --only`,
    );
  }
  if (outcome.kind === 'done') applied.add(object, outcome.version);
  return tally.take('written', outcome);
}

async function remove(name: string, { kept, tally }: Keeping): Promise<void> {
  const stored = await findObject(kept, { name });
  if (stored === undefined || !isOurs(stored)) return;
  const uid = stored.get('metadata').get('uid').string() ?? '';
  tally.take('deleted', await deleteObject(kept, { name, uid }));
}

/** A person or a pipeline may have applied the same policies: two who keep them would undo each other's work. */
function isOurs(stored: Field): boolean {
  return stored.get('metadata').get('labels').get(MANAGED_BY).value === MANAGER;
}

/** Every policy that there can be and is not wanted: its binding, which has no effect alone, and then the policy. */
function placesWithout(wanted: readonly PolicyObject[]): readonly PolicyPlace[] {
  return PLACES.filter(
    ({ kind, name }) => !wanted.some((object) => object.kind === kind && object.metadata.name === name),
  );
}

type PolicyPlace = Pick<PolicyObject, 'kind'> & PolicyObject['metadata'];

const PLACES: readonly PolicyPlace[] = [
  ...POLICY_NAMES.MutatingAdmissionPolicy.flatMap((name): readonly PolicyPlace[] => [
    { kind: 'MutatingAdmissionPolicyBinding', name },
    { kind: 'MutatingAdmissionPolicy', name },
  ]),
  ...POLICY_NAMES.ValidatingAdmissionPolicy.flatMap((name): readonly PolicyPlace[] => [
    { kind: 'ValidatingAdmissionPolicyBinding', name },
    { kind: 'ValidatingAdmissionPolicy', name },
  ]),
];

const PLURALS: Readonly<Record<PolicyKind, string>> = {
  MutatingAdmissionPolicy: 'mutatingadmissionpolicies',
  MutatingAdmissionPolicyBinding: 'mutatingadmissionpolicybindings',
  ValidatingAdmissionPolicy: 'validatingadmissionpolicies',
  ValidatingAdmissionPolicyBinding: 'validatingadmissionpolicybindings',
};

function resourceOf(kind: PolicyKind, version: MutatingApiVersion): KeptObjects['resource'] {
  const served = kind.startsWith('Mutating') ? version : 'v1';
  return { groupPath: `/apis/admissionregistration.k8s.io/${served}`, plural: PLURALS[kind] };
}

interface OwnMetadata {
  readonly labels: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly object[];
}

interface OwnedObject extends PolicyObject {
  readonly metadata: PolicyObject['metadata'] & OwnMetadata;
}

const CLUSTER_ROLES = { groupPath: '/apis/rbac.authorization.k8s.io/v1', plural: 'clusterroles' };

/** With the owner, the garbage collector of the cluster deletes the policies. @throws ClusterError */
async function ownMetadata(api: KubernetesApi, owner: string | undefined): Promise<OwnMetadata> {
  const labels = { [MANAGED_BY]: MANAGER };
  if (owner === undefined) return { labels };
  const role = (await findObject({ api, resource: CLUSTER_ROLES }, { name: owner }))?.get('metadata');
  if (role === undefined || role.get('deletionTimestamp').isPresent) {
    throw new ClusterError('failed', `ClusterRole ${owner}, which owns the policies, is deleted: they go with it`);
  }
  const { apiVersion, kind } = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole' };
  return { labels, ownerReferences: [{ apiVersion, kind, name: owner, uid: role.get('uid').string() ?? '' }] };
}

function withMetadata(object: PolicyObject, metadata: OwnMetadata): OwnedObject {
  const labels = { ...new Field(object.metadata).get('labels').stringMap(), ...metadata.labels };
  return { ...object, metadata: { ...object.metadata, ...metadata, labels } };
}

/** Others may add labels and annotations. What they add to the spec is seen, applied over once, and then known. */
function isAsWanted({ metadata, spec }: OwnedObject, stored: Field): boolean {
  return (
    isDeepStrictEqual(asJson(spec), stored.get('spec').value) &&
    isWithin(asJson(metadata), stored.get('metadata').value)
  );
}

function asJson(value: object): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** Whether every field of the one is in the other with the same value. */
function isWithin(part: unknown, whole: unknown): boolean {
  if (!isObject(part)) return isDeepStrictEqual(part, whole);
  const fields = new Field(whole);
  return Object.entries(part).every(([key, value]) => isWithin(value, fields.get(key).value));
}

/**
 * What each object was when it was last applied. An API server of another version may add a default of its own, and another
 * program a field: the object then differs from what is wanted, and to apply it again changes nothing.
 */
class AppliedObjects {
  readonly #applied = new Map<string, { readonly text: string; readonly version: string }>();

  has(object: OwnedObject, stored: Field): boolean {
    const last = this.#applied.get(keyOf(object));
    return last !== undefined && last.version === versionOf(stored) && last.text === JSON.stringify(object);
  }

  add(object: OwnedObject, version: string): void {
    this.#applied.set(keyOf(object), { text: JSON.stringify(object), version });
  }
}

function keyOf({ kind, metadata }: PolicyObject): string {
  return `${kind} ${metadata.name}`;
}
