/**
 * Remembers the last result of a function: several rules ask the same, one after the other, about an object that never
 * changes. A WeakMap would remember more than they need, grow with every review, and make garbage collection slower.
 */
export function memoizeLast<Subject extends object, Answer>(
  compute: (subject: Subject) => Answer,
): (subject: Subject) => Answer {
  let last: { readonly subject: Subject; readonly answer: Answer } | undefined;
  return (subject) => {
    if (last?.subject === subject) return last.answer;
    const answer = compute(subject);
    last = { subject, answer };
    return answer;
  };
}
