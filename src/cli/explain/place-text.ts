import type { Location } from '../check/report.ts';

/** `web.yaml:12`, as editors and terminals make links of it. */
export function describePlace({ file, line }: Location): string {
  return `${file}:${line}`;
}
