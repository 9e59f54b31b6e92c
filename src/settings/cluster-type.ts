import { isDnsLabel, isDnsSubdomain, parsed, refused, type ValueType } from './value-type.ts';

/** Of a Secret. */
export const OBJECT_NAME: ValueType<string> = {
  placeholder: 'NAME',
  parse: (text) => (isDnsSubdomain(text) ? parsed(text) : refused('the name of a Kubernetes object')),
  format: String,
};

export interface ServiceName {
  readonly namespace: string;
  readonly name: string;
}

export const SERVICE: ValueType<ServiceName> = {
  placeholder: 'NAMESPACE/NAME',
  parse: (text) => {
    const [namespace = '', name = '', ...more] = text.split('/');
    const isService = [namespace, name].every(isDnsLabel) && more.length === 0;
    return isService ? parsed({ namespace, name }) : refused('namespace and name of a Service, such as default/web');
  },
  format: ({ namespace, name }) => `${namespace}/${name}`,
};

export interface WebhookConfigurationName {
  readonly kind: 'mutating' | 'validating';
  readonly name: string;
}

export const WEBHOOK_CONFIGURATIONS: ValueType<readonly WebhookConfigurationName[]> = {
  placeholder: 'KIND/NAME[,KIND/NAME]',
  parse: (text) => {
    const names = text.split(',').map((word) => configurationName(word.trim()));
    const known = names.filter((name) => name !== undefined);
    return known.length === names.length
      ? parsed(known)
      : refused('mutating/NAME or validating/NAME, separated by commas');
  },
  format: (names) => names.map(({ kind, name }) => `${kind}/${name}`).join(','),
};

function configurationName(text: string): WebhookConfigurationName | undefined {
  const [kind, name = '', ...more] = text.split('/');
  if (more.length > 0 || !isDnsSubdomain(name)) return undefined;
  return kind === 'mutating' || kind === 'validating' ? { kind, name } : undefined;
}

/** A name that a certificate is for. */
export const CLIENT_NAME: ValueType<string> = {
  placeholder: 'NAME',
  parse: (text) => (text === '' ? refused('a name') : parsed(text)),
  format: String,
};
