import { element } from './elements.js';

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
