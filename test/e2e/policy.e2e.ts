import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { matchesSomeName } from '../../src/fargate/name-language.ts';
import { compilePattern } from '../../src/fargate/pattern.ts';
import { skipWithoutControlPlane } from '../support/cluster/assets.ts';
import { useInstallation } from '../support/cluster/installation.ts';
import {
  creationCases,
  onlyRefusedByPolicy,
  onlyRefusedByWebhook,
  type ProfileCase,
} from '../support/cluster/profile-cases.ts';
import { BY_EVERY_KIND, type ProfileObject } from '../support/cluster/profile-samples.ts';
import { storedProfiles, updateCases } from '../support/cluster/profile-update-cases.ts';
import { eventually } from '../support/eventually.ts';

const OVERLAY = fileURLToPath(new URL('../../manifests/overlays/validating-admission-policy', import.meta.url));
const EMERGENCY_PAGE = readFileSync(new URL('../../docs/operations/emergency.md', import.meta.url), 'utf8');
const [, EMERGENCY = ''] = /^kubectl (delete .* -l .*)$/m.exec(EMERGENCY_PAGE) ?? [];
const ACK = BY_EVERY_KIND[0];
const EQUAL = [...creationCases(), ...updateCases()];
const EVERY = [...EQUAL, ...onlyRefusedByWebhook(), ...onlyRefusedByPolicy()];

interface Outcome {
  readonly code: number;
  readonly stderr: string;
}

