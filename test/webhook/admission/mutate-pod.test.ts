import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { FieldTypeError } from '../../../src/documents/field.ts';
import type { HandlerResult, Profiles } from '../../../src/webhook/admission/handler.ts';
import { createPodMutator } from '../../../src/webhook/admission/mutate-pod.ts';
import { BadReviewError } from '../../../src/webhook/admission/review.ts';
import { profileSet } from '../../support/profiles.ts';
import { profilesOf, type ReviewParts, request, UID } from '../../support/reviews.ts';

const loaded = profileSet({ name: 'web', selectors: [{ namespace: 'other' }, { namespace: 'web' }] });
const LABEL = 'eks.amazonaws.com/fargate-profile';
const PREDICTION = {
  'fargate-admission/profile': 'web',
  'fargate-admission/selector': '1',
  'fargate-admission/capacity': '0.25vCPU 0.5GB',
};

describe('/mutate/pods', () => {
  test('writes profile, selector and capacity on a pod bound for Fargate', () => {
    assert.deepEqual(patchOf(mutate({ metadata: {} })), [
      { op: 'add', path: '/metadata/annotations', value: PREDICTION },
    ]);
  });

  test('leaves other annotations and unknown fields alone', () => {
    const pod = { metadata: { annotations: { team: 'a' } }, spec: { fieldOfTheFuture: { x: [1] } } };
    const paths = patchOf(mutate(pod)).map(({ path }) => path);
    assert.deepEqual(
      paths,
      Object.keys(PREDICTION).map((key) => `/metadata/annotations/${key.replace('/', '~1')}`),
    );
  });

  test('is idempotent: its own result gets no patch', () => {
    assert.equal(mutate({ metadata: { annotations: PREDICTION } }).response.patch, undefined);
  });

  for (const isEksWebhookPresent of [true, false]) {
    test(`promises nothing of a profile that does not match, EKS's webhook ${isEksWebhookPresent ? 'there' : 'unknown'}`, () => {
      const pod = { metadata: { labels: { [LABEL]: 'web' } }, spec: { schedulerName: 'fargate-scheduler' } };
      const answer = isEksWebhookPresent ? mutateAfterEks : mutate;
      const verdict = answer(pod, { namespace: 'elsewhere' });
      const [added] = patchOf(verdict);
      assert.equal(verdict.prediction, 'eks-unconfirmed');
      assert.deepEqual(added?.value, { 'fargate-admission/profile': 'web' });
      assert.equal(
        verdict.response.auditAnnotations?.['reason'],
        'EKS or the author of the pod chose it, but the pod names profile web, which does not match it; the nearest is selector 0 of profile web, which requires namespace other (the pod is in elsewhere)',
      );
    });
  }

  test('writes no capacity where no size is large enough', () => {
    const pod = { metadata: {}, spec: { containers: [{ resources: { requests: { cpu: '17' } } }] } };
    const [added] = patchOf(mutate(pod));
    assert.deepEqual(added?.value, { 'fargate-admission/profile': 'web', 'fargate-admission/selector': '1' });
  });

  test("writes the profile alone where EKS's decision is unconfirmed, and removes what no longer holds", () => {
    const metadata = { labels: { [LABEL]: 'new' }, annotations: PREDICTION };
    assert.deepEqual(patchOf(mutate({ metadata, spec: { schedulerName: 'fargate-scheduler' } })), [
      { op: 'replace', path: '/metadata/annotations/fargate-admission~1profile', value: 'new' },
      { op: 'remove', path: '/metadata/annotations/fargate-admission~1selector' },
      { op: 'remove', path: '/metadata/annotations/fargate-admission~1capacity' },
    ]);
  });

  describe('a pod whose annotations', () => {
    const LIMIT_BYTES = 262_144;
    const ours = Object.entries(PREDICTION).reduce((bytes, [key, value]) => bytes + key.length + value.length, 0);
    const podWith = (note: string) => ({ metadata: { annotations: { note } } });
    const noteOf = (bytes: number, text = 'x') => text.repeat((bytes - 'note'.length) / Buffer.byteLength(text));

    test('reach the 262,144 bytes of Kubernetes with ours still gets them', () => {
      const verdict = mutate(podWith(noteOf(LIMIT_BYTES - ours)));
      assert.deepEqual([patchOf(verdict).length, verdict.areAnnotationsLeftOut], [3, false]);
    });

    test('would be one byte longer with ours gets none', () => {
      const verdict = mutate(podWith(noteOf(LIMIT_BYTES - ours + 1)));
      assert.deepEqual([verdict.response.patch, verdict.areAnnotationsLeftOut], [undefined, true]);
    });

    test('are counted in bytes', () => {
      const verdict = mutate(podWith(noteOf(LIMIT_BYTES, '雪')));
      assert.deepEqual([verdict.response.patch, verdict.areAnnotationsLeftOut], [undefined, true]);
    });

    test('hold old values of ours has room for values of the same length', () => {
      const old = { ...PREDICTION, 'fargate-admission/profile': 'old' };
      const annotations = { ...old, note: noteOf(LIMIT_BYTES - ours) };
      assert.deepEqual(patchOf(mutate({ metadata: { annotations } })), [
        { op: 'replace', path: '/metadata/annotations/fargate-admission~1profile', value: 'web' },
      ]);
    });

    test('have no room for the new values loses the old ones', () => {
      const annotations = { 'fargate-admission/selector': '0', note: noteOf(LIMIT_BYTES - 27) };
      assert.deepEqual(patchOf(mutate({ metadata: { annotations } })), [
        { op: 'remove', path: '/metadata/annotations/fargate-admission~1selector' },
      ]);
    });
  });

  test('a pod not bound for Fargate gets nothing', () => {
    assert.equal(mutate({ metadata: {} }, { namespace: 'elsewhere' }).response.patch, undefined);
  });

  test('and loses stale values of the three', () => {
    const annotations = { ...PREDICTION, team: 'a' };
    const operations = patchOf(mutate({ metadata: { annotations } }, { namespace: 'elsewhere' }));
    assert.deepEqual(
      operations.map(({ op }) => op),
      ['remove', 'remove', 'remove'],
    );
  });

  test('nothing is patched while no profiles are loaded', () => {
    const verdict = mutate({ metadata: { annotations: PREDICTION } }, {}, profilesOf(undefined));
    assert.deepEqual(
      [verdict.prediction, verdict.response.allowed, verdict.response.patch],
      ['unknown', true, undefined],
    );
  });

  test('takes the namespace from the request, which the object may lack', () => {
    assert.equal(mutate({ metadata: { generateName: 'web-' } }, { name: '' }).prediction, 'fargate');
  });

  test('null labels and annotations count as absent', () => {
    assert.equal(patchOf(mutate({ metadata: { labels: null, annotations: null } })).length, 1);
  });

  test('the prefix of the annotations is a setting', () => {
    const handler = createPodMutator({
      profiles: profilesOf(loaded),
      annotationPrefix: 'prediction.example.com',
      isEksWebhookPresent: () => false,
    });
    const [added] = patchOf(handler(request({ namespace: 'web', object: { metadata: {} } })));
    assert.deepEqual(Object.keys(Object(added?.value)), [
      'prediction.example.com/profile',
      'prediction.example.com/selector',
      'prediction.example.com/capacity',
    ]);
  });

  test('a dry run gets the same answer', () => {
    assert.deepEqual(mutate({ metadata: {} }, { dryRun: true }), mutate({ metadata: {} }));
  });

  describe('audit annotations', () => {
    test('say what was predicted and why', () => {
      assert.deepEqual(mutate({ metadata: {} }).response.auditAnnotations, {
        prediction: 'fargate',
        profile: 'web',
        reason: 'selector 1 matches',
        uid: UID,
      });
    });

    test('name the nearest miss', () => {
      assert.deepEqual(mutate({ metadata: {} }, { namespace: 'wbe' }).response.auditAnnotations, {
        prediction: 'not-fargate',
        reason:
          'no selector of any profile matches; the nearest is selector 0 of profile web, which requires namespace other (the pod is in wbe)',
        uid: UID,
      });
    });

    test('have keys of their own on a pod that was here before, since the API server keeps the first value', () => {
      const { auditAnnotations } = mutate({ metadata: { annotations: PREDICTION } }).response;
      assert.deepEqual(Object.keys(auditAnnotations ?? {}), [
        'prediction-again',
        'profile-again',
        'reason-again',
        'uid-again',
      ]);
    });
  });

  describe('asks for a refresh', () => {
    const naming = (name: string) => ({ metadata: { labels: { [LABEL]: name } } });

    test('where a pod names a profile that is not known', () => {
      const profiles = profilesOf(loaded);
      mutate(naming('new'), {}, profiles);
      assert.deepEqual(profiles.refreshes, [{ describeAll: false }]);
    });

    test('not on a dry run, nor for a profile that is known', () => {
      const profiles = profilesOf(loaded);
      mutate(naming('new'), { dryRun: true }, profiles);
      mutate(naming('web'), {}, profiles);
      assert.deepEqual(profiles.refreshes, []);
    });
  });

  describe("where EKS's own webhook has seen the pod", () => {
    const chosen = { metadata: { labels: { [LABEL]: 'web' } }, spec: { schedulerName: 'fargate-scheduler' } };

    test('both views are compared', () => {
      assert.deepEqual(mutateAfterEks(chosen, {}).comparison, {
        agreement: 'agreed',
        isDisagreement: false,
        ours: 'fargate: the pod names the profile, and selector 1 matches',
        theirs: 'web',
      });
    });

    test("EKS's word is what gets annotated, also where it left a pod alone", () => {
      const verdict = mutateAfterEks({ metadata: { annotations: PREDICTION } }, {});
      assert.deepEqual([verdict.prediction, verdict.comparison?.agreement], ['not-fargate', 'prediction-only']);
      assert.deepEqual(
        patchOf(verdict).map(({ op }) => op),
        ['remove', 'remove', 'remove'],
      );
    });

    test('a disagreement requests a full reload, but not on a dry run', () => {
      const profiles = profilesOf(loaded);
      mutateAfterEks({ metadata: {} }, {}, profiles);
      mutateAfterEks({ metadata: {} }, { dryRun: true }, profiles);
      mutateAfterEks(chosen, {}, profiles);
      assert.deepEqual(profiles.refreshes, [{ describeAll: true }]);
    });

    test('nothing is compared while no profiles are loaded', () => {
      assert.equal(mutateAfterEks(chosen, {}, profilesOf(undefined)).comparison, undefined);
    });
  });

  test('refuses what is no pod as a bad review', () => {
    const kind = { group: 'apps', version: 'v1', kind: 'Deployment' };
    assert.throws(() => mutate({ metadata: {} }, { kind }), BadReviewError);
  });

  test('refuses a pod without metadata as a bad review', () => {
    assert.throws(() => mutate({ spec: {} }), BadReviewError);
  });

  test('names the field of a wrong type', () => {
    const pod = { metadata: { labels: { tier: 1 } } };
    assert.throws(() => mutate(pod), { message: 'metadata.labels[tier]: expected a string, got a number' });
  });

  test('any JSON at all gets an answer or a bad review, and never a denial', () => {
    fc.assert(
      fc.property(fc.anything({ maxDepth: 6 }), fc.jsonValue({ maxDepth: 6 }), (metadata, spec) => {
        try {
          assert.equal(mutate({ metadata, spec }).response.allowed, true);
        } catch (error) {
          assert.ok(error instanceof BadReviewError || error instanceof FieldTypeError, String(error));
        }
      }),
    );
  });
});

function mutate(object: object, parts: ReviewParts = {}, profiles: Profiles = profilesOf(loaded)): HandlerResult {
  const annotationPrefix = 'fargate-admission';
  const handler = createPodMutator({ profiles, annotationPrefix, isEksWebhookPresent: () => false });
  return handler(request({ namespace: 'web', object, ...parts }));
}

function mutateAfterEks(object: object, parts: ReviewParts, profiles: Profiles = profilesOf(loaded)): HandlerResult {
  const annotationPrefix = 'fargate-admission';
  const handler = createPodMutator({ profiles, annotationPrefix, isEksWebhookPresent: () => true });
  return handler(request({ namespace: 'web', object, ...parts }));
}

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly value?: unknown;
}

function patchOf({ response }: HandlerResult): readonly Operation[] {
  assert.equal(response.patchType, response.patch === undefined ? undefined : 'JSONPatch');
  return response.patch === undefined ? [] : JSON.parse(Buffer.from(response.patch, 'base64').toString());
}
