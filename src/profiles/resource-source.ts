import { Field, FieldTypeError } from '../documents/field.ts';
import type { ListPage } from '../documents/list-page.ts';
import { PROFILE_KINDS, type ProfileKind } from '../documents/profiles/profile-kinds.ts';
import type { FargateProfile } from '../fargate/profile.ts';
import {
  createOwnershipTest,
  createSelectorCheck,
  type Ownership,
  type PlacedProfile,
  placeDocument,
  type SelectorNotice,
} from './placed-profiles.ts';
import { ProfileLoadError, type ProfileSource } from './source.ts';

export interface ResourceSourceOptions extends Ownership, SelectorNotice {
  readonly lists: ResourceLists;
  /** Called for each resource that makes no profile as it is, with one line that names it. */
  readonly onSkipped: (reason: string) => void;
}

/** What is needed of a cluster that holds profiles as resources. */
export interface ResourceLists {
  /** Of the whole cluster; `missing` where the kind is not installed. */
  profileResources(kind: ProfileKind): AsyncIterable<ListPage>;
}

/**
 * The profiles that the FargateProfile resources of a cluster ask for, of whichever of the five kinds. One that EKS would
 * refuse makes no profile: it is skipped, and the others count.
 */
export function createResourceSource({ lists, onSkipped, ...options }: ResourceSourceOptions): ProfileSource {
  const isOurs = createOwnershipTest(options);
  const checkSelectors = createSelectorCheck(options);

  async function load(): Promise<readonly FargateProfile[]> {
    const found = await Promise.all(PROFILE_KINDS.map((kind) => readKind(lists, kind, onSkipped)));
    if (found.every((placed) => placed === 'not installed')) {
      throw new ProfileLoadError('the cluster knows no kind of FargateProfile resource');
    }
    const ours = found.flatMap((placed) => (placed === 'not installed' ? [] : placed)).filter(isOurs);
    const profiles = withUniqueNames(ours, onSkipped).map(({ profile }) => profile);
    checkSelectors(profiles);
    return profiles;
  }

  return { load };
}

async function readKind(
  lists: ResourceLists,
  kind: ProfileKind,
  onSkipped: ResourceSourceOptions['onSkipped'],
): Promise<readonly PlacedProfile[] | 'not installed'> {
  const found: (readonly PlacedProfile[])[] = [];
  for await (const page of lists.profileResources(kind)) {
    if (page.kind === 'failed' && page.problem === 'missing') return 'not installed';
    if (page.kind === 'failed') {
      throw new ProfileLoadError(`the ${kind.kind} resources of ${kind.group} could not be read: ${page.reason}`);
    }
    for (const item of page.items) found.push(placeItem(item, kind, onSkipped));
  }
  return found.flat();
}

function placeItem(
  item: Field,
  kind: ProfileKind,
  onSkipped: ResourceSourceOptions['onSkipped'],
): readonly PlacedProfile[] {
  try {
    const place = placeOf(item, kind);
    const placed = placeDocument(completed(item, kind), place);
    if (placed === undefined) onSkipped(`${place}: adopts or observes a profile, and does not say its selectors`);
    return placed?.profiles ?? [];
  } catch (error) {
    const isOfItem = error instanceof ProfileLoadError || error instanceof FieldTypeError;
    if (!isOfItem) throw error;
    onSkipped(error instanceof FieldTypeError ? `${kind.kind}.${kind.group}: ${error.message}` : error.message);
    return [];
  }
}

/** In EKS the first one to be made has the name, and the other is refused: which of them that was is not known here. */
function withUniqueNames(
  placed: readonly PlacedProfile[],
  onSkipped: ResourceSourceOptions['onSkipped'],
): readonly PlacedProfile[] {
  const kept = new Map<string, PlacedProfile>();
  for (const one of placed) {
    const { name } = one.profile;
    const first = kept.get(name);
    if (first === undefined) kept.set(name, one);
    else onSkipped(`${one.place}: profile "${name}" is also in ${first.place}, which is used`);
  }
  return [...kept.values()];
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
