import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { parse } from 'yaml';
import { Field } from '../../../src/documents/field.ts';
import { answersWith, audit, ON_FARGATE, OTHER_KEY, pod } from '../../support/cli/audit.ts';

const TABLE = `RESULT  WORKLOAD        PODS  ON FARGATE  PROFILE  SIZE            COST/MONTH
warn    Pod shop/api       1           0  -        -                        -
  warn  is on node ip-10-0-0-2, off Fargate: selector 0 of Fargate profile web matches except for label app=web (the pod has k8s-app=web) (1 pod) [near-miss]
        fix: correct the labels of the pod, or add the annotation eks.amazonaws.com/compute-type: ec2
pass    Pod shop/web-1     1           1  web      0.25vCPU 0.5GB       $9.01

PROFILE  PODS  ON FARGATE  REQUESTED    PROVISIONED       UNUSED  COST/MONTH
web         1           1  0 vCPU 0 GB  0.25 vCPU 0.5 GB    91 %       $9.01

NAMESPACE  PODS  ON FARGATE  REQUESTED    PROVISIONED       UNUSED  COST/MONTH
shop          2           1  0 vCPU 0 GB  0.25 vCPU 0.5 GB    91 %       $9.01

2 pods of 2 workloads: 1 warn, 1 pass
1 on Fargate: 0 vCPU 0 GB requested, 0.25 vCPU 0.5 GB provisioned, $9.01 a month, $8.20 of it for what is not requested
An estimate by the public price of us-east-1, Linux/x86, as of 2026, since the region of the cluster is not known (--region): $0.04048 a vCPU-hour, $0.004445 a GB-hour, 730 hours a month.
`;

describe('audit', () => {
  test('prints what is so, the sums, and what it comes to', async (t) => {
    const { code, output, errors } = await audit(t, answersWith([ON_FARGATE, OTHER_KEY]));
    assert.equal(errors, '');
    assert.equal(code, 0);
    assert.ok(output.startsWith(TABLE), output);
    assert.match(output, /\ntest, \d{4}-.*; profiles from .*profiles\.yaml\.\n$/);
  });

  test('prints the pods of each workload where it is asked to', async (t) => {
    const { output } = await audit(t, answersWith([ON_FARGATE]), ['-o', 'wide']);
    assert.match(output, /\n {4}pass {2}web-1 {2}on-fargate {2}fargate-ip-10-0-0-1 {2}0\.25 vCPU 0\.5 GB\n/);
  });

  test('prints tables that a terminal of 60 columns holds', async (t) => {
    const { output } = await audit(t, answersWith([ON_FARGATE]), [], 60);
    const lines = stripVTControlCharacters(output).split('\n');
    const tables = lines.slice(
      0,
      lines.findIndex((line) => line.startsWith('1 pod of')),
    );
    assert.deepEqual(tables.slice(0, 6), [
      'pass  Pod shop/web-1',
      '  PODS        1',
      '  ON FARGATE  1',
      '  PROFILE     web',
      '  SIZE        0.25vCPU 0.5GB',
      '  COST/MONTH  $9.01',
    ]);
    assert.deepEqual(
      tables.filter((line) => line.length > 60),
      [],
    );
  });

  test('says of an empty cluster that it is', async (t) => {
    const { code, output } = await audit(t, answersWith([]));
    assert.equal(code, 0);
    assert.match(output, /^0 pods of 0 workloads\n/m);
  });

  test('takes the prices of the user', async (t) => {
    const args = ['--price-vcpu-hour=0.05', '--price-gb-hour', '0'];
    const { output } = await audit(t, answersWith([ON_FARGATE]), args);
    assert.match(output, /^An estimate by the prices given by the user: \$0\.05 a vCPU-hour, \$0 a GB-hour/m);
    assert.match(output, /\$9\.13 a month/);
  });

  test('prints one report, as JSON and as YAML', async (t) => {
    const json: unknown = JSON.parse((await audit(t, answersWith([OTHER_KEY]), ['-o', 'json'])).output);
    const yaml: unknown = parse((await audit(t, answersWith([OTHER_KEY]), ['-o', 'yaml'])).output);
    const [one, other] = [new Field(json), new Field(yaml)];
    assert.equal(one.get('kind').value, 'AuditReport');
    assert.deepEqual(one.get('workloads').value, other.get('workloads').value);
  });

  test('prints a row for each pod as CSV', async (t) => {
    const { output } = await audit(t, answersWith([ON_FARGATE]), ['-o', 'csv']);
    assert.deepEqual(output.split('\n'), [
      'namespace,workloadKind,workload,pod,result,code,message,fix,placement,node,profile,predictedProfile,requestedVcpu,requestedGB,provisionedVcpu,provisionedGB',
      'shop,Pod,web-1,web-1,pass,on-fargate,"is on Fargate profile web, as a new pod would be",,fargate,fargate-ip-10-0-0-1,web,web,0,0,0.25,0.5',
      '',
    ]);
  });

  test('prints a page that is complete in itself', async (t) => {
    const { output } = await audit(t, answersWith([OTHER_KEY]), ['-o', 'html']);
    assert.match(output, /^<!doctype html>/i);
    assert.match(output, /Content-Security-Policy/);
  });

  for (const form of ['openreports', 'policyreport']) {
    test(`prints a list of ${form} that kubectl takes`, async (t) => {
      const list = new Field(parse((await audit(t, answersWith([OTHER_KEY]), ['-o', form])).output));
      const [report] = list.get('items').list();
      assert.deepEqual([list.get('apiVersion').value, list.get('kind').value], ['v1', 'List']);
      assert.equal(report?.get('metadata').get('namespace').value, 'shop');
    });
  }

  test('ends with 1 only for what the user wants to stop at', async (t) => {
    const stuck = { ...pod({ name: 'x', node: '' }), status: { phase: 'Pending' } };
    const codeFor = async (pods: readonly object[], failOn: string) =>
      (await audit(t, answersWith(pods), ['--fail-on', failOn])).code;
    assert.equal(await codeFor([OTHER_KEY], 'fail'), 0);
    assert.equal(await codeFor([OTHER_KEY], 'warn'), 1);
    assert.equal(await codeFor([stuck], 'fail'), 1);
  });

  test('lets no name of a cluster steer a terminal, or become a formula', async (t) => {
    const hostile = { ...pod({ name: '=cmd|x' }), metadata: { name: '=1+1\u001b[2J', namespace: 'shop', labels: {} } };
    for (const form of ['table', 'wide', 'json', 'yaml', 'csv', 'openreports', 'markdown']) {
      const { output } = await audit(t, answersWith([hostile]), ['-o', form]);
      assert.ok(!output.includes('\u001b'), form);
      assert.doesNotMatch(output, /(^|,)=1/m, form);
    }
  });
});

