import type { CheckReport } from '../../inspection/check-report.ts';
import { loadJson, loadYaml, type Outputs } from '../shared/outputs.ts';

export const CHECK_OUTPUTS = {
  table: async () => (await import('./table.ts')).renderTable,
  json: loadJson,
  yaml: loadYaml,
  sarif: async () => (await import('./sarif.ts')).renderSarif,
  github: async () => (await import('./github.ts')).renderGithub,
  gitlab: async () => (await import('./gitlab.ts')).renderGitlab,
  junit: async () => (await import('./junit.ts')).renderJunit,
  markdown: async () => (await import('./markdown.ts')).renderMarkdown,
} as const satisfies Outputs<CheckReport>;
