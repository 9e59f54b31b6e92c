import { readPage } from './parts.ts';

const DATA_BLOCK = /^ *```(yaml|json)\n([\s\S]*?)^ *```$/gm;

export interface DataBlock {
  readonly language: string;
  readonly text: string;
}

/** The YAML and JSON that a page shows. */
export function dataBlocks(page: string): readonly DataBlock[] {
  return [...readPage(page).matchAll(DATA_BLOCK)].map(([, language = '', text = '']) => ({ language, text }));
}
