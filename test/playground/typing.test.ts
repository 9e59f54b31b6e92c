import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { evaluate } from '../../src/playground/evaluate.ts';
import { EXAMPLE_PROFILES_TEXT, FIXTURE_PROFILES_TEXT, PASTED_FILES } from '../support/playground/texts.ts';

const PROFILES = 'fargateProfileName: web\nselectors:\n  - namespace: shop\n';
const POD =
  'apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec:\n  containers: [{name: web, image: web}]\n';

describe('while profiles are typed', () => {
  test('those that can be read count', async () => {
    const profiles = `apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: shop}
fargateProfiles:
  - name: batch
    selectors:
      - labels: {tier: batch}
  - name: web
    selectors:
      - namespace: shop
`;
    const { check, profileProblems } = await evaluate({ workloads: POD, profiles });
    assert.equal(check.items[0]?.type === 'workload' && check.items[0].decision.profile, 'web');
    assert.deepEqual(profileProblems, [
      { severity: 'error', message: 'fargateProfiles[0].selectors[0].namespace: is missing', line: 7, column: 9 },
    ]);
  });

  for (const [what, profiles, problem] of [
    [
      'nothing',
      '',
      { severity: 'error', message: 'holds no Fargate profile; a text that means none says []', line: 1, column: 1 },
    ],
    [
      'half of a document',
      'a: [',
      {
        severity: 'error',
        message:
          'not valid YAML or JSON: Flow sequence in block collection must be sufficiently indented and end with a ]',
        line: 1,
        column: 5,
      },
    ],
    [
      'another object',
      POD,
      { severity: 'error', message: 'holds no Fargate profile; a text that means none says []', line: 1, column: 1 },
    ],
    [
      'a text',
      'web',
      { severity: 'error', message: 'the document: expected an object, got a string', line: 1, column: 1 },
    ],
    [
      'a wrong type',
      `${PROFILES}  - shop\n`,
      { severity: 'error', message: 'selectors[1]: expected an object, got a string', line: 4, column: 5 },
    ],
  ] as const) {
    test(`nothing is predicted with ${what}, and the problem is at its line`, async () => {
      const { check, explanations, profileProblems } = await evaluate({ workloads: POD, profiles });
      assert.deepEqual(profileProblems, [problem]);
      assert.equal(explanations.items[0]?.decision.reason, 'no Fargate profiles are loaded yet');
      assert.deepEqual(
        check.items.map(({ findings }) => findings),
        check.items.map(() => []),
      );
    });
  }

  test('a list without any says that there are none', async () => {
    const { explanations, profileProblems } = await evaluate({ workloads: POD, profiles: '[]' });
    assert.deepEqual(profileProblems, []);
    assert.equal(explanations.items[0]?.decision.reason, 'no selector of any profile matches');
  });

  test('the second of one name is a problem, and so is a selector that matches nothing', async () => {
    const profiles = `${PROFILES}---\n${PROFILES}---\nfargateProfileName: api\nselectors:\n  - namespace: $(NAMESPACE)\n`;
    const { profileProblems } = await evaluate({ workloads: POD, profiles });
    assert.deepEqual(
      profileProblems.map(({ severity, message, line }) => ({ severity, message, line })),
      [
        { severity: 'error', message: 'profile "web" is in line 1 and again here', line: 5 },
        {
          severity: 'warning',
          message:
            'profile api: selector 0 matches no pod: no namespace can match "$(NAMESPACE)": it looks like a variable that was not expanded',
          line: 9,
        },
      ],
    );
  });
});

test('no beginning of a text is an error of the program', async () => {
  for (const { text } of PASTED_FILES.filter((_, index) => index % 12 === 0)) {
    for (let length = 0; length < text.length; length += Math.ceil(text.length / 12)) {
      const start = text.slice(0, length);
      const asWorkloads = await evaluate({ workloads: start, profiles: EXAMPLE_PROFILES_TEXT });
      const asProfiles = await evaluate({ workloads: POD, profiles: start });
      assert.equal(asWorkloads.check.kind, 'CheckReport');
      assert.ok(asProfiles.explanations.items.length === 1);
    }
  }
});

describe('a text that would take long', () => {
  const bombs = {
    'of aliases': `a: &a [x, x]\n${Array.from({ length: 30 }, (_, index) => `b${index}: &b${index} [*${index === 0 ? 'a' : `b${index - 1}`}, *${index === 0 ? 'a' : `b${index - 1}`}]\n`).join('')}`,
    'that is deep': '{a: '.repeat(500_000),
    'of many lists': '['.repeat(1_000_000),
    'of many dashes': '- '.repeat(500_000),
    'of merge keys': `a0: &a0 {x: 1}\n${Array.from({ length: 30 }, (_, index) => `a${index + 1}: &a${index + 1}\n  <<: [*a${index}, *a${index}]\n`).join('')}`,
    'of 11 MB': 'a: b\n'.repeat(2_300_000),
  };
  for (const [kind, bomb] of Object.entries(bombs)) {
    test(`${kind} is refused in words`, async () => {
      const workloads = await evaluate({ workloads: `kind: Pod\napiVersion: v1\n${bomb}`, profiles: PROFILES });
      assert.equal(workloads.check.unreadable.length, 1);
      assert.equal(workloads.check.unreadable[0]?.file, 'workloads.yaml');
      const profiles = await evaluate({ workloads: POD, profiles: bomb });
      assert.equal(profiles.profileProblems.length, 1);
    });
  }
});

test('a document that is written twice a key is checked as kubectl reads it', async () => {
  const { check } = await evaluate({
    workloads: `${POD}metadata: {name: api, namespace: shop}\n`,
    profiles: FIXTURE_PROFILES_TEXT,
  });
  assert.equal(check.items[0]?.object.name, 'api');
});
