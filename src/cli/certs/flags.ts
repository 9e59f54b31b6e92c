import type { CertificateDescription } from '../../tls/trust.ts';
import type { Flag } from '../shared/flags.ts';
import { loadJson, loadYaml, type Outputs, outputFlag } from '../shared/outputs.ts';

export const MAKE_FLAGS = {
  host: {
    name: 'host',
    placeholder: 'HOST',
    description:
      'DNS name or IP address that the certificate is for; may be repeated (default: the names of Service fargate-admission in namespace fargate-admission)',
  },
  output: { name: 'output', placeholder: 'FOLDER', description: 'folder to write ca.crt, tls.crt and tls.key to' },
  days: { name: 'days', placeholder: 'COUNT', description: 'how long both certificates are valid (default: 365)' },
} as const satisfies Readonly<Record<string, Flag>>;

export const SHOW_OUTPUTS = {
  table: async () => (await import('./show-text.ts')).renderCertificates,
  json: loadJson,
  yaml: loadYaml,
} as const satisfies Outputs<readonly CertificateDescription[]>;

export const SHOW_FLAGS = {
  url: { name: 'url', placeholder: 'URL', description: 'server to read them from, such as https://localhost:8443' },
  output: outputFlag(SHOW_OUTPUTS),
} as const satisfies Readonly<Record<string, Flag>>;
