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
