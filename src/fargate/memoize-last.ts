/**
 * The same function, which remembers its last answer: for what several rules ask, one after the other, about an object that
 * never changes. A WeakMap would remember more than anybody asks for, grow with every review, and be gone through at each
 * collection of garbage.
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
