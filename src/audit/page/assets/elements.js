/** @import { Result } from '../../result.ts' */

const SVG = 'http://www.w3.org/2000/svg';

/** @typedef {Readonly<Record<string, string>>} Attributes */

/**
 * Text of a report gets into the page by way of this function alone, and so never as markup.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} attributes
 * @param {readonly (Node | string)[]} children
 */
export function element(tag, attributes = {}, children = []) {
  const created = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) created.setAttribute(name, value);
  for (const child of children) created.append(child);
  return created;
}

/**
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} attributes
 * @param {readonly Node[]} children
 */
export function drawing(tag, attributes, children = []) {
  const created = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) created.setAttribute(name, value);
  for (const child of children) created.append(child);
  return created;
}

/**
 * A name or a sentence of the report: what it holds of directions and control characters ends with it.
 * @param {string} text
 */
export function quoted(text) {
  return element('bdi', {}, [text]);
}

/**
 * @param {readonly string[]} names
 * @returns {readonly (Node | string)[]}
 */
export function quotedList(names) {
  return names.flatMap((name, index) => (index === 0 ? [quoted(name)] : [', ', quoted(name)]));
}

/**
 * A table scrolls by itself where the window is narrower; without a place in the tab order no keyboard would get there.
 * @param {string} label
 * @param {HTMLTableElement} table
 */
export function scrollable(label, table) {
  return element('div', { class: 'scrollable', role: 'region', 'aria-label': label, tabindex: '0' }, [table]);
}

/**
 * A part of the document that the page comes with.
 * @param {string} id
 */
export function part(id) {
  const found = document.getElementById(id);
  if (found === null) throw new RangeError(`the page has no #${id}`);
  return found;
}

/**
 * One of a few words, as radio buttons; the first is chosen.
 * @template {string} Word
 * @param {string} legend
 * @param {readonly [Word, ...Word[]]} words
 * @param {() => void} onChange
 */
export function choice(legend, words, onChange) {
  let [chosen] = words;
  const labels = words.map((word) => {
    const attributes = { type: 'radio', name: `choice-${legend}`, ...(word === chosen && { checked: '' }) };
    const input = element('input', attributes);
    input.addEventListener('change', () => {
      chosen = word;
      onChange();
    });
    return element('label', {}, [input, word]);
  });
  const fieldset = element('fieldset', { class: 'choice' }, [element('legend', {}, [legend]), ...labels]);
  return { element: fieldset, chosen: () => chosen };
}

/**
 * Worst first.
 * @type {readonly Result[]}
 */
export const RESULTS = ['error', 'fail', 'warn', 'pass', 'skip'];

/**
 * On a field of 16 by 16: each with its own outline, for readers who cannot distinguish the colours.
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
