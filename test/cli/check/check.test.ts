import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { deployment, ON_HOST_NETWORK, reportOf, runCheck, SERVICE, SPREAD } from '../../support/cli/check.ts';
import { WEB_YAML } from '../../support/profile-files.ts';
import { runCli } from '../../support/terminal.ts';

describe('check reads', () => {
  test('a folder with all that is in it', async (t) => {
    const files = {
      'a.yaml': deployment('a'),
      'b/c.yml': deployment('c'),
      'b/d.json': '{"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"image": "app"}]}}',
    };
    const { code, output } = await runCheck(t, { files });
    assert.equal(code, 0);
    assert.equal(
      output,
      `Deployment shop/a → Fargate profile web, 0.5vCPU 1GB
Deployment shop/c → Fargate profile web, 0.5vCPU 1GB
Pod default/(no name) → not on Fargate: no selector of any profile matches; the nearest is selector 0 of profile web, which requires namespace shop (the pod is in default)

3 workloads checked, 2 bound for Fargate; 0 errors, 0 warnings, 0 hints
`,
    );
  });

  test('standard input, as Helm and kustomize fill it', async (t) => {
    const rendered = `---\n# Source: web/templates/service.yaml\n${SERVICE}---\n# Source: web/templates/deployment.yaml\n${ON_HOST_NETWORK}---\n`;
    const { code, output } = await runCheck(t, { flags: ['-f', '-'], terminal: { input: rendered } });
    assert.equal(code, 1);
    assert.match(output, /^ {2}error {4}standard input:17 {2}spec\.template\.spec\.hostNetwork: /m);
  });

  test('several paths after one -f, as a shell makes them of *.yaml, and each file once', async (t) => {
    const { output } = await runCheck(t, {
      files: { 'a.yaml': deployment('a') },
      flags: ['-f', '-', '-'],
      terminal: { input: deployment('b') },
    });
    assert.match(output, /^2 workloads checked/m);
  });

  test('the items of a list', async () => {
    const pod = (name: string) =>
      `{metadata: {name: ${name}, namespace: shop}, spec: {\n  hostPID: true, containers: [{image: app}]}}`;
    const list = `apiVersion: v1\nkind: PodList\nitems: [${pod('a')}, ${pod('b')}]\n`;
    const { items } = await reportOf(list);
    assert.deepEqual(
      items.map(({ object: { kind, name }, findings }) => [kind, name, findings[0]?.code, findings[0]?.location.line]),
      [
        ['Pod', 'a', 'host-pid', 4],
        ['Pod', 'b', 'host-pid', 5],
      ],
    );
  });

  test('what does not name its namespace as if it were in the one that is given', async (t) => {
    const files = {
      'pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {generateName: import-}\nspec: {containers: [{image: app}]}\n',
    };
    const { output } = await runCheck(t, { files, flags: ['-n', 'shop'] });
    assert.match(output, /^Pod shop\/import-… → Fargate profile web, 0\.25vCPU 0\.5GB$/m);
  });

  test('profiles that are adopted or observed, and finds no error in them', async (t) => {
    const folder = fileURLToPath(new URL('../../fixtures/adoption', import.meta.url));
    const { code, output } = await runCheck(t, { flags: ['-f', folder] });
    assert.deepEqual([code, output.includes('0 errors, 0 warnings, 3 hints')], [0, true], output);
  });

  test('Fargate profiles, without taking them for profiles of the cluster', async () => {
    const profile = `apiVersion: eks.services.k8s.aws/v1alpha1
kind: FargateProfile
metadata: {name: all, namespace: infra}
spec: {name: all, clusterName: demo, podExecutionRoleARN: arn, selectors: [{namespace: '*'}]}
`;
    const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{image: app}]}\n';
    const { items, summary } = await reportOf(`${profile}---\n${pod}`);
    assert.deepEqual(
      items.map(({ findings }) => findings.map(({ code }) => code)),
      [['selector-namespace-any'], []],
    );
    assert.deepEqual([summary.profiles, summary.workloads, summary.boundForFargate], [1, 1, 0]);
  });

  test('the profiles of an eksctl ClusterConfig', async () => {
    const { items } = await reportOf(`apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: demo}
fargateProfiles:
  - name: web
    selectors: [{namespace: shop}]
  - name: eks-batch
    selectors:
      - labels: {a: b}
`);
    assert.deepEqual(
      items[0]?.findings.map(({ code, field, location }) => [code, field, location.line]),
      [
        ['profile-name-reserved', 'fargateProfiles[1].name', 7],
        ['selector-namespace-required', 'fargateProfiles[1].selectors[0].namespace', 9],
      ],
    );
  });

  test('limits of selectors and label pairs from the flags of the webhook', async (t) => {
    const selectors = '{namespace: a}, {namespace: b}, {namespace: c}';
    const profile = `apiVersion: eks.services.k8s.aws/v1alpha1\nkind: FargateProfile\nmetadata: {name: all}\nspec: {name: all, podExecutionRoleARN: arn, selectors: [${selectors}]}\n`;
    assert.equal((await runCheck(t, { files: { 'a.yaml': profile } })).code, 0);
    assert.equal((await runCheck(t, { files: { 'a.yaml': profile }, flags: ['--max-selectors=2'] })).code, 1);
  });
});

