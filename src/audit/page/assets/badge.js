/** @import { Result } from '../../result.ts' */
import { drawing, element } from './elements.js';

/**
 * Worst first.
 * @type {readonly Result[]}
 */
export const RESULTS = ['error', 'fail', 'warn', 'pass', 'skip'];

/**
 * On a field of 16 by 16: each of another outline, for those who do not tell the colours apart.
 * @type {Readonly<Record<Result, string>>}
 */
const SHAPES = {
  error: 'M5 1h6l4 4v6l-4 4H5l-4-4V5zM7 4v5h2V4zM7 10.5v2h2v-2z',
  fail: 'M3.5 1.5 8 6l4.5-4.5 2 2L10 8l4.5 4.5-2 2L8 10l-4.5 4.5-2-2L6 8 1.5 3.5z',
  warn: 'M8 1l7.5 14H.5zM7 6v5h2V6zM7 12v1.7h2V12z',
  pass: 'M2.2 7.4 6 11.2l7.8-7.8 1.7 1.8L6 14.7.5 9.2z',
  skip: 'M1 6.5h14v3H1z',
};

/**
 * A result by its word, its shape and its colour.
 * @param {Result} result
 * @param {string} text
 */
export function badge(result, text = result) {
  return element('span', { class: `badge ${result}` }, [shape(result), text]);
}

/** @param {Result} result */
function shape(result) {
  const path = drawing('path', { d: SHAPES[result], 'fill-rule': 'evenodd', fill: 'currentColor' });
  return drawing('svg', { viewBox: '0 0 16 16', class: 'shape', 'aria-hidden': 'true' }, [path]);
}
