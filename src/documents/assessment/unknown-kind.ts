import { FieldPath, type Segment } from '../../fargate/field-path.ts';
import { type Finding, podFinding } from '../../fargate/finding.ts';
import { type Field, isObject } from '../field.ts';

/**
 * What is to be said of an object of no known kind that holds containers with images: a person has to say whether its
 * controller makes pods of them. At most one finding for each object.
 */
export function unknownKindFindings(object: Field): readonly Finding[] {
  const apiVersion = textOf(object.get('apiVersion'));
  const kind = textOf(object.get('kind'));
  if (isNotSearched(apiVersion, kind)) return [];
  const templates = findPodSpecs(object.value).map(templateOf);
  const [first] = templates;
  if (first === undefined) return [];
  const message = `it holds containers with images, but ${kind} of ${apiVersion} is no kind that the program knows`;
  const line = `${apiVersion}/${kind}: ${listOf(templates)}`;
  const fix = `if its controller makes pods of them, put this line into a file, and give it with --workload-kinds: ${line}`;
  return [{ ...podFinding('unknown-workload-kind', first, message), fix }];
}

function textOf({ value }: Field): string {
  return typeof value === 'string' ? value : '';
}

/** Groups and kinds whose containers are examples, patterns, copies, or the values of a chart. */
const NOT_SEARCHED: ReadonlySet<string> = new Set([
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiextensions.crossplane.io',
  'apps/ControllerRevision',
  'policy/PodSecurityPolicy',
  'kyverno.io',
  'policies.kyverno.io',
  'cli.kyverno.io',
  'chainsaw.kyverno.io',
  'kuttl.dev',
  'constraints.gatekeeper.sh',
  'templates.gatekeeper.sh',
  'mutations.gatekeeper.sh',
  'policies.kubewarden.io',
  'helm.toolkit.fluxcd.io',
  'helm.cattle.io',
  'argoproj.io/Application',
  'argoproj.io/ApplicationSet',
]);

function isNotSearched(apiVersion: string, kind: string): boolean {
  const [group = ''] = apiVersion.split('/');
  return NOT_SEARCHED.has(group) || NOT_SEARCHED.has(`${group}/${kind}`);
}

/** So that no object, however large, takes long. A pod spec in a list of lists of a real object is less than 20 deep. */
const MAX_VALUES = 20_000;
const MAX_DEPTH = 32;
const MAX_POD_SPECS = 4;

interface Place {
  readonly value: unknown;
  readonly segments: readonly Segment[];
}

/** In the order of the document. Each value once: an alias of YAML may stand for the same one in many places. */
function findPodSpecs(document: unknown): readonly FieldPath[] {
  const found: FieldPath[] = [];
  const seen = new Set<object>();
  const waiting: Place[] = [{ value: document, segments: [] }];
  while (waiting.length > 0 && seen.size < MAX_VALUES && found.length < MAX_POD_SPECS) {
    const place = waiting.pop();
    const value = place?.value;
    if (place === undefined || typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if (isPodSpec(value)) found.push(FieldPath.of(...place.segments));
    else if (place.segments.length < MAX_DEPTH) waiting.push(...placesIn(place).toReversed());
  }
  return found;
}

function placesIn({ value, segments }: Place): readonly Place[] {
  if (Array.isArray(value))
    return value.map((element: unknown, index) => ({ value: element, segments: [...segments, index] }));
  if (!isObject(value)) return [];
  return Object.entries(value).map(([key, child]) => ({ value: child, segments: [...segments, segmentOf(key)] }));
}

function segmentOf(key: string): Segment {
  return /^[\w-]+$/.test(key) ? key : { key };
}

function isPodSpec(value: object): boolean {
  const containers: unknown = 'containers' in value ? value.containers : undefined;
  return Array.isArray(containers) && containers.some(isContainer);
}

function isContainer(value: unknown): boolean {
  if (!isObject(value)) return false;
  return [value['name'], value['image']].every((text) => typeof text === 'string' && text !== '');
}

/** The pod template, which has the labels too, rather than its `spec`. */
function templateOf(podSpec: FieldPath): FieldPath {
  const { segments } = podSpec;
  return segments.length > 1 && segments.at(-1) === 'spec' ? FieldPath.of(...segments.slice(0, -1)) : podSpec;
}

/** As `--workload-kinds` reads it: `[*]` for each element of a list and each entry of a map. */
function listOf(templates: readonly FieldPath[]): string {
  const paths = [...new Set(templates.map(patternOf))];
  const [first = ''] = paths;
  return paths.length === 1 ? first : `[${paths.map((path) => JSON.stringify(path)).join(', ')}]`;
}

function patternOf({ segments }: FieldPath): string {
  return segments
    .map((segment) => (typeof segment === 'string' ? `.${segment}` : '[*]'))
    .join('')
    .slice(1);
}
