import { nearest } from '../text/nearest.js';
import { catalog } from './catalog.js';
import type { EventType } from './event.js';

type PrefixOf<T extends string> = T extends `${infer Head}.${infer Rest}`
  ? Head | `${Head}.${PrefixOf<Rest>}`
  : never;

/** A type, everything below a dotted prefix of one (`migration.*`), or everything (`*`). */
export type EventPattern = EventType | `${PrefixOf<EventType>}.*` | '*';

/** The types that a pattern matches. */
export type MatchedType<P extends EventPattern> = P extends '*'
  ? EventType
  : P extends `${infer Prefix}.*`
    ? Extract<EventType, `${Prefix}.${string}`>
    : Extract<EventType, P>;

/** Every event type there is, in the order of the catalogue. */
export const eventTypes = Object.keys(catalog) as EventType[];

/** What endpoints from the environment receive unless they say otherwise. */
export const defaultEnvironmentPatterns: readonly EventType[] = ['migration.completed', 'migration.failed'];

export interface PatternFault {
  readonly pattern: string;
  /** The valid type or pattern the author most likely meant. */
  readonly nearest: string | undefined;
  /** A sentence for people; names the pattern and the nearest valid one. */
  readonly message: string;
}

/** Patterns that can match something: each type, `<prefix>.*` for each dotted prefix of one, and `*`. */
function validPatterns(): string[] {
  const prefixes = eventTypes.flatMap((type) => {
    const parts = type.split('.');
    return parts.slice(1).map((_, index) => `${parts.slice(0, index + 1).join('.')}.*`);
  });
  return [...eventTypes, ...new Set(prefixes), '*'];
}

/** The fault of one type or pattern, or undefined where it is valid. */
export function checkPattern(pattern: string): PatternFault | undefined {
  return faultOf(pattern, validPatterns(), 'event type or pattern');
}

/** The fault of something that must be an exact type, wildcards excluded. */
export function checkEventType(type: string): PatternFault | undefined {
  return faultOf(type, eventTypes, 'event type');
}

/** True where one of the patterns names `type`, a dotted prefix of it (`migration.*`), or everything (`*`). */
export function matches(patterns: readonly string[], type: string): boolean {
  return patterns.some(
    (pattern) =>
      pattern === '*' ||
      pattern === type ||
      (pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1))),
  );
}

function faultOf(text: string, valid: readonly string[], what: string): PatternFault | undefined {
  if (valid.includes(text)) return undefined;
  const close = nearest(text, valid);
  const advice = close === undefined ? `valid are ${valid.join(', ')}` : `did you mean ${close}?`;
  return { pattern: text, nearest: close, message: `unknown ${what} ${JSON.stringify(text)}: ${advice}` };
}
