import { type Comment, commentsWith } from '../documents/text/comments.ts';
import { type Ignore, parseIgnore } from './ignore.ts';

const MARK = 'fargate-admission:ignore';

/** What a comment asks for: `# fargate-admission:ignore volume-claim -- bound to EFS`. */
export interface IgnoreComment extends Ignore, Pick<Comment, 'line' | 'column' | 'subjectLine'> {}

export async function ignoreComments(text: string): Promise<readonly IgnoreComment[]> {
  const comments = await commentsWith(MARK, text);
  return comments.flatMap((comment): readonly IgnoreComment[] => {
    const [before = '', after = ''] = splitOnce(comment.text, MARK);
    // A comment about the mark is none, nor is one with a longer word.
    if (before.replaceAll('#', '').trim() !== '' || !/^(?:\s|$)/.test(after)) return [];
    const [codes = '', reason = ''] = splitOnce(after, ' -- ');
    const { line, column, subjectLine } = comment;
    return [{ ...parseIgnore(codes, reason), line, column, subjectLine }];
  });
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + separator.length)];
}