describe('check goes on after', () => {
  test('a document that is broken', async () => {
    const { items, unreadable } = await reportOf(`${deployment('a')}---\nfoo: "bar\n---\n${deployment('b')}`);
    assert.deepEqual(
      items.map(({ object }) => object.name),
      ['a', 'b'],
    );
    assert.deepEqual(unreadable, [
      {
        file: 'web.yaml',
        location: { file: 'web.yaml', document: 2, line: 12, column: 1 },
        reason: 'Missing closing "quote',
      },
    ]);
  });

  test('a template, which it names', async () => {
    const { unreadable } = await reportOf('metadata:\n  name: {{ .Release.Name }}\n');
    assert.deepEqual(
      unreadable.map(({ location, reason }) => [location?.line, reason]),
      [
        [
          2,
          'A map key must be a text, a number or a boolean; a template of Helm is checked by what `helm template` makes of it',
        ],
      ],
    );
  });

  test('what is no Kubernetes object', async () => {
    const { items, unreadable } = await reportOf(`replicas: 1\n---\n- a\n---\nhello\n---\n${deployment('a')}`);
    const reason = 'no Kubernetes object: it needs apiVersion and kind';
    assert.equal(items.length, 1);
    assert.deepEqual(
      unreadable.map((item) => [item.location?.line, item.reason]),
      [
        [1, reason],
        [3, reason],
        [5, reason],
      ],
    );
  });

  test('an object that the API server would refuse, because YAML 1.1 knows other words for true', async () => {
    const { unreadable } = await reportOf(
      `apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  labels:\n    x: y\nspec: {containers: [{image: app}]}\n`,
    );
    assert.deepEqual(
      unreadable.map(({ location, reason }) => [location?.line, reason]),
      [[6, 'metadata.labels[x]: expected a string, got a boolean; put it in quotation marks']],
    );
  });

  test('an item of a list that is none', async () => {
    const { items, unreadable } = await reportOf(
      `apiVersion: v1\nkind: List\nitems:\n  - 1\n  - {apiVersion: v1, kind: Pod, spec: {containers: [{image: app}]}}\n`,
    );
    assert.equal(items.length, 1);
    assert.equal(unreadable[0]?.location?.line, 4);
  });

  test('a list that is none', async () => {
    const { unreadable } = await reportOf('apiVersion: v1\nkind: List\nitems: {}\n');
    assert.deepEqual(
      unreadable.map(({ location, reason }) => [location?.line, reason]),
      [[3, 'items: expected a list, got an object']],
    );
  });

  test('a file that cannot be read', async (t) => {
    const { code, output, errors } = await runCheck(t, {
      files: { 'a.yaml': ON_HOST_NETWORK },
      flags: ['-f', '/nowhere.yaml'],
    });
    assert.equal(code, 2);
    assert.match(output, /\[host-network\]/);
    assert.equal(errors, 'not readable: /nowhere.yaml: cannot be read: ENOENT: no such file or directory\n');
  });
});

