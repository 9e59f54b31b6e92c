import assert from 'node:assert/strict';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import { Field } from '../../src/documents/field.ts';
import { auditScrape, auditSeries } from '../support/audit/series.ts';
import {
  MONITORING_COMPONENTS,
  type MonitoringComponent,
  readAlerts,
  readMonitoring,
} from '../support/monitoring/components.ts';
import { isSelected, parseExposition } from '../support/monitoring/exposition.ts';
import { seriesSelectors } from '../support/monitoring/promql.ts';
import { policyScrape, policySeries } from '../support/policies/series.ts';
import { findPromtool, pathOf, skipWithout } from '../support/processes/programs.ts';
import { runProgram } from '../support/processes/run-program.ts';
import { profileFile } from '../support/profile-files.ts';
import { startedWebhook } from '../support/running-webhook.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const skip = skipWithout(findPromtool());

describe('promtool', { skip }, () => {
  for (const component of MONITORING_COMPONENTS) {
    test(`accepts the rules of ${component}`, async (t) => {
      const rules = join(await temporaryFolder(t), 'rules.yaml');
      await writeFile(rules, stringify(readMonitoring('prometheus-rule.yaml', component).get('spec').value));
      assert.deepEqual((await promtool(['check', 'rules', rules])).code, 0);
    });

    test(`sees each alert of ${component} fire where it has to, and not elsewhere`, async (t) => {
      const folder = await temporaryFolder(t);
      await writeFile(join(folder, 'rules.yaml'), stringify(rulesWithSummaries(component)));
      await copyFile(testFile(component), join(folder, 'tests.yaml'));
      const { code, output } = await promtool(['test', 'rules', join(folder, 'tests.yaml')]);
      assert.equal(code, 0, output);
    });
  }

  test('has no complaint about the metrics of the webhook', async (t) => {
    const { probe } = await startedWebhook(t, { profiles: await profileFile(t) });
    await assertNoComplaint((await probe('/metrics')).text);
  });

  test('has no complaint about the metrics of the audit', async () => {
    await assertNoComplaint(await auditScrape());
  });

  test('has no complaint about the metrics of the audit with a cluster label', async () => {
    await assertNoComplaint(await auditScrape('arn:aws:eks:eu-west-1:111122223333:cluster/shop'));
  });

  test('has no complaint about the metrics of the policies', async () => {
    await assertNoComplaint(await policyScrape());
  });
});

describe('the tests of the alerts', () => {
  test('have a time at which each alert fires, and one at which it does not', async () => {
    const expected = (await allTests()).flatMap((entry) => entry.get('alert_rule_test').list());
    for (const { name, severity } of readAlerts()) {
      const times = expected.filter((time) => time.get('alertname').string() === name);
      const fired = times.flatMap((time) => time.get('exp_alerts').list());
      assert.ok(
        fired.some((alert) => alert.get('exp_labels').get('severity').string() === severity),
        `${name} (${severity}) never fires`,
      );
      assert.ok(
        times.some((time) => time.get('exp_alerts').list().length === 0),
        `${name} always fires`,
      );
    }
  });

  test('give the processes no series that they do not have', async (t) => {
    const { probe } = await startedWebhook(t, { profiles: await profileFile(t) });
    const series = [
      ...parseExposition((await probe('/metrics')).text),
      ...(await auditSeries()),
      ...(await policySeries()),
    ];
    const given = (await allTests()).flatMap((entry) => entry.get('input_series').list());
    const missing = given
      .flatMap((entry) => seriesSelectors(entry.get('series').string() ?? ''))
      .filter(({ metric }) => !OTHER_SERIES.test(metric))
      .filter((selector) => !series.some((candidate) => isSelected(selector, candidate)));
    assert.deepEqual(missing, []);
  });
});

/** Of the API server, and those that a replica has once the API server has answered it. */
const OTHER_SERIES = /^(apiserver_|fargate_admission_ca_drift$)/;

/** With the annotations that the tests expect, and without the long ones. */
function rulesWithSummaries(component: MonitoringComponent): object {
  const groups = readMonitoring('prometheus-rule.yaml', component).get('spec').get('groups').list();
  return {
    groups: groups.map((group) => ({
      name: group.get('name').value,
      rules: group
        .get('rules')
        .list()
        .map((rule) => ({
          ...Object.fromEntries(rule.entries().map(([key, { value }]) => [key, value])),
          annotations: { summary: rule.get('annotations').get('summary').value },
        })),
    })),
  };
}

async function allTests(): Promise<readonly Field[]> {
  const texts = await Promise.all(MONITORING_COMPONENTS.map((component) => readFile(testFile(component), 'utf8')));
  return texts.flatMap((text) => new Field(parse(text)).get('tests').list());
}

function testFile(component: MonitoringComponent): string {
  return fileURLToPath(new URL(`../fixtures/alerts/${component}.yaml`, import.meta.url));
}

async function assertNoComplaint(metrics: string): Promise<void> {
  assert.deepEqual(await promtool(['check', 'metrics'], metrics), { code: 0, output: '' });
}

/** Runs it to its end, whatever its exit code. */
async function promtool(args: readonly string[], input = '') {
  const { code, stdout, stderr } = await runProgram(pathOf(findPromtool()), args, { input });
  return { code, output: stdout + stderr };
}
