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
 * @property {string} [workload] Kind and name, with a slash between them.
 * @property {string} text
 */

/**
 * The fields by which the workloads are filtered.
 * @param {AuditReport} report
 * @param {{ readonly onInput: () => void, readonly onChange: () => void }} listeners
 */
export function filterFields({ profiles, namespaces, workloads }, { onInput, onChange }) {
  const fields = {
    result: choiceField([{ value: '', text: 'any' }, ...RESULTS.map(plainOption)]),
    profile: choiceField([
      { value: '', text: 'any' },
      { value: NO_PROFILE, text: 'none' },
      ...profiles.map(({ name }) => plainOption(name)),
    ]),
    namespace: choiceField([{ value: '', text: 'any' }, ...namespaces.map(({ name }) => plainOption(name))]),
    workload: choiceField([{ value: '', text: 'any' }]),
    text: element('input', { type: 'search', autocomplete: 'off', spellcheck: 'false' }),
  };
  /** @param {ReadonlyMap<string, string>} wanted */
  function choose(wanted) {
    offerWorkload(fields.workload, workloads, wanted.get('workload') ?? '');
    for (const [name, field] of Object.entries(fields)) chooseIn(field, wanted.get(name) ?? '');
  }

  const search = filterForm('Filter the workloads', {
    rows: [
      labelled('Result of a pod', fields.result),
      labelled('Profile', fields.profile),
      labelled('Namespace', fields.namespace),
      labelled('Workload', fields.workload),
      labelled('Name, kind, pod, code or message', fields.text),
    ],
    choose,
    onInput,
    onChange,
  });
  return { element: search, choose, chosen: () => filterOf(fields) };
}

/**
 * Fields, and a button that clears them.
 * @param {string} name
 * @param {{ readonly rows: readonly HTMLElement[], readonly choose: (wanted: ReadonlyMap<string, string>) => void, readonly onInput: () => void, readonly onChange: () => void }} options
 */
export function filterForm(name, { rows, choose, onInput, onChange }) {
  const clear = element('button', { type: 'button' }, ['Clear the filters']);
  const search = element('div', { class: 'filters', role: 'search', 'aria-label': name }, [...rows, clear]);
  search.addEventListener('input', onInput);
  search.addEventListener('change', onChange);
  clear.addEventListener('click', () => {
    choose(new Map());
    onInput();
    onChange();
  });
  return search;
}

/**
 * One at a time: a list of ten thousand is of no use.
 * @param {HTMLSelectElement} field
 * @param {readonly AuditedWorkload[]} workloads
 * @param {string} word
 */
function offerWorkload(field, workloads, word) {
  const found = workloads.find((workload) => workloadWord(workload) === word);
  const options = [{ value: '', text: 'any' }, ...(found === undefined ? [] : [plainOption(word)])];
  field.replaceChildren(...options.map(({ value, text }) => element('option', { value }, [text])));
}

/**
 * In the filter and in the address. No kind holds a slash.
 * @param {AuditedWorkload} workload
 */
export function workloadWord({ kind, name }) {
  return `${kind}/${name}`;
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
 * @returns {Required<Filter>}
 */
function filterOf({ result, profile, namespace, workload, text }) {
  return {
    result: result.value,
    profile: profile.value,
    namespace: namespace.value,
    workload: workload.value,
    text: text.value,
  };
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
export function isWanted(workload, { result, profile, namespace, workload: word = '', text }) {
  const { profiles, results } = workload;
  return (
    (namespace === '' || workload.namespace === namespace) &&
    (word === '' || workloadWord(workload) === word) &&
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
