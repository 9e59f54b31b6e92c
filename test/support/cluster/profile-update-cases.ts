import { EXEMPT, type ProfileCase, withMetadata } from './profile-cases.ts';
import { BY_EVERY_KIND, type ProfileObject, type ProfileSample } from './profile-samples.ts';

const DRY_RUN = '--dry-run=server';
const APPLY = ['apply', '--server-side', '--force-conflicts', DRY_RUN, '--filename=-'];
const FINALIZERS = ['example.com/hold'];

/** Of every kind that has one. */
const WITHOUT_ROLE = {
  spec: { podExecutionRoleARN: null, forProvider: { podExecutionRoleArn: null, podExecutionRoleArnRef: null } },
};

/** What the cases of {@link updateCases} need to be there; `leaving` has to be deleted, and stays. */
export function storedProfiles(): readonly ProfileObject[] {
  return [...BY_EVERY_KIND.flatMap(storedOf), ADOPTING];
}

const [ACK] = BY_EVERY_KIND;
const POLICY = 'services.k8s.aws/adoption-policy';
const ADOPTING = withMetadata(ACK.profile('adopting', []), { annotations: { [POLICY]: 'adopt' } });

function storedOf(sample: ProfileSample): readonly ProfileObject[] {
  return [
    sample.good('kept'),
    withMetadata(sample.withoutNamespace('broken'), { labels: EXEMPT }),
    withMetadata(sample.good('leaving'), { finalizers: FINALIZERS }),
  ];
}

/** What of an update passes, whatever the object holds, and what does not. */
export function updateCases(): readonly ProfileCase[] {
  return [...adoptionCases(), ...updatesOfEveryKind()];
}

function adoptionCases(): readonly ProfileCase[] {
  const target = stored(ACK, 'adopting');
  const metadata = {
    annotations: { 'services.k8s.aws/adopted': 'true' },
    finalizers: ['finalizers.eks.services.k8s.aws'],
  };
  const spec = { selectors: [{ namespace: 'checkout' }] };
  return [
    patch('what ACK writes once it has adopted a profile', target, { metadata, spec }),
    { name: 'a profile that is no longer adopted, without selectors', args: ['annotate', ...target, `${POLICY}-`] },
  ];
}

function updatesOfEveryKind(): readonly ProfileCase[] {
  return BY_EVERY_KIND.flatMap((sample) => {
    const { type, selectors } = sample;
    const place = selectors.slice(0, selectors.lastIndexOf('.'));
    const tagsPath = `${place}.${type.startsWith('aws') ? 'additionalTags' : 'tags'}`;
    const bad = nested(selectors, [{ labels: {} }]);
    return [
      { name: `${type}: new metadata of a broken profile`, args: ['label', ...stored(sample, 'broken'), 'team=a'] },
      {
        name: `${type}: the end of an exemption`,
        args: ['label', ...stored(sample, 'broken'), 'fargate-admission/exempt-'],
      },
      { name: `${type}: a broken profile fixed`, args: APPLY, input: sample.good('broken') },
      { name: `${type}: a good profile made bad`, args: APPLY, input: sample.withoutNamespace('kept') },
      { name: `${type}: other good selectors`, args: APPLY, input: sample.profile('kept', [{ namespace: 'other' }]) },
      patch(`${type}: a bad tag`, stored(sample, 'kept'), nested(tagsPath, { 'aws:x': 'y' })),
      patch(`${type}: the role taken away`, stored(sample, 'kept'), WITHOUT_ROLE),
      patch(`${type}: bad selectors while it is deleted`, stored(sample, 'leaving'), bad),
      patch(`${type}: the finalizer removed`, stored(sample, 'leaving'), { metadata: { finalizers: null } }),
    ];
  });
}

function patch(name: string, target: readonly string[], change: object): ProfileCase {
  return { name, args: ['patch', ...target, '--type=merge', `--patch=${JSON.stringify(change)}`] };
}

function stored({ type }: ProfileSample, name: string): readonly string[] {
  return [`${type}/${name}`, '--namespace=infra', DRY_RUN];
}

/** `nested('spec.selectors', x)` is `{ spec: { selectors: x } }`. */
function nested(path: string, value: unknown): object {
  const [key = '', ...rest] = path.split('.');
  return { [key]: rest.length === 0 ? value : nested(rest.join('.'), value) };
}
