/** Turns text that may hold a secret into text that may be shown. */
export type Mask = (text: string) => string;

const MAX_LENGTH = 500;

/**
 * What a hook said when it threw, masked and of bounded length. Never throws, whatever was thrown: hooks throw
 * undefined, frozen objects and errors whose getters throw.
 */
export function describeThrown(thrown: unknown, mask: Mask): string {
  try {
    const text = mask(textOf(thrown));
    return text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH)}…`;
  } catch {
    return 'the error cannot be read';
  }
}

/** Only messages and codes: a thrown object may print rows or connection options as its text. */
function textOf(thrown: unknown): string {
  if (typeof thrown === 'string' && thrown !== '') return thrown;
  if (typeof thrown !== 'object' || thrown === null) return `no message, a thrown ${kindOf(thrown)}`;
  const { message, code, name } = thrown as Readonly<Record<string, unknown>>;
  const text = [message, code, name].find((part) => typeof part === 'string' && part !== '');
  return text === undefined ? 'no message, a thrown object' : String(text);
}

function kindOf(thrown: unknown): string {
  if (thrown === '') return 'empty string';
  return thrown === null ? 'null' : typeof thrown;
}
