import { part } from '../../audit/page/assets/elements.js';
import type { PlaygroundInput } from '../evaluate.ts';

/** By the name of its folder, in the order in which they are offered. The first is what the page begins with. */
const TITLES = {
  demo: 'A pod that runs on Fargate',
  'near-miss': 'A label with a typo',
  'size-step': 'A little too much memory for its size',
  containers: 'Init container, sidecar and containers',
  refused: 'Features that Fargate refuses',
  'several-profiles': 'Several profiles that match',
  creating: 'A profile that is still CREATING',
  'terraform-plan': 'A Terraform plan that replaces a profile',
} as const;

export type ExampleName = keyof typeof TITLES;

export const EXAMPLE_TITLES: Readonly<Record<string, string>> = TITLES;
export const FIRST_EXAMPLE: ExampleName = 'demo';

/** The texts of an example, which are files of the repository; undefined for a name that none has. */
export function exampleTexts(name: string): PlaygroundInput | undefined {
  const examples: Readonly<Record<string, PlaygroundInput>> = JSON.parse(part('examples').textContent ?? '');
  return Object.hasOwn(examples, name) ? examples[name] : undefined;
}
