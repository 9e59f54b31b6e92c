import { Field } from '../../src/documents/field.ts';
import { parsePod } from '../../src/documents/workloads/pod.ts';
import type { Pod } from '../../src/fargate/pod.ts';

/** A pod as its JSON says it; an empty one in the namespace `default` where nothing is given. */
export function pod(
  json: { readonly namespace?: string; readonly metadata?: object; readonly spec?: object } = {},
): Pod {
  const { namespace = 'default', metadata = {}, spec = {} } = json;
  return parsePod(new Field({ apiVersion: 'v1', kind: 'Pod', metadata, spec }), namespace);
}
