import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { Field } from '../../../src/documents/field.ts';

const COMPONENTS_FOLDER = new URL('../../../manifests/components/', import.meta.url);

/** Of the webhook, of the audit, and of the policies that are kept up to date. */
export const MONITORING_COMPONENTS = ['monitoring', 'audit-monitoring', 'policies-monitoring'] as const;
export type MonitoringComponent = (typeof MONITORING_COMPONENTS)[number];

/** Where the alerts are explained, one section each: the one address that all of them begin with is that of package.json. */
export const RUNBOOKS = `${homepage()}/blob/main/docs/operations/alerts.md`;

function homepage(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  return new Field(manifest).get('homepage').string() ?? '';
}

export function ruleFile(component: MonitoringComponent): URL {
  return new URL(`${component}/prometheus-rule.yaml`, COMPONENTS_FOLDER);
}

/** The rules with the address of its own section at each alert. */
export function renewRunbooks(rules: string): string {
  let section = '';
  const lines = rules.split('\n').map((line) => {
    section = /- alert: (\w+)$/.exec(line)?.[1]?.toLowerCase() ?? section;
    return line.replace(/runbook_url: .*$/, `runbook_url: ${RUNBOOKS}#${section}`);
  });
  return lines.join('\n');
}

export interface Alert {
  readonly name: string;
  readonly severity: string;
  readonly expression: string;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface Panel {
  readonly title: string;
  readonly position: Readonly<Record<'x' | 'y' | 'w' | 'h', number>>;
  /** With the interval that Grafana fills in. */
  readonly expressions: readonly string[];
}

export function readAlerts(): readonly Alert[] {
  const groups = MONITORING_COMPONENTS.flatMap((component) =>
    readMonitoring('prometheus-rule.yaml', component).get('spec').get('groups').list(),
  );
  return groups
    .flatMap((group) => group.get('rules').list())
    .map((rule) => ({
      name: rule.get('alert').string() ?? '',
      severity: rule.get('labels').get('severity').string() ?? '',
      expression: rule.get('expr').string() ?? '',
      annotations: rule.get('annotations').stringMap(),
    }));
}

export function readPanels(component: MonitoringComponent): readonly Panel[] {
  return readMonitoring('dashboard.json', component)
    .get('panels')
    .list()
    .map((panel) => {
      const position = panel.get('gridPos');
      const at = (key: string) => position.get(key).number() ?? Number.NaN;
      return {
        title: panel.get('title').string() ?? '',
        position: { x: at('x'), y: at('y'), w: at('w'), h: at('h') },
        expressions: panel
          .get('targets')
          .list()
          .map((target) => (target.get('expr').string() ?? '').replaceAll('$__rate_interval', '5m')),
      };
    });
}

/** Every expression of alerts and dashboards. */
export function readExpressions(): readonly string[] {
  return [
    ...readAlerts().map(({ expression }) => expression),
    ...MONITORING_COMPONENTS.flatMap(readPanels).flatMap(({ expressions }) => expressions),
  ];
}

/** A file of the component; JSON is YAML too. */
export function readMonitoring(name: string, component: MonitoringComponent = 'monitoring'): Field {
  const document: unknown = parse(readFileSync(new URL(`${component}/${name}`, COMPONENTS_FOLDER), 'utf8'));
  return new Field(document);
}
