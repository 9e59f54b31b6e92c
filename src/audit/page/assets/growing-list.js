import { element } from './elements.js';
import { decimal } from './text.js';

/**
 * @template Item
 * @typedef {object} GrowingListOptions
 * @property {Element} container
 * @property {(item: Item) => Element} build
 * @property {number} step
 * @property {(shown: number) => void} [onShown]
 */

/**
 * Shows a list piece by piece: one of ten thousand would hold the browser up. On paper it is whole.
 * @template Item
 * @param {GrowingListOptions<Item>} options
 */
export function growingList({ container, build, step, onShown = () => undefined }) {
  const more = element('button', { type: 'button', class: 'more' });
  /** @type {readonly Item[]} */
  let items = [];
  /** @type {Element[]} */
  let shown = [];

  /** @param {number} number */
  function grow(number) {
    const added = items.slice(shown.length, shown.length + number).map(build);
    for (const one of added) container.append(one);
    shown = shown.concat(added);
    describeButton(more, shown.length, items.length, step);
    onShown(shown.length);
  }

  more.addEventListener('click', () => {
    if (shown.length < items.length) grow(step);
  });
  window.addEventListener('beforeprint', () => {
    if (container.checkVisibility()) grow(items.length);
  });
  return {
    more,
    /** @param {readonly Item[]} next */
    show(next) {
      for (const one of shown) one.remove();
      items = next;
      shown = [];
      more.hidden = next.length <= step;
      grow(step);
    },
  };
}

/**
 * At the end the button stays: with one that went away, a keyboard would lose its place in the page.
 * @param {HTMLButtonElement} button
 * @param {number} shown
 * @param {number} total
 * @param {number} step
 */
function describeButton(button, shown, total, step) {
  const next = Math.min(step, total - shown);
  button.textContent = next > 0 ? `Show ${decimal(next)} more of ${decimal(total)}` : `All ${decimal(total)} are shown`;
  button.setAttribute('aria-disabled', String(next === 0));
}
