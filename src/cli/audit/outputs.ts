import type { ReportForm } from '../../audit/report/namespace-report.ts';
import type { AuditReport } from '../../audit/report/report.ts';
import { loadJson, loadYaml, type Outputs, type Render } from '../shared/outputs.ts';

export const AUDIT_OUTPUTS = {
  table: async () => (await import('./table.ts')).renderTable,
  wide: async () => (await import('./table.ts')).renderWideTable,
  json: loadJson,
  yaml: loadYaml,
  csv: async () => (await import('./csv.ts')).renderCsv,
  openreports: () => loadNamespaceReports('openreports'),
  policyreport: () => loadNamespaceReports('policyreport'),
  markdown: async () => (await import('./markdown.ts')).renderMarkdown,
  html: loadPage,
} as const satisfies Outputs<AuditReport>;

async function loadNamespaceReports(form: ReportForm): Promise<Render<AuditReport>> {
  const [{ namespaceReports }, renderYaml] = await Promise.all([
    import('../../audit/report/namespace-report.ts'),
    loadYaml(),
  ]);
  return (report, context) =>
    renderYaml({ apiVersion: 'v1', kind: 'List', items: namespaceReports(report, form) }, context);
}

async function loadPage(): Promise<Render<AuditReport>> {
  const { renderPage } = await import('../../audit/page/render-page.ts');
  return (report) => renderPage(report).html;
}
