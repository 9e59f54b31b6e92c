import { parser } from '@prometheus-io/lezer-promql';

/** One selector of series in a PromQL expression: `metric{label="value"}`. */
export interface SeriesSelector {
  readonly metric: string;
  readonly matchers: readonly Matcher[];
  /** Labels that the aggregations around it keep by name. */
  readonly groupedBy: readonly string[];
}

export interface Matcher {
  readonly label: string;
  readonly operator: string;
  readonly value: string;
}

/** @throws PromqlError where Prometheus' own grammar does not accept the expression. */
export function seriesSelectors(expression: string): readonly SeriesSelector[] {
  const selectors: SeriesSelector[] = [];
  parser.parse(expression).iterate({
    enter: ({ type, node, from }) => {
      if (type.isError) throw new PromqlError(expression, from);
      if (type.name === 'VectorSelector') selectors.push(readSelector(node, expression));
    },
  });
  return selectors;
}

/** An expression that Prometheus cannot read. */
export class PromqlError extends Error {
  override readonly name = 'PromqlError';

  constructor(expression: string, position: number) {
    super(`not PromQL from character ${position}: ${expression}`);
  }
}

type Node = ReturnType<typeof parser.parse>['topNode'];

function readSelector(selector: Node, expression: string): SeriesSelector {
  const textOf = (node: Node | null) => (node === null ? '' : expression.slice(node.from, node.to));
  const matchers = selector.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? [];
  return {
    metric: textOf(selector.getChild('Identifier')),
    matchers: matchers.map((matcher) => ({
      label: textOf(matcher.getChild('LabelName')),
      operator: textOf(matcher.getChild('MatchOp')),
      value: textOf(matcher.getChild('StringLiteral')).slice(1, -1),
    })),
    groupedBy: ancestors(selector)
      .flatMap((node) => node.getChild('AggregateModifier')?.getChild('GroupingLabels')?.getChildren('LabelName') ?? [])
      .map(textOf),
  };
}

function ancestors(node: Node): readonly Node[] {
  return node.parent === null ? [] : [node.parent, ...ancestors(node.parent)];
}
