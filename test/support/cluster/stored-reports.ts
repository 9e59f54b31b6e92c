import { Field } from '../../../src/documents/field.ts';
import type { ControlPlane } from './control-plane.ts';

export const REPORT_RESOURCES = ['reports.openreports.io', 'policyreports.wgpolicyk8s.io'] as const;
export type ReportResource = (typeof REPORT_RESOURCES)[number];

export interface StoredReport {
  readonly version: string;
  /** Of its results. */
  readonly rules: readonly unknown[];
}

/** All reports of the cluster, by namespace. */
export async function storedReports(
  { kubectlOutput }: Pick<ControlPlane, 'kubectlOutput'>,
  resource: ReportResource,
): Promise<ReadonlyMap<string, StoredReport>> {
  const list = new Field(JSON.parse(await kubectlOutput(['get', resource, '--all-namespaces', '--output=json'])));
  const entries = list
    .get('items')
    .list()
    .map((report) => {
      const metadata = report.get('metadata');
      const results = report.get('results').list();
      const version = metadata.get('resourceVersion').string() ?? '';
      const rules = results.map((result) => result.get('rule').value);
      return [metadata.get('namespace').string() ?? '', { version, rules }] as const;
    });
  return new Map(entries);
}
