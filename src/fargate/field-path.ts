/** One step of a path: the name of a field, the index of an element of a list, or the key of an entry of a map. */
export type Segment = string | number | { readonly key: string };

/** Where a value is in a document. It is made into text only where it is printed, and no text is made into a path. */
export class FieldPath {
  /** Of the document itself. */
  static readonly ROOT: FieldPath = FieldPath.of();

  readonly segments: readonly Segment[];

  private constructor(segments: readonly Segment[]) {
    this.segments = segments;
  }

  static of(...segments: readonly Segment[]): FieldPath {
    return new FieldPath(segments);
  }

  get isRoot(): boolean {
    return this.segments.length === 0;
  }

  /** A path further in. */
  to(...segments: readonly Segment[]): FieldPath {
    return new FieldPath([...this.segments, ...segments]);
  }

  /** `inner` begins where this path ends. */
  join(inner: FieldPath): FieldPath {
    if (inner.isRoot) return this;
    return this.isRoot ? inner : this.to(...inner.segments);
  }

  /** What follows `outer`; undefined where this path does not begin with it. */
  within(outer: FieldPath): FieldPath | undefined {
    const begins = outer.segments.every((segment, index) => isSame(segment, this.segments[index]));
    return begins ? new FieldPath(this.segments.slice(outer.segments.length)) : undefined;
  }

  /** As Kubernetes writes it: `spec.selectors[1].labels[tier]`; empty for the document itself. */
  toString(): string {
    let text = '';
    for (const segment of this.segments) {
      if (typeof segment === 'string') text += text === '' ? segment : `.${segment}`;
      else text += `[${typeof segment === 'number' ? segment : segment.key}]`;
    }
    return text;
  }
}

function isSame(one: Segment, other: Segment | undefined): boolean {
  if (typeof one !== 'object') return one === other;
  return typeof other === 'object' && one.key === other.key;
}
