import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { renderGithub } from '../../../src/cli/check/github.ts';
import { renderSarif } from '../../../src/cli/check/sarif.ts';
import { renderTable } from '../../../src/cli/check/table.ts';
import { FINDINGS, type FindingCode } from '../../../src/fargate/finding.ts';
import { ON_HOST_NETWORK, reportOf, runCheck, SERVICE, SPREAD } from '../../support/cli/check.ts';

const plain = (_tone: string, text: string) => text;
const STYLE = { paint: plain, showsSuppressed: false };

/** An error, a hint, a profile that EKS would refuse, and a document that is broken. */
const PROFILE =
  'apiVersion: eks.services.k8s.aws/v1alpha1\nkind: FargateProfile\nmetadata: {name: web}\nspec: {name: web}\n';
const MIXED = `${ON_HOST_NETWORK}---\n${SPREAD}---\n${PROFILE}---\nfoo: [\n`;

const FOUND = (await reportOf(MIXED)).items.flatMap((item) => item.findings);

/** In the words of the rules, which are tested there. */
function messageOf(code: FindingCode): string {
  return FOUND.find((found) => found.code === code)?.message ?? '';
}

describe('the table', () => {
  test('shows each object, its findings with place, code and fix, and sums up', async () => {
    assert.equal(
      renderTable(await reportOf(MIXED), STYLE),
      `Deployment shop/host → Fargate profile web, 0.5vCPU 1GB
  error    web.yaml:10  spec.template.spec.hostNetwork: ${messageOf('host-network')} [host-network]
           fix: ${FINDINGS['host-network'].fix}
Deployment shop/spread → Fargate profile web, 0.5vCPU 1GB
  hint     web.yaml:21  spec.template.spec.topologySpreadConstraints: ${messageOf('topology-spread')} [topology-spread]
           fix: ${FINDINGS['topology-spread'].fix}
FargateProfile web → EKS would reject it
  error    web.yaml:26  spec.selectors: ${messageOf('selectors-required')} [selectors-required]
           fix: ${FINDINGS['selectors-required'].fix}
  error    web.yaml:26  spec.podExecutionRoleARN: ${messageOf('pod-execution-role-required')} [pod-execution-role-required]
           fix: ${FINDINGS['pod-execution-role-required'].fix}

2 workloads checked, 2 bound for Fargate; 1 profile resource checked; 3 errors, 0 warnings, 1 hint; 1 not readable
`,
    );
  });

  test('says why there is no size', async () => {
    const pod = (memory: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: shop}\nspec: {containers: [{name: a, image: a, resources: {requests: {memory: ${memory}}}}]}\n`;
    assert.match(renderTable(await reportOf(pod('200Gi')), STYLE), /^Pod shop\/a → Fargate profile web, no size$/m);
    assert.match(renderTable(await reportOf(pod('much')), STYLE), /^Pod shop\/a → Fargate profile web, no size$/m);
  });

  test('names a profile that a pod of a cluster carries and the profiles do not confirm', async () => {
    const pod =
      'apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: shop, uid: "1", labels: {eks.amazonaws.com/fargate-profile: new}}\nspec: {schedulerName: fargate-scheduler, containers: [{name: a, image: a}]}\n';
    assert.match(
      renderTable(await reportOf(pod), STYLE),
      /^Pod shop\/a → perhaps Fargate profile new, 0\.25vCPU 0\.5GB: EKS or the author of the pod chose it, but the pod names profile new, which the cluster does not have$/m,
    );
  });

  test('has colours on a terminal, and none anywhere else or against NO_COLOR', async (t) => {
    const files = { 'a.yaml': ON_HOST_NETWORK };
    const outputOn = async (isTerminal: boolean, environment: Readonly<Record<string, string>> = {}) => {
      return (await runCheck(t, { files, terminal: { environment, outputIsTerminal: isTerminal } })).output;
    };
    const coloured = '\u001b[31merror  \u001b[39m';
    assert.ok((await outputOn(true)).includes(coloured));
    assert.ok(!(await outputOn(false)).includes('\u001b'));
    assert.ok(!(await outputOn(true, { NO_COLOR: '1' })).includes('\u001b'));
  });
});

describe('a part of a workload', () => {
  const PATCH =
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {hostNetwork: true}}}\n';
  const REASON = 'only a part of a workload, such as a patch: spec.template.spec.containers is missing';

  test('is counted and named by the table, and not assessed', async () => {
    assert.equal(
      renderTable(await reportOf(PATCH), STYLE),
      `Deployment default/web → skipped: ${REASON} (web.yaml:1)

0 workloads checked, 0 bound for Fargate; 0 errors, 0 warnings, 0 hints; 1 skipped (1 Deployment)
`,
    );
  });

  test('is named by JSON, and does not change the exit code', async (t) => {
    const { code, output, errors } = await runCheck(t, { files: { 'a.yaml': PATCH }, flags: ['-o', 'json'] });
    const { items, skipped, summary } = JSON.parse(output);
    assert.deepEqual([code, errors, items, summary.workloads, summary.skipped], [0, '', [], 0, 1]);
    assert.deepEqual(skipped, [
      {
        object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'web' },
        location: { file: 'a.yaml', document: 1, line: 1, column: 1 },
        reason: REASON,
      },
    ]);
  });

  test('is a note in SARIF, which fails nothing', async () => {
    const sarif = JSON.parse(renderSarif(await reportOf(PATCH), { version: '1.0.0' }));
    validate(sarif);
    assert.deepEqual(validate.errors ?? [], []);
    const [invocation] = sarif.runs[0].invocations;
    assert.equal(invocation.executionSuccessful, true);
    const [{ descriptor, level, message }] = invocation.toolExecutionNotifications;
    assert.deepEqual([descriptor.id, level, message.text], ['skipped', 'note', `Deployment default/web: ${REASON}`]);
  });

  test('is a line and no annotation for GitHub', async () => {
    assert.deepEqual(renderGithub(await reportOf(PATCH), STYLE).split('\n'), [
      `Deployment default/web is skipped: ${REASON} (web.yaml:1)`,
      '0 workloads checked, 0 bound for Fargate; 0 errors, 0 warnings, 0 hints; 1 skipped (1 Deployment)',
      '',
    ]);
  });
});

describe('an object of a kind that is not known, with what looks like a pod template,', async () => {
  const WIDGET =
    'apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: web}\nspec: {pod: {containers: [{name: a, image: a}]}}\n';
  const KAFKA = 'apiVersion: kafka.strimzi.io/v1beta2\nkind: Kafka\nmetadata: {name: log}\nspec: {kafka: {}}\n';
  const report = await reportOf(`${WIDGET}---\n${KAFKA}`);
  const counted = '1 skipped (1 Kafka); not checked: 1 object of another kind (1 Widget)';
  const line = 'example.com/v1/Widget: spec.pod';

  test('is a hint in the table, with the line that names its kind', () => {
    const text = renderTable(report, { paint: plain, showsSuppressed: false });
    assert.match(text, /^Widget web → not checked: its kind is not known\n {2}hint {5}web\.yaml:4 {2}spec\.pod: /);
    assert.ok(text.includes(`--workload-kinds: ${line}\n`));
    assert.ok(text.endsWith(`0 errors, 0 warnings, 1 hint; ${counted}\n`), text);
  });

  test('is a notice for GitHub, beside the counts by kind', () => {
    const text = renderGithub(report, STYLE);
    assert.match(
      text,
      /^::notice file=web\.yaml,line=4,col=\d+,title=Widget web \[unknown-workload-kind\]::spec\.pod: /,
    );
    assert.ok(text.endsWith(`${counted}\n`), text);
  });

  test('is a note in SARIF, beside the counts by kind', () => {
    const sarif = JSON.parse(renderSarif(report, { version: '1.0.0' }));
    validate(sarif);
    assert.deepEqual(validate.errors ?? [], []);
    const [{ results, invocations }] = sarif.runs;
    assert.deepEqual([results[0].ruleId, results[0].level], ['unknown-workload-kind', 'note']);
    assert.equal(invocations[0].toolExecutionNotifications.at(-1).message.text, counted);
  });

  test('is an item in JSON and YAML, beside the counts by kind', () => {
    const { items, summary } = report;
    assert.deepEqual(
      items.map(({ type, object }) => [type, object.kind]),
      [['object', 'Widget']],
    );
    assert.deepEqual(
      [summary.skippedKinds, summary.notChecked],
      [
        [{ apiVersion: 'kafka.strimzi.io/v1beta2', kind: 'Kafka', count: 1 }],
        [{ reason: 'other-kind', apiVersion: 'example.com/v1', kind: 'Widget', count: 1 }],
      ],
    );
  });
});

describe('what is not checked', async () => {
  const OTHERS = `${SERVICE}---\n${SERVICE}---\napiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: a}\n---\nreplicas: 1\n`;
  const report = await reportOf(OTHERS, 'web.yaml', true);
  const text =
    'not checked: 3 objects of other kinds (2 Service, 1 Certificate), 1 document that is no Kubernetes object';
  const nothing = 'nothing was checked: there is no workload and no Fargate profile';

  test('is counted by kind in the last line of the table, and for GitHub', () => {
    const line = `${nothing}; 0 errors, 0 warnings, 0 hints; ${text}\n`;
    assert.equal(renderTable(report, STYLE), line);
    assert.equal(renderGithub(report, STYLE), line);
  });

  test('is counted with its API version in JSON', () => {
    assert.deepEqual(report.summary.notChecked, [
      { reason: 'other-kind', apiVersion: 'v1', kind: 'Service', count: 2 },
      { reason: 'other-kind', apiVersion: 'cert-manager.io/v1', kind: 'Certificate', count: 1 },
      { reason: 'no-kubernetes-object', count: 1 },
    ]);
  });

  test('is one note for the run in SARIF', () => {
    const sarif = JSON.parse(renderSarif(report, { version: '1.0.0' }));
    validate(sarif);
    assert.deepEqual(validate.errors ?? [], []);
    const [invocation] = sarif.runs[0].invocations;
    const [{ descriptor, level, message }, ...rest] = invocation.toolExecutionNotifications;
    assert.deepEqual([descriptor.id, level, message.text, rest], ['not-checked', 'note', text, []]);
    assert.equal(invocation.executionSuccessful, true);
  });

  test('is reported on standard error where nothing was checked, whatever the output', async (t) => {
    const { code, errors } = await runCheck(t, { files: { 'a.yaml': SERVICE }, flags: ['-o', 'json'] });
    assert.deepEqual([code, errors], [0, `${nothing}; not checked: 1 object of another kind (1 Service)\n`]);
  });

  test('names a kind of several API versions once', async () => {
    const text = ['a/v1', 'b/v1'].map((version) => `apiVersion: ${version}\nkind: Test\n`).join('---\n');
    assert.match(renderTable(await reportOf(text), STYLE), /2 objects of other kinds \(2 Test\)\n$/);
  });

  test('is cut short where there are many kinds', async () => {
    const kinds = Array.from({ length: 12 }, (_, index) => `apiVersion: v1\nkind: K${index}\n`);
    assert.match(
      renderTable(await reportOf(kinds.join('---\n')), STYLE),
      /12 objects of other kinds \((?:1 K\d+, ){8}…\)\n$/,
    );
  });
});

describe('JSON and YAML', () => {
  test('say the same, in the form that is documented', async (t) => {
    const files = { 'a.yaml': ON_HOST_NETWORK };
    const [json, yaml] = [
      await runCheck(t, { files, flags: ['-o', 'json'] }),
      await runCheck(t, { files, flags: ['-o', 'yaml'] }),
    ];
    const expected = {
      apiVersion: 'fargate-admission/v1alpha1',
      kind: 'CheckReport',
      summary: {
        workloads: 1,
        boundForFargate: 1,
        profiles: 0,
        errors: 1,
        warnings: 0,
        hints: 0,
        suppressed: 0,
        skipped: 0,
        skippedKinds: [],
        unreadable: 0,
        notChecked: [],
      },
      items: [
        {
          type: 'workload',
          object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'host' },
          location: { file: 'a.yaml', document: 1, line: 1, column: 1 },
          decision: {
            outcome: 'fargate',
            onFargate: true,
            decidedBy: 'selector',
            profile: 'web',
            selectorIndex: 0,
            reason: 'selector 0 matches',
          },
          size: { provisioned: { vcpu: 0.5, memoryGB: 1 } },
          findings: [
            {
              severity: 'error',
              code: 'host-network',
              field: 'spec.template.spec.hostNetwork',
              message: 'Pod not supported on Fargate: fields not supported: HostNetwork',
              fix: FINDINGS['host-network'].fix,
              location: { file: 'a.yaml', document: 1, line: 10, column: 7 },
            },
          ],
          suppressed: [],
        },
      ],
      skipped: [],
      unreadable: [],
    };
    assert.deepEqual(JSON.parse(json.output), expected);
    assert.deepEqual(parse(yaml.output, { version: '1.1' }), expected);
  });

  test('are complete and alone on standard output also where something cannot be read', async (t) => {
    const { code, output, errors } = await runCheck(t, { files: { 'a.yaml': MIXED }, flags: ['-o=json'] });
    const [item] = JSON.parse(output).unreadable;
    assert.equal(code, 2);
    assert.deepEqual([item.file, item.location.line], ['a.yaml', 29]);
    assert.equal(errors, `not readable: a.yaml:29: ${item.reason}\n`);
  });
});

const SCHEMA = new URL('../../fixtures/sarif/sarif-schema-2.1.0.jsonschema', import.meta.url);

function createValidator() {
  const ajv = new Ajv.default({ strict: false, allErrors: true });
  addFormats.default(ajv);
  return ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));
}

const validate = createValidator();

describe('SARIF', () => {
  test('is valid against the schema of the standard', async () => {
    for (const text of [MIXED, '', SPREAD]) {
      validate(JSON.parse(renderSarif(await reportOf(text), { version: '1.0.0' })));
      assert.deepEqual(validate.errors ?? [], []);
    }
  });

  test('places each finding in its line, under a rule of its own', async () => {
    const [run] = JSON.parse(renderSarif(await reportOf(MIXED, 'deploy/a b.yaml'), { version: '1.0.0' })).runs;
    const [first, second] = run.results;
    assert.deepEqual(first.locations[0].physicalLocation, {
      artifactLocation: { uri: 'deploy/a%20b.yaml' },
      region: { startLine: 10, startColumn: 7 },
    });
    assert.deepEqual([first.level, second.level], ['error', 'note']);
    assert.equal(run.tool.driver.rules[first.ruleIndex].id, 'host-network');
    assert.equal(run.tool.driver.rules.length, Object.keys(FINDINGS).length);
  });

  test('says what could not be read', async () => {
    const [invocation] = JSON.parse(renderSarif(await reportOf(MIXED), { version: '1.0.0' })).runs[0].invocations;
    const [notification] = invocation.toolExecutionNotifications;
    assert.equal(invocation.executionSuccessful, false);
    assert.equal(notification.locations[0].physicalLocation.region.startLine, 29);
  });

  test('names a file outside of the working directory by its whole path', async () => {
    const [run] = JSON.parse(renderSarif(await reportOf(ON_HOST_NETWORK, '/srv/a.yaml'), { version: '1.0.0' })).runs;
    assert.equal(run.results[0].locations[0].physicalLocation.artifactLocation.uri, 'file:///srv/a.yaml');
  });
});

describe('the annotations of GitHub', () => {
  test('stand in the lines that they are about', async () => {
    assert.deepEqual(renderGithub(await reportOf(MIXED, './deploy/web.yaml'), STYLE).split('\n'), [
      `::error file=deploy/web.yaml,line=10,col=7,title=Deployment shop/host [host-network]::spec.template.spec.hostNetwork: ${messageOf('host-network')}; ${FINDINGS['host-network'].fix}`,
      `::notice file=deploy/web.yaml,line=21,col=7,title=Deployment shop/spread [topology-spread]::spec.template.spec.topologySpreadConstraints: ${messageOf('topology-spread')}; ${FINDINGS['topology-spread'].fix}`,
      `::error file=deploy/web.yaml,line=26,col=1,title=FargateProfile web [selectors-required]::spec.selectors: ${messageOf('selectors-required')}; ${FINDINGS['selectors-required'].fix}`,
      `::error file=deploy/web.yaml,line=26,col=1,title=FargateProfile web [pod-execution-role-required]::spec.podExecutionRoleARN: ${messageOf('pod-execution-role-required')}; ${FINDINGS['pod-execution-role-required'].fix}`,
      '::error file=deploy/web.yaml,line=29,col=1,title=Not readable::./deploy/web.yaml: Flow sequence in block collection must be sufficiently indented and end with a ]',
      '2 workloads checked, 2 bound for Fargate; 1 profile resource checked; 3 errors, 0 warnings, 1 hint; 1 not readable',
      '',
    ]);
  });

  test('escape what would end a property or the message', async () => {
    const [first = ''] = renderGithub(await reportOf(ON_HOST_NETWORK, 'a,b:c%.yaml'), STYLE).split('\n');
    assert.ok(first.startsWith('::error file=a%2Cb%3Ac%25.yaml,line=10,'));
  });

  test('name no file for standard input', async () => {
    const [first = ''] = renderGithub(await reportOf(ON_HOST_NETWORK, 'standard input'), STYLE).split('\n');
    assert.ok(first.startsWith('::error title=Deployment shop/host [host-network]::'));
  });
});