describe('audit reports in one line', () => {
  const forbidden = (what: string) => ({ status: 403, body: { message: `${what} is forbidden` } });
  const JOBS = '/apis/batch/v1/jobs?limit=500';

  test('what may not be read, and ends with 1', async (t) => {
    const answers = { ...answersWith([ON_FARGATE]), [JOBS]: forbidden('jobs') };
    const { code, output, errors } = await audit(t, { ...answers, '/api/v1/namespaces?limit=500': forbidden('it') });
    const reason = 'jobs is forbidden; name the namespaces that you can read: --namespace NAMESPACE';
    assert.equal(errors, `not readable: jobs: ${reason}\n`);
    assert.ok(output.includes(`\nerror  jobs not readable: ${reason}\n`), output);
    assert.match(output, /^1 pod of 1 workload: 1 error, 1 pass$/m);
    assert.equal(code, 1);
  });

  test('that a user with rights in one namespace does not see the nodes, and ends with 0', async (t) => {
    const ofShop = Object.entries(answersWith([ON_FARGATE])).map(
      ([path, answer]) => [path.replace(/\/(?=\w+\?)/, '/namespaces/shop/'), answer] as const,
    );
    const answers = { ...Object.fromEntries(ofShop), '/api/v1/nodes?limit=500': forbidden('nodes') };
    const { code, output, errors } = await audit(t, answers, ['-n', 'shop']);
    assert.equal(
      errors,
      'note: nodes cannot be read, so Fargate nodes are recognized by name only: nodes is forbidden\n',
    );
    assert.match(output, /^1 pod of 1 workload: 1 pass$/m);
    assert.equal(code, 0);
  });

  test('that the cluster may not be read, how to name namespaces, and ends with 1', async (t) => {
    const paths = [...Object.keys(answersWith([])), '/api/v1/namespaces?limit=500'];
    const answers = Object.fromEntries(paths.map((path) => [path, forbidden('it')]));
    const { code, output, errors } = await audit(t, answers);
    assert.equal(
      errors,
      'no pods could be read: it is forbidden; name the namespaces that you can read: --namespace NAMESPACE\n',
    );
    assert.equal(output, '');
    assert.equal(code, 1);
  });

  const mistakes: readonly (readonly [args: readonly string[], lines: readonly string[]])[] = [
    [
      ['-o', 'toml'],
      ['--output: expected one of table, wide, json, yaml, csv, openreports, policyreport, markdown, html; got "toml"'],
    ],
    [['--fail-on=bad'], ['--fail-on: expected one of fail, warn; got "bad"']],
    [['-n', 'Shop'], ['--namespace: expected the name of a namespace; got "Shop"']],
    [['-n', 'shop', '-A'], ['--namespace and --all-namespaces: choose one']],
    [['--price-gb-hour=-1'], ['--price-gb-hour: expected US dollars, such as 0.04048; got "-1"']],
    [['--profile-resources'], ['--profile-resources and --profiles: choose one']],
    [['pods'], ['"pods": unexpected argument']],
    [['--watch'], ['--watch: unknown flag']],
    [
      ['-o', 'toml', '--price-vcpu-hour', 'x'],
      [
        '--output: expected one of table, wide, json, yaml, csv, openreports, policyreport, markdown, html; got "toml"',
        '--price-vcpu-hour: expected US dollars, such as 0.04048; got "x"',
      ],
    ],
  ];
  for (const [args, lines] of mistakes) {
    test(`each mistake in ${args.join(' ')}, and ends with 2`, async (t) => {
      const { code, output, errors } = await audit(t, {}, args);
      assert.deepEqual(errors.trimEnd().split('\n'), lines);
      assert.equal(output, '');
      assert.equal(code, 2);
    });
  }

  test('a context that is not there, and ends with 2', async (t) => {
    const { code, errors } = await audit(t, {}, ['--context=none']);
    assert.equal(errors, 'the kubeconfig has no context "none"; it has: test\n');
    assert.equal(code, 2);
  });
});
