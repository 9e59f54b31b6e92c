import { ReleaseError } from '../run.ts';

const HEADING = /^## (\S+) - \d{4}-\d{2}-\d{2}$/;

/**
 * What CHANGELOG.md says about one version, below its heading `## 1.2.3 - 2026-01-31`.
 * @throws ReleaseError where it has no such section, or an empty one.
 */
export function releaseNotes(changelog: string, version: string): string {
  const lines = changelog.split('\n');
  const start = lines.findIndex((line) => HEADING.exec(line)?.[1] === version);
  if (start === -1) {
    throw new ReleaseError(`CHANGELOG.md has no section ${version}; fix: npm run release:prepare -- ${version}`);
  }
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.startsWith('## '));
  const notes = rest
    .slice(0, end === -1 ? undefined : end)
    .join('\n')
    .trim();
  if (notes === '') throw new ReleaseError(`CHANGELOG.md says nothing about ${version}`);
  return `${notes}\n`;
}

/** With what is not released yet under a heading of its own. @throws ReleaseError where nothing is. */
export function releasedChangelog(changelog: string, version: string, date: string): string {
  const released = changelog.replace(/^## Unreleased$/m, `## Unreleased\n\n## ${version} - ${date}`);
  releaseNotes(released, version);
  return released;
}
