import { renderPage } from '../../audit/page/render-page.ts';
import { namespaceReports } from '../../audit/report/namespace-report.ts';
import type { AuditReport } from '../../audit/report/report.ts';
import type { Terminal } from '../shared/command.ts';
import { paintFor, printableJson } from '../shared/terminal-text.ts';
import { printableYaml } from '../shared/yaml-output.ts';
import { renderCsv } from './csv.ts';
import type { OutputForm } from './request.ts';
import type { TableStyle } from './table.ts';
import { renderTable } from './table.ts';

export function renderAudit(report: AuditReport, output: OutputForm, terminal: Terminal): string {
  switch (output) {
    case 'table':
    case 'wide':
      return renderTable(report, styleFor(terminal), { withPods: output === 'wide' });
    case 'json':
      return `${printableJson(report)}\n`;
    case 'yaml':
      return printableYaml(report);
    case 'csv':
      return renderCsv(report);
    case 'openreports':
    case 'policyreport':
      return printableYaml({ apiVersion: 'v1', kind: 'List', items: namespaceReports(report, output) });
    case 'html':
      return renderPage(report).html;
  }
}

/** A file has no width. */
function styleFor(terminal: Terminal): TableStyle {
  return { paint: paintFor(terminal), width: terminal.outputIsTerminal ? terminal.outputColumns : undefined };
}
