import type { Result } from '../../audit/result.ts';
import type { Tone } from '../shared/terminal-text.ts';

export const TONES: Readonly<Record<Result, Tone>> = {
  error: 'bad',
  fail: 'bad',
  warn: 'warning',
  pass: 'good',
  skip: 'faint',
};
