import type { AuditReport } from '../../../src/audit/report/report.ts';
import { onFargate, PRICES, report, workload } from './reports.ts';

/** What would do harm as markup, as a script, or as an address; each sets `window.pwned` if it is taken for one. */
export const HOSTILE_NAMES: readonly string[] = [
  '</script><script>window.pwned = 1</script>',
  '<img src=x onerror="window.pwned = 2">',
  '<svg onload=window.pwned=3><marquee>',
  '--><script>window.pwned = 4</script><!--',
  'javascript:window.pwned=5',
  '" autofocus onfocus="window.pwned = 6" x="',
  "' onmouseover='window.pwned = 7",
  '{{window.pwned = 8}}',
  '<!-- script --><!-- report -->$&$1',
  'line\u2028separator\u2029and \u0000 nothing',
  '\u202Eright to left \u2066and no end',
  '__proto__',
];

/** With a hostile name wherever a report has one. */
export function hostileReport(): AuditReport {
  return {
    ...report(HOSTILE_NAMES.map(hostileWorkload), {
      audited: {
        at: HOSTILE_NAMES[0] ?? '',
        version: HOSTILE_NAMES[1] ?? '',
        cluster: HOSTILE_NAMES[2] ?? '',
        namespaces: HOSTILE_NAMES,
        profiles: HOSTILE_NAMES[3] ?? '',
      },
      prices: { ...PRICES, source: HOSTILE_NAMES[0] ?? '' },
      errors: HOSTILE_NAMES.map((name) => ({ namespace: name, resource: name, reason: name })),
    }),
  };
}

function hostileWorkload(name: string) {
  const pod = onFargate({ name, message: name, fix: name, node: name, profile: name });
  // Another pod with a fix that the verdict has not named.
  const other = { ...pod, fix: `${name} otherwise` };
  return workload(
    {
      kind: name,
      namespace: name,
      name,
      sizes: [name],
      findings: [{ severity: 'warning', code: 'near-miss', field: name, message: name, fix: name }],
      saving: { from: name, to: name, cpu: { from: name, to: name }, share: 0.1, savedPerMonth: 1 },
    },
    [pod, other],
  );
}
