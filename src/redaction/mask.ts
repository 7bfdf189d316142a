/** What every secret is replaced by; its length says nothing about the secret's. */
export const MASK = '***';

/** Closing quotes, brackets and sentence marks at the end of `text` belong to what surrounds a value. */
export function splitClosingMarks(text: string): [value: string, marks: string] {
  let end = text.length;
  while (end > 0 && `'),;.]}`.includes(text.charAt(end - 1))) end--;
  return [text.slice(0, end), text.slice(end)];
}
