import type { Flag } from '../shared/flag.ts';

export const SHOW_FLAGS = {
  url: { name: 'url', placeholder: 'URL', description: 'server to ask, such as https://localhost:8443' },
  output: { name: 'output', short: 'o', placeholder: 'text|json', description: 'form of the output (default: text)' },
} as const satisfies Readonly<Record<string, Flag>>;
