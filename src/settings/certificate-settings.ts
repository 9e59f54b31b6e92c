import {
  CLIENT_NAME,
  OBJECT_NAME,
  SERVICE,
  WEBHOOK_CONFIGURATIONS,
  type WebhookConfigurationName,
} from './cluster-type.ts';
import { setting } from './setting.ts';
import { PATH, SWITCH } from './value-type.ts';

const OWN_CONFIGURATIONS: readonly WebhookConfigurationName[] = [
  { kind: 'mutating', name: 'fargate-admission' },
  { kind: 'validating', name: 'fargate-admission' },
  { kind: 'validating', name: 'fargate-admission-enforce' },
];

/** What is served, to whom, and who has to trust it. */
export const CERTIFICATE_SETTINGS = {
  tlsCertFile: setting({
    flag: 'tls-cert-file',
    type: PATH,
    default: undefined,
    otherwise: '`certs/tls.crt`',
    description:
      'serving certificate, PEM, followed by its intermediates. Without it the pair in `certs/` is used, and made if there is none',
  }),
  tlsKeyFile: setting({
    flag: 'tls-key-file',
    type: PATH,
    default: undefined,
    otherwise: '`certs/tls.key`',
    description: 'private key of the serving certificate, PEM',
  }),
  selfSigned: setting({
    flag: 'self-signed',
    type: SWITCH,
    default: false,
    description:
      'CA and serving certificate are made here, shared with the other replicas through a Secret, renewed, and kept in the `caBundle` of the webhook configurations',
  }),
  selfSignedSecret: setting({
    flag: 'self-signed-secret',
    type: OBJECT_NAME,
    default: 'fargate-admission-self-signed',
    description: 'Secret of `--self-signed`, in the namespace of the Service',
  }),
  service: setting({
    flag: 'service',
    type: SERVICE,
    default: { namespace: 'fargate-admission', name: 'fargate-admission' },
    description: 'Service that the API server calls, whose names a certificate of `--self-signed` is for',
  }),
  webhookConfigurations: setting({
    flag: 'webhook-configurations',
    type: WEBHOOK_CONFIGURATIONS,
    default: OWN_CONFIGURATIONS,
    description: 'webhook configurations of this webhook; those that do not exist are ignored',
  }),
  clusterChecks: setting({
    flag: 'cluster-checks',
    type: SWITCH,
    default: true,
    description:
      'reads webhook configurations from the Kubernetes API, at the start and every hour, and compares them with what is served; skipped where the pod has no token',
  }),
  clientCaFile: setting({
    flag: 'client-ca-file',
    type: PATH,
    default: undefined,
    otherwise: 'clients need none',
    description: 'CA certificates in PEM; a caller of the webhook needs a client certificate that one of them signed',
  }),
  clientAllowedName: setting({
    flag: 'client-allowed-name',
    type: CLIENT_NAME,
    default: undefined,
    otherwise: 'any',
    description: 'common name or DNS name that the client certificate has to be for; with `--client-ca-file`',
  }),
};
