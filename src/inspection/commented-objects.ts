import { FieldPath } from '../fargate/field-path.ts';
import { type IgnoreComment, ignoreComments } from '../suppression/comments.ts';
import { codeSuppressor, type Suppressor } from '../suppression/suppress.ts';
import { type ObjectInText, objectsIn, type SourceText } from './objects-in-text.ts';

/** A comment that suppresses findings, and what it does. */
export interface CommentInObject extends IgnoreComment {
  readonly suppressor: Suppressor;
}

export interface CommentedObject {
  readonly found: ObjectInText;
  /** Those whose subject is in the lines of the object. */
  readonly comments: readonly CommentInObject[];
}

/**
 * What {@link objectsIn} finds, with the comments that suppress findings of each object. The last line of an object is known
 * when the next one begins: at most one object waits.
 */
export async function* commentedObjectsIn(source: SourceText): AsyncGenerator<CommentedObject> {
  const comments = new CommentQueue(await ignoreComments(source.text));
  let waiting: ObjectInText[] = [];
  for await (const found of objectsIn(source)) {
    // The line is needed for comments alone, and finding it takes time.
    if (comments.isEmpty) yield* withComments(waiting, []);
    else if ('locate' in found) yield* withComments(waiting, comments.takeBefore(found.locate(FieldPath.ROOT).line));
    else {
      waiting.push(found);
      continue;
    }
    waiting = [found];
  }
  yield* withComments(waiting, comments.takeBefore(Number.POSITIVE_INFINITY));
}

/** The first is the object; what follows it has no lines of its own. */
function withComments(
  waiting: readonly ObjectInText[],
  comments: readonly CommentInObject[],
): readonly CommentedObject[] {
  return waiting.map((found, index) => ({ found, comments: index === 0 && 'locate' in found ? comments : [] }));
}

/**
 * The same comments for the further items of an object: they suppress there too, and are reported with the first item as
 * unknown or unused.
 */
export function reportedBefore(comments: readonly CommentInObject[]): readonly CommentInObject[] {
  return comments.map((comment) => ({ ...comment, codes: [], unknown: [] }));
}

/** In the order of their lines. */
class CommentQueue {
  readonly #comments: readonly CommentInObject[];
  #next = 0;

  constructor(comments: readonly IgnoreComment[]) {
    this.#comments = comments.map((comment) => ({
      ...comment,
      suppressor: codeSuppressor(comment.codes, { by: 'comment', reason: comment.reason }),
    }));
  }

  get isEmpty(): boolean {
    return this.#next === this.#comments.length;
  }

  /** The next ones whose subject is before a line. */
  takeBefore(line: number): readonly CommentInObject[] {
    const start = this.#next;
    while ((this.#comments[this.#next]?.subjectLine ?? line) < line) this.#next += 1;
    return this.#comments.slice(start, this.#next);
  }
}