describe('check ends with', () => {
  const cases: readonly (readonly [what: string, code: number, text: string, flags: readonly string[]])[] = [
    ['0 for a hint, as long as only errors count', 0, SPREAD, []],
    ['0 for a hint where warnings count', 0, SPREAD, ['--fail-on', 'warning']],
    ['1 for a hint where hints count', 1, SPREAD, ['--fail-on=hint']],
    ['1 for an error', 1, ON_HOST_NETWORK, []],
    ['1 for an error where hints count', 1, ON_HOST_NETWORK, ['--fail-on=hint']],
    ['0 for objects of other kinds', 0, SERVICE, []],
    ['2 for what cannot be read, whatever else is found', 2, `${ON_HOST_NETWORK}---\na: [\n`, []],
    ['2 for nothing at all, which is what a command that failed leaves behind', 2, '', []],
  ];
  for (const [what, code, text, flags] of cases) {
    test(what, async (t) => {
      assert.equal((await runCheck(t, { files: { 'a.yaml': text }, flags })).code, code);
    });
  }
});

describe('bad usage', () => {
  test('is reported in full', async () => {
    const environment = { FARGATE_ADMISSION_MAX_LABELS: 'many' };
    const flags = ['--fail', '-n', 'My_Space', '-o', 'xml', '--fail-on=fatal', '-f'];
    const { code, errors } = await runCli(['check', ...flags], { environment });
    assert.equal(code, 2);
    assert.deepEqual(errors.trimEnd().split('\n'), [
      '--fail: unknown flag; did you mean --fail-on?',
      '--filename: the value is missing',
      '--namespace: expected the name of a namespace; got "My_Space"',
      '--output: expected one of table, json, yaml, sarif, github, gitlab, junit, markdown; got "xml"',
      '--fail-on: expected one of error, warning, hint; got "fatal"',
      'FARGATE_ADMISSION_MAX_LABELS: expected a whole number from 1 to 1000; got "many"',
    ]);
  });

  test('is a workload without a source of profiles', async () => {
    const ran = await runCli(['check', '-f', '-'], { input: deployment('web') });
    assert.deepEqual(ran, {
      code: 2,
      output: '',
      errors:
        'no source of profiles: set --cluster-name (FARGATE_ADMISSION_CLUSTER_NAME) or --profiles (FARGATE_ADMISSION_PROFILES)\n',
    });
  });

  test('is to name nothing to check', async (t) => {
    const { code, errors } = await runCheck(t, {});
    assert.deepEqual([code, errors], [2, 'nothing to check: give -f PATH\n']);
  });

  test('is profiles that cannot be read', async (t) => {
    const { code, errors, output } = await runCheck(t, {
      files: { 'a.yaml': SERVICE },
      flags: ['--profiles=/nowhere'],
    });
    assert.deepEqual([code, output], [2, '']);
    assert.match(errors, /^no profiles: \/nowhere: cannot be read: ENOENT[^\n]+\n$/);
  });
});

test('profiles of other clusters are left out where a cluster is named', async (t) => {
  const flags = ['--cluster-name', 'demo'];
  const { output, errors } = await runCheck(t, {
    files: { 'a.yaml': deployment('a'), '.profiles.yaml': WEB_YAML },
    flags: [...flags, '-n', 'shop'],
  });
  assert.match(output, /^Deployment shop\/a → Fargate profile web/m);
  assert.equal(errors, '');
});
