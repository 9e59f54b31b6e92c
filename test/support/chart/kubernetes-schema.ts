import { listOf, mapOf, oneOf, type Schema, STRING, strictObject, textLike, wholeNumber } from './json-schema.ts';

/** The parts of Kubernetes' API that values of the chart hold. What only the API server can judge is left to it. */

export const OBJECT_NAME = textLike('^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$');
export const LABELS = mapOf(textLike('^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$'));
export const ANNOTATIONS = mapOf(STRING);

const SELECTOR_REQUIREMENTS = listOf(
  strictObject(
    { key: STRING, operator: oneOf(['In', 'NotIn', 'Exists', 'DoesNotExist']), values: listOf(STRING) },
    { required: ['key', 'operator'] },
  ),
);

export const LABEL_SELECTOR = strictObject({ matchLabels: LABELS, matchExpressions: SELECTOR_REQUIREMENTS });

const QUANTITY: Schema = { type: ['string', 'number'] };

export const CONTAINER_RESOURCES = strictObject({ requests: mapOf(QUANTITY), limits: mapOf(QUANTITY) });

export const TOLERATIONS = listOf(
  strictObject({
    key: STRING,
    operator: oneOf(['Exists', 'Equal', 'Lt', 'Gt']),
    value: STRING,
    effect: oneOf(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
    tolerationSeconds: { type: 'integer' },
  }),
);

const NODE_POLICY = oneOf(['Honor', 'Ignore']);

export const TOPOLOGY_SPREAD_CONSTRAINTS = listOf(
  strictObject(
    {
      topologyKey: STRING,
      maxSkew: wholeNumber(1, 1_000),
      minDomains: wholeNumber(1, 1_000),
      whenUnsatisfiable: oneOf(['DoNotSchedule', 'ScheduleAnyway']),
      labelSelector: LABEL_SELECTOR,
      matchLabelKeys: listOf(STRING),
      nodeAffinityPolicy: NODE_POLICY,
      nodeTaintsPolicy: NODE_POLICY,
    },
    { required: ['topologyKey', 'maxSkew', 'whenUnsatisfiable'] },
  ),
);

export const AFFINITY = strictObject({
  nodeAffinity: { type: 'object' },
  podAffinity: { type: 'object' },
  podAntiAffinity: { type: 'object' },
});

export const ENVIRONMENT_VARIABLES = listOf(
  strictObject({ name: STRING, value: STRING, valueFrom: { type: 'object' } }, { required: ['name'] }),
);

const PEER = strictObject({
  namespaceSelector: LABEL_SELECTOR,
  podSelector: LABEL_SELECTOR,
  ipBlock: strictObject({ cidr: STRING, except: listOf(STRING) }, { required: ['cidr'] }),
});

export const NETWORK_POLICY_PEERS = listOf(PEER);
