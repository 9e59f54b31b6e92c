import { Field } from '../../src/documents/field.ts';

/** What the chart or kustomize does otherwise, on purpose. It is left out of both before they are compared. */
interface MeantDifference {
  readonly why: string;
  /** The object without the difference; undefined where the other side has no such object. */
  readonly leaveOut: (object: Field) => unknown;
}

const HELM_LABELS = [
  'app.kubernetes.io/instance',
  'app.kubernetes.io/version',
  'app.kubernetes.io/managed-by',
  'helm.sh/chart',
];

const HASHED_SETTINGS = /(fargate-admission(?:-audit|-policies)?-settings)-[a-z0-9]{10}/g;

export const MEANT_DIFFERENCES: readonly MeantDifference[] = [
  {
    why: 'helm install --create-namespace makes the namespace',
    leaveOut: (object) => (identityOf(object).startsWith('Namespace/') ? undefined : object.value),
  },
  {
    why: 'Helm removes what it has rendered: so it renders the Secret of the mode self-signed, which the webhook fills',
    leaveOut: (object) => (identityOf(object) === 'Secret/fargate-admission-self-signed' ? undefined : object.value),
  },
  {
    why: 'the overlay local-ca brings a Secret along, and the chart is given the name of one',
    leaveOut: (object) => (identityOf(object).startsWith('Secret/fargate-admission-tls-') ? undefined : object.value),
  },
  {
    why: 'Helm and its users find the objects of a release by labels',
    leaveOut: (object) => without(object.value, ['metadata', 'labels'], HELM_LABELS),
  },
  {
    why: 'a changed setting rolls a Deployment: with kustomize by the name of its ConfigMap, with Helm by an annotation',
    leaveOut: (object) => {
      const renamed: unknown = JSON.parse(JSON.stringify(object.value).replaceAll(HASHED_SETTINGS, '$1'));
      return without(renamed, ['spec', 'template', 'metadata', 'annotations'], ['checksum/settings']);
    },
  },
  {
    why: 'kustomize puts a webhook that a component patches before the others: API servers call validating ones at once',
    leaveOut: (object) => {
      const webhooks = object.get('webhooks').list();
      if (webhooks.length === 0) return object.value;
      const byName = webhooks.toSorted((one, other) => nameOf(one).localeCompare(nameOf(other)));
      const entries = object.entries().map(([key, { value }]) => [key, value]);
      return Object.fromEntries([...entries, ['webhooks', byName.map(({ value }) => value)]]);
    },
  },
  {
    why: 'kustomize leaves an empty list where a patch has deleted its only item',
    leaveOut: (object): unknown =>
      JSON.parse(JSON.stringify(object.value), (key, value) =>
        EMPTIED.has(key) && isEmpty(value) ? undefined : value,
      ),
  },
  {
    why: 'kustomize writes a folded text with an empty line before what is indented; in PromQL that is a space like any other',
    leaveOut: (object): unknown => JSON.parse(JSON.stringify(object.value).replaceAll('\\n\\n', '\\n')),
  },
  {
    why: 'the description of a webhook configuration says how this installation puts it back',
    leaveOut: (object) => without(object.value, ['metadata', 'annotations'], ['kubernetes.io/description']),
  },
];

const EMPTIED: ReadonlySet<string> = new Set(['volumes', 'volumeMounts']);

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function nameOf(webhook: Field): string {
  return webhook.get('name').string() ?? '';
}

/** The objects by kind and name, without what is meant to differ. */
export function comparable(objects: readonly Field[]): Readonly<Record<string, unknown>> {
  const left = objects
    .map((object) =>
      MEANT_DIFFERENCES.reduce((rest, { leaveOut }) => (rest.isPresent ? new Field(leaveOut(rest)) : rest), object),
    )
    .filter((object) => object.isPresent);
  return Object.fromEntries(left.map((object) => [identityOf(object), object.value]));
}

function identityOf(object: Field): string {
  return `${object.get('kind').value}/${object.get('metadata').get('name').value}`;
}

/** The value without these keys of an object within it, and without that object where nothing else is in it. */
function without(value: unknown, path: readonly string[], keys: readonly string[]): unknown {
  const [first, ...rest] = path;
  const field = new Field(value);
  if (!field.isPresent) return value;
  if (first === undefined) {
    const left = field.entries().filter(([key]) => !keys.includes(key));
    return left.length === 0 ? undefined : Object.fromEntries(left.map(([key, inner]) => [key, inner.value]));
  }
  const entries = field
    .entries()
    .map(([key, inner]) => [key, key === first ? without(inner.value, rest, keys) : inner.value]);
  return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined));
}
