import { coverage } from '../../../src/policies/coverage.ts';

/** The findings that the policies do not cover wholly, in Markdown. */
export function coverageMarkdown(): string {
  const rows = coverage()
    .filter(({ covered }) => covered !== 'yes')
    .map(({ code, severity, covered, difference }) => `| \`${code}\` | ${severity} | ${covered} | ${difference} |`);
  return ['| finding | severity | covered | difference |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
