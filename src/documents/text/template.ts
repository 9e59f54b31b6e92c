/** What Helm's own templates hold. `{{inputs.parameters.x}}`, as Argo Workflows writes it in plain manifests, is none. */
const HELM_ACTION =
  /\{\{-?\s*(?:[.$(]|\/\*|(?:block|define|else|end|fail|if|include|lookup|printf|quote|range|required|template|toYaml|tpl|with)\b)/;

/** Whether a text in YAML is a template of YAML, as charts of Helm hold it. */
export function looksLikeTemplate(text: string): boolean {
  return HELM_ACTION.test(text);
}

/**
 * Whether a text says that there is a Kubernetes object in it, also where it cannot be parsed. Keys of YAML count at the
 * start of a line alone, where no map holds them.
 */
export function claimsToBeObject(text: string): boolean {
  return API_VERSION.test(text) && KIND.test(text);
}

const API_VERSION = /^(?:["']?apiVersion["']?|[ \t]*"apiVersion")[ \t]*:|[{,]\s*"?apiVersion"?[ \t]*:/m;
const KIND = /^(?:["']?kind["']?|[ \t]*"kind")[ \t]*:|[{,]\s*"?kind"?[ \t]*:/m;
