import type { PlanReport } from '../../audit/plan/plan-report.ts';
import { loadJson, loadYaml, type Outputs } from '../shared/outputs.ts';

export const PLAN_OUTPUTS = {
  table: async () => (await import('./text.ts')).renderPlan,
  json: loadJson,
  yaml: loadYaml,
  markdown: async () => (await import('./markdown.ts')).renderMarkdown,
} as const satisfies Outputs<PlanReport>;
