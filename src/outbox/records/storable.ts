import { serialize } from '../../events/serializer.js';

/**
 * `value` as PostgreSQL takes it: without NUL and without halves of surrogate pairs, which its JSON functions refuse.
 * One such text would hold up everything that is stored with it. Gives its JSON text too; the value is the same one
 * where there is nothing to change. Throws the TypeError of `serialize` for a value that is no JSON.
 */
export function storable<T>(value: T): { readonly value: T; readonly text: string } {
  const text = serialize(value);
  if (!MAYBE_NOT.test(text)) return { value, text };
  const mapped = mapTexts(value) as T;
  return { value: mapped, text: serialize(mapped) };
}

export function storableText(text: string): string {
  return text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\ufffd');
}

/** In a text of `serialize`. Also matches whole pairs and escaped backslashes, which then come out as they went in. */
const MAYBE_NOT = /\\u(?:0000|d[89a-f])/;

function mapTexts(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(mapTexts);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [storableText(key), mapTexts(member)]),
  );
}
