import { readdirSync, readFileSync } from 'node:fs';
import { chartValuesMarkdown } from '../chart/values.ts';
import { awsChecksMarkdown } from './aws-checks-markdown.ts';
import { cliMarkdown } from './cli-markdown.ts';
import { configurationMarkdown } from './configuration-markdown.ts';
import { coverageMarkdown } from './coverage-markdown.ts';
import { findingsMarkdown } from './findings-markdown.ts';
import { kubectlMarkdown, policyMessagesMarkdown } from './kubectl-markdown.ts';
import { auditMetricsMarkdown, policyMetricsMarkdown, webhookMetricsMarkdown } from './metrics-markdown.ts';
import { settingsMarkdown } from './settings-markdown.ts';
import { verdictsMarkdown } from './verdicts-markdown.ts';
import { workloadKindsMarkdown } from './workload-kinds-markdown.ts';

export const ROOT = new URL('../../../', import.meta.url);

/** A part of a page that is made from the code, between `<!-- NAME:begin -->` and `<!-- NAME:end -->`. */
export interface DocsPart {
  readonly name: string;
  /** From the root of the repository. */
  readonly page: string;
  render(): string | Promise<string>;
}

export const DOCS_PARTS: readonly DocsPart[] = [
  { name: 'kubectl', page: 'docs/concepts.md', render: kubectlMarkdown },
  { name: 'policy-messages', page: 'docs/guides/admission-policy.md', render: policyMessagesMarkdown },
  { name: 'policies-coverage', page: 'docs/guides/policies.md', render: coverageMarkdown },
  { name: 'settings', page: 'docs/reference/settings.md', render: settingsMarkdown },
  { name: 'findings', page: 'docs/reference/findings.md', render: findingsMarkdown },
  { name: 'workload-kinds', page: 'docs/reference/workload-kinds.md', render: workloadKindsMarkdown },
  { name: 'verdicts', page: 'docs/reference/verdicts.md', render: verdictsMarkdown },
  { name: 'aws-checks', page: 'docs/reference/verdicts.md', render: awsChecksMarkdown },
  { name: 'commands', page: 'docs/reference/cli.md', render: cliMarkdown },
  { name: 'configuration', page: 'docs/reference/configuration.md', render: configurationMarkdown },
  { name: 'webhook-metrics', page: 'docs/reference/metrics.md', render: webhookMetricsMarkdown },
  { name: 'audit-metrics', page: 'docs/reference/metrics.md', render: auditMetricsMarkdown },
  { name: 'policy-metrics', page: 'docs/reference/metrics.md', render: policyMetricsMarkdown },
  { name: 'values', page: 'manifests/chart/README.md', render: chartValuesMarkdown },
];

/** Every page that people read, from the root of the repository. */
export function docsPages(): readonly string[] {
  const inDocs = readdirSync(new URL('docs/', ROOT), { recursive: true, encoding: 'utf8' });
  return [
    'README.md',
    'CONTRIBUTING.md',
    'manifests/chart/README.md',
    ...inDocs.filter((path) => path.endsWith('.md')).map((path) => `docs/${path}`),
  ];
}

export function readPage(page: string): string {
  return readFileSync(new URL(page, ROOT), 'utf8');
}

/** The text of a page with the part as it should be. @throws MissingMarkersError */
export async function renewPart(text: string, { name, page, render }: DocsPart): Promise<string> {
  const [begin, end] = markersOf(name);
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new MissingMarkersError(page, name);
  return `${text.slice(0, from + begin.length)}\n\n${await render()}\n\n${text.slice(to)}`;
}

/** The text of a page without its generated parts: what a person has written. */
export function writtenText(page: string): string {
  return DOCS_PARTS.filter((part) => part.page === page).reduce((text, { name }) => {
    const [begin, end] = markersOf(name);
    return text.slice(0, text.indexOf(begin)) + text.slice(text.indexOf(end));
  }, readPage(page));
}

function markersOf(name: string): readonly [string, string] {
  return [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
}

/** The page has no place for a part that belongs into it. */
export class MissingMarkersError extends Error {
  override readonly name = 'MissingMarkersError';

  constructor(page: string, part: string) {
    super(`${page}: no <!-- ${part}:begin --> followed by <!-- ${part}:end -->`);
  }
}