describe('the policy beside the webhook, on the same cases through a real API server', {
  skip: skipWithoutControlPlane(),
}, () => {
  const installation = useInstallation();
  const byWebhook = new Map<string, Outcome>();
  const byPolicy = new Map<string, Outcome>();

  before(async () => {
    const { controlPlane } = installation();
    await controlPlane.createNamespace('infra');
    await controlPlane.kubectlOutput(['create', '--filename=-'], { input: listOf(storedProfiles()) });
    for (const { type } of BY_EVERY_KIND) {
      await controlPlane.kubectlOutput(['delete', `${type}/leaving`, '--namespace=infra', '--wait=false']);
    }
    for (const each of EVERY) byWebhook.set(each.name, await ask(each));
    await controlPlane.kubectlOutput(EMERGENCY.split(' '));
    await controlPlane.kubectlOutput(['apply', `--kustomize=${OVERLAY}`]);
    await eventually(policyStandsAlone);
    for (const each of EVERY) byPolicy.set(each.name, await ask(each));
  });

  for (const { name } of EQUAL) {
    test(`${name}: both say the same`, () => {
      assert.deepEqual(verdict(byPolicy.get(name)), verdict(byWebhook.get(name)));
    });
  }

  test('the cases are of both sorts', () => {
    const codes = EQUAL.map(({ name }) => byWebhook.get(name)?.code);
    assert.ok(codes.filter((code) => code === 0).length > 20);
    assert.ok(codes.filter((code) => code === 1).length > 20);
  });

  for (const { name } of onlyRefusedByWebhook()) {
    test(`${name}: the policy cannot know`, () => {
      assert.deepEqual([byWebhook.get(name)?.code, byPolicy.get(name)?.code], [1, 0]);
    });
  }

  for (const { name } of onlyRefusedByPolicy()) {
    test(`${name}: the policy makes no exception`, () => {
      assert.deepEqual([byWebhook.get(name)?.code, byPolicy.get(name)?.code], [0, 1]);
    });
  }

  test('what kubectl prints of the policy is one line without a field of its own', async () => {
    const { stderr } = await create(ACK.profile('web', [{ namespace: 'web' }, { labels: {} }, { namespace: 'Bad' }]));
    assert.equal(
      stderr,
      [
        `The fargateprofiles "web" is invalid: : ValidatingAdmissionPolicy 'fargate-profiles' with binding 'fargate-profiles' denied request: `,
        'spec.selectors[1].namespace: Required value: Fargate Profile must have at least one selector with at least one namespace value; set the namespace; wildcards are allowed [selector-namespace-required]; ',
        `spec.selectors[2].namespace: Invalid value: "Bad": no namespace can match this pattern, so the selector never matches a pod; use at most 63 of a-z, 0-9 and '-' (not first or last), and the wildcards * and ? [selector-namespace-impossible]\n`,
      ].join(''),
    );
  });

  for (const language of ['namespace', 'label-key', 'label-value'] as const) {
    test(`generated patterns of a ${language}: the policy passes those that some name matches`, async () => {
      const generated = fc
        .sample(PATTERNS, { numRuns: 150, seed: 6 })
        .filter((text) => language !== 'namespace' || text !== '');
      const profiles = generated.map((text, index) => ACK.profile(`p${index}`, [selectorWith(language, text)]));
      const expected = generated.filter((text) => matchesSomeName(compilePattern(text), language));
      const { stdout } = await kubectl(
        ['create', '--dry-run=server', '--output=name', '--filename=-'],
        listOf(profiles),
      );
      const passed = stdout
        .trim()
        .split('\n')
        .map((line) => generated[Number(line.slice(line.lastIndexOf('/p') + 2))]);
      assert.deepEqual(passed, expected);
      assert.ok(expected.length > 20);
    });
  }

  test('a profile of a quarter of a megabyte is answered, and does not keep the API server busy', async () => {
    const selectors = Array.from({ length: 5_000 }, (_, index) => ({
      namespace: `n${index}`,
      labels: { tier: 'front' },
    }));
    const { stderr } = await create(ACK.profile('large', selectors));
    assert.match(stderr, /spec\.selectors: Too many: 5000: must have at most 5 items: .*\[too-many-selectors\]\n$/);
  });

  test('a long list of errors is cut to what the API server takes', async () => {
    const labels = Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`k${index}`, '😀'.repeat(300)]));
    const { stderr } = await create(ACK.profile('long', [{ namespace: 'a', labels }]));
    assert.match(stderr, /: spec\.selectors\[0\]\.labels\[k\d\]: Invalid value: .* …\n$/);
  });

  /** The API server learns of both changes a little later. */
  async function policyStandsAlone(): Promise<void> {
    const { stderr } = await create(ACK.withoutNamespace('probe'));
    assert.match(stderr, /ValidatingAdmissionPolicy/);
    for (const each of onlyRefusedByWebhook()) assert.equal((await ask(each)).code, 0);
  }

  function kubectl(args: readonly string[], input: string) {
    return installation().controlPlane.kubectl(args, { input });
  }

  function create(profile: ProfileObject): Promise<Outcome> {
    return kubectl(['create', '--dry-run=server', '--filename=-'], JSON.stringify(profile));
  }

  async function ask({ args, input }: ProfileCase): Promise<Outcome> {
    const { code, stderr } = await kubectl(args, input === undefined ? '' : JSON.stringify(input));
    return { code, stderr };
  }
});

/** Short enough for the length of a name to play no part. */
const PATTERNS = fc
  .array(fc.constantFrom('a', 'b', '0', 'a', 'b', '0', '*', '*', '?', '-', '-', '.', '_', '/', 'Z', 'é'), {
    maxLength: 7,
  })
  .map((characters) => characters.join(''));

function selectorWith(language: 'namespace' | 'label-key' | 'label-value', pattern: string): object {
  if (language === 'namespace') return { namespace: pattern };
  return { namespace: 'a', labels: language === 'label-key' ? { [pattern]: 'x' } : { app: pattern } };
}

function listOf(items: readonly object[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}

const DENIED =
  /^The \w+ "[^"]*" is invalid: (?:: ValidatingAdmissionPolicy 'fargate-profiles' with binding 'fargate-profiles' denied request: |\n)?/;

/** kubectl prints the webhook's causes a line each, and the policy's in one. Warnings are the webhook's alone. */
function verdict(outcome: Outcome | undefined) {
  assert.ok(outcome !== undefined);
  if (outcome.code === 0) return { code: 0, causes: [] };
  const text = outcome.stderr.replaceAll(/^Warning: .*\n/gm, '').trimEnd();
  assert.match(text, DENIED);
  const causes = text.replace(DENIED, '').split(/\n|(?<=\]); /);
  return { code: outcome.code, causes: causes.map((cause) => cause.replace(/^\* /, '')).toSorted() };
}
