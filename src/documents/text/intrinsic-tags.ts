import { type Document, isMap, isScalar, type Node, Pair, Scalar, visit, YAMLMap } from 'yaml';

/**
 * In a template of CloudFormation, `!Ref Name` is short for `{Ref: Name}`, and `!Sub text` for `{Fn::Sub: text}`. Everywhere
 * else such a tag means nothing, as for kubectl (seen).
 *
 * Source: CloudFormation User Guide, "Intrinsic function reference".
 */
export function expandIntrinsicTags(document: Document): void {
  if (!isTemplate(document.contents)) return;
  visit(document, {
    Node: (_, node) => {
      const { tag } = node;
      if (tag === undefined || !SHORT_FORM.test(tag)) return undefined;
      return longForm(node, tag.slice(1));
    },
  });
}

const SHORT_FORM = /^![A-Z][A-Za-z]*$/;

/** These two are no functions by their names. */
const BARE: readonly string[] = ['Ref', 'Condition'];

function isTemplate(contents: unknown): boolean {
  return isMap(contents) && contents.has('Resources') && !contents.has('apiVersion');
}

/** The node as the only value of a map, which the walk then enters. */
function longForm(node: Node, name: string): YAMLMap {
  delete node.tag;
  const map = new YAMLMap();
  map.range = node.range ?? null;
  const key = new Scalar(BARE.includes(name) ? name : `Fn::${name}`);
  map.items.push(new Pair(key, node));
  if ((isScalar(node) || 'items' in node) && node.anchor !== undefined) {
    map.anchor = node.anchor;
    delete node.anchor;
  }
  return map;
}
