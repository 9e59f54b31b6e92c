import { type Cell, tableLines } from '../shared/columns.ts';
import { CONFIGURATION_NAME } from '../shared/configuration/find.ts';
import type { OutputContext } from '../shared/outputs.ts';
import { type Paint, printable } from '../shared/terminal-text.ts';
import type { ConfigurationReport, EffectiveValue, ReportedRule } from './report.ts';

type TableStyle = Pick<OutputContext, 'paint' | 'width'>;

/** The file, each value with where it comes from, and what the file holds beside values. */
export function renderConfiguration(report: ConfigurationReport, style: TableStyle): string {
  const { file, values, severities, suppressions, workloadKinds } = report;
  const sections = [
    [file === undefined ? `No configuration file ${CONFIGURATION_NAME}.` : printable(`Configuration file ${file}.`)],
    valueLines(values, style),
    listLines(
      'Severities:',
      Object.entries(severities).map(([code, severity]) => `${code}: ${severity}`),
      style.paint,
    ),
    listLines('Suppressions:', suppressions.map(describeRule), style.paint),
    listLines('Further kinds of workloads:', workloadKinds, style.paint),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function valueLines(values: readonly EffectiveValue[], { paint, width }: TableStyle): readonly string[] {
  const head = ['COMMAND', 'KEY', 'VALUE', 'FROM'].map((text): Cell => ({ text, tone: 'faint' }));
  const rows = values.map(({ command, name, value, source, place }): readonly Cell[] => [
    { text: command },
    { text: name, tone: 'strong' },
    { text: (typeof value === 'string' ? value : value.join(', ')) || '-' },
    { text: place ?? source },
  ]);
  const { head: titles, rows: lines } = tableLines({ head, rows, nameCells: 2 }, paint, width);
  return [...titles, ...lines.flat()];
}

function listLines(title: string, texts: readonly string[], paint: Paint): readonly string[] {
  return texts.length === 0 ? [] : [paint('strong', title), ...texts.map((text) => `  ${printable(text)}`)];
}

/** `volume-claim, namespaces shop-*: bound to EFS (.fargate-admission.yaml:7)` */
function describeRule({ codes, kinds, namespaces, names, paths, reason, place }: ReportedRule): string {
  const conditions = Object.entries({ kinds, namespaces, names, paths }).flatMap(([name, texts]) =>
    texts === undefined ? [] : [`${name} ${texts.join(', ')}`],
  );
  return `${[codes.join(', '), ...conditions].join('; ')}: ${reason} (${place})`;
}
