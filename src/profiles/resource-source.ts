import { Field } from '../documents/field.ts';
import type { ListPage } from '../documents/list-page.ts';
import { PROFILE_KINDS, type ProfileKind } from '../documents/profile-kinds.ts';
import type { FargateProfile } from '../fargate/profile.ts';
import {
  createOwnershipTest,
  type Ownership,
  type PlacedProfile,
  placeDocument,
  requireUniqueNames,
} from './placed-profiles.ts';
import { ProfileLoadError, type ProfileSource } from './source.ts';

export interface ResourceSourceOptions extends Ownership {
  readonly lists: ResourceLists;
}

/** What is needed of a cluster that holds profiles as resources. */
export interface ResourceLists {
  /** Of the whole cluster; `missing` where the kind is not installed. */
  profileResources(kind: ProfileKind): AsyncIterable<ListPage>;
}

/** The profiles that the FargateProfile resources of a cluster ask for, of whichever of the five kinds. */
export function createResourceSource({ lists, ...ownership }: ResourceSourceOptions): ProfileSource {
  const isOurs = createOwnershipTest(ownership);

  async function load(): Promise<readonly FargateProfile[]> {
    const found = await Promise.all(PROFILE_KINDS.map((kind) => readKind(lists, kind)));
    if (found.every((placed) => placed === 'not installed')) {
      throw new ProfileLoadError('the cluster knows no kind of FargateProfile resource');
    }
    const ours = found.flatMap((placed) => (placed === 'not installed' ? [] : placed)).filter(isOurs);
    requireUniqueNames(ours);
    return ours.map(({ profile }) => profile);
  }

  return { load };
}

async function readKind(lists: ResourceLists, kind: ProfileKind): Promise<readonly PlacedProfile[] | 'not installed'> {
  const found: PlacedProfile[] = [];
  for await (const page of lists.profileResources(kind)) {
    if (page.kind === 'failed' && page.problem === 'missing') return 'not installed';
    if (page.kind === 'failed') {
      throw new ProfileLoadError(`the ${kind.kind} resources of ${kind.group} could not be read: ${page.reason}`);
    }
    for (const item of page.items) found.push(...(placeDocument(completed(item, kind), placeOf(item, kind)) ?? []));
  }
  return found;
}

/** An item of a list need not say what it is; the version plays no part. */
function completed(item: Field, { group, kind }: ProfileKind): Field {
  const entries = item.entries().map(([key, { value }]) => [key, value]);
  return new Field({ ...Object.fromEntries(entries), apiVersion: `${group}/v1`, kind });
}

function placeOf(item: Field, { kind, group }: ProfileKind): string {
  const metadata = item.get('metadata');
  const namespace = metadata.get('namespace').string();
  return `${kind}.${group} ${namespace === undefined ? '' : `${namespace}/`}${metadata.get('name').string() ?? ''}`;
}
