/** @import { AuditedPod, AuditedWorkload } from '../../report/report.ts' */

/** @typedef {string | number} Value */

/**
 * Those of `audit -o csv`.
 * @type {Readonly<Record<string, (workload: AuditedWorkload, pod: AuditedPod) => Value | undefined>>}
 */
const CSV_COLUMNS = {
  namespace: ({ namespace }) => namespace,
  workloadKind: ({ kind }) => kind,
  workload: ({ name }) => name,
  pod: (_, { name }) => name,
  result: (_, { result }) => result,
  code: (_, { code }) => code,
  message: (_, { message }) => message,
  fix: (_, { fix }) => fix,
  placement: (_, { placement }) => placement,
  node: (_, { node }) => node,
  profile: (_, { profile }) => profile,
  predictedProfile: (_, { predictedProfile }) => predictedProfile,
  requestedVcpu: (_, { requested }) => requested.vcpu,
  requestedGB: (_, { requested }) => requested.gigabytes,
  provisionedVcpu: (_, { provisioned }) => provisioned?.vcpu,
  provisionedGB: (_, { provisioned }) => provisioned?.gigabytes,
};

/**
 * A row for each pod, as `audit -o csv` prints it.
 * @param {readonly AuditedWorkload[]} workloads
 */
export function csvOf(workloads) {
  const rows = workloads.flatMap((workload) =>
    workload.podList.map((pod) => Object.values(CSV_COLUMNS).map((value) => cellText(value(workload, pod) ?? ''))),
  );
  return [Object.keys(CSV_COLUMNS), ...rows].map((cells) => `${cells.join(',')}\n`).join('');
}

/** Control and format characters, line and paragraph separators, halves of surrogate pairs; the second of two `#`. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?<=#)#/gu;

/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/;

/** @param {Value} value */
function cellText(value) {
  if (typeof value === 'number') return String(value);
  const printable = value.replaceAll(
    UNPRINTABLE,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
  const text = FORMULA.test(printable) ? `'${printable}` : printable;
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @type {string | undefined} */
let offered;

/**
 * Offers a file that the page has made. It is kept until the next one: the browser may still be reading it.
 * @param {string} name
 * @param {string} text
 */
export function download(name, text) {
  if (offered !== undefined) URL.revokeObjectURL(offered);
  offered = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = offered;
  link.download = name;
  link.click();
}
