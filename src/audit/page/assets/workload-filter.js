/** @import { AuditReport, AuditedWorkload } from '../../report/report.ts' */
import { element, RESULTS } from './elements.js';

/** No profile has this name: names begin with a letter or a digit. */
const NO_PROFILE = '-';

/**
 * What is asked for; empty where anything will do.
 * @typedef {object} Filter
 * @property {string} result
 * @property {string} profile
 * @property {string} namespace
 * @property {string} text
 */

/**
 * The fields by which the workloads are filtered.
 * @param {AuditReport} report
 * @param {{ readonly onInput: () => void, readonly onChange: () => void }} listeners
 */
export function filterFields({ profiles, namespaces }, { onInput, onChange }) {
  const fields = {
    result: choiceField([{ value: '', text: 'any' }, ...RESULTS.map(plainOption)]),
    profile: choiceField([
      { value: '', text: 'any' },
      { value: NO_PROFILE, text: 'none' },
      ...profiles.map(({ name }) => plainOption(name)),
    ]),
    namespace: choiceField([{ value: '', text: 'any' }, ...namespaces.map(({ name }) => plainOption(name))]),
    text: element('input', { type: 'search', autocomplete: 'off', spellcheck: 'false' }),
  };
  const clear = element('button', { type: 'button' }, ['Clear the filters']);
  const search = element('div', { class: 'filters', role: 'search', 'aria-label': 'Filter the workloads' }, [
    labelled('Result of a pod', fields.result),
    labelled('Profile', fields.profile),
    labelled('Namespace', fields.namespace),
    labelled('Name, kind, pod, code or message', fields.text),
    clear,
  ]);

  /** @param {ReadonlyMap<string, string>} wanted */
  function choose(wanted) {
    for (const [name, field] of Object.entries(fields)) chooseIn(field, wanted.get(name) ?? '');
  }

  search.addEventListener('input', onInput);
  search.addEventListener('change', onChange);
  clear.addEventListener('click', () => {
    choose(new Map());
    onInput();
    onChange();
  });
  return { element: search, choose, chosen: () => filterOf(fields) };
}

/**
 * What a select does not offer is as good as nothing.
 * @param {HTMLSelectElement | HTMLInputElement} field
 * @param {string} value
 */
export function chooseIn(field, value) {
  field.value = value;
  if (field.value !== value) field.value = '';
}

/**
 * @param {Readonly<Record<keyof Filter, { readonly value: string }>>} fields
 * @returns {Filter}
 */
function filterOf({ result, profile, namespace, text }) {
  return { result: result.value, profile: profile.value, namespace: namespace.value, text: text.value };
}

/** @param {string} text */
export function plainOption(text) {
  return { value: text, text };
}

/** @param {readonly { readonly value: string, readonly text: string }[]} options */
export function choiceField(options) {
  return element(
    'select',
    {},
    options.map(({ value, text }) => element('option', { value }, [text])),
  );
}

/**
 * @param {string} text
 * @param {HTMLElement} field
 */
export function labelled(text, field) {
  return element('label', {}, [element('span', {}, [text]), field]);
}

/**
 * Whether a workload is what is asked for: by result, whether one of its pods is.
 * @param {AuditedWorkload} workload
 * @param {Filter} filter
 */
export function isWanted(workload, { result, profile, namespace, text }) {
  const { profiles, results } = workload;
  return (
    (namespace === '' || workload.namespace === namespace) &&
    (profile === '' || profiles.includes(profile) || (profile === NO_PROFILE && profiles.length === 0)) &&
    (result === '' || RESULTS.some((one) => one === result && results[one] > 0)) &&
    (text === '' || searchedText(workload).includes(text.trim().toLowerCase()))
  );
}

/** @type {WeakMap<AuditedWorkload, string>} */
const searchedTexts = new WeakMap();

/** @param {AuditedWorkload} workload */
function searchedText(workload) {
  const known = searchedTexts.get(workload);
  if (known !== undefined) return known;
  const { name, namespace, kind, verdicts, findings, podList } = workload;
  const said = [...verdicts, ...findings, ...podList].flatMap(({ code, message }) => [code, message]);
  const text = [name, namespace, kind, ...podList.map((pod) => pod.name), ...new Set(said)].join('\n').toLowerCase();
  searchedTexts.set(workload, text);
  return text;
}
