import type { ConfitureEvent } from '../events/event.js';
import { migrationOf, runIdOf } from '../events/event-subject.js';
import { nearest } from '../text/nearest.js';

const placeholder = /\$\{([^{}]*)\}/g;

const eventFields = {
  'event.id': (event) => event.id,
  'event.type': (event) => event.type,
  'event.migration_name': (event) => migrationOf(event)?.migration_name ?? '',
  'event.migration_version': (event) => migrationOf(event)?.migration_version ?? '',
  'event.environment': (event) => event.environment,
  'event.run_id': (event) => runIdOf(event) ?? '',
  'event.correlation_id': (event) => event.correlation_id,
} as const satisfies Record<string, (event: ConfitureEvent) => string>;

export type Expansion = { readonly value: string } | { readonly missing: readonly string[] };

/**
 * Fills `${NAME}` and `${NAME:-default}` from `env`; the default is taken where the variable is unset or empty.
 * `${event.…}` stays for `fillEvent`. A text that is no name of a variable counts as missing, as it stands.
 */
export function expandEnvironment(
  template: string,
  env: Readonly<Record<string, string | undefined>>,
): Expansion {
  const missing = new Set<string>();
  const value = template.replace(placeholder, (whole, inner: string) => {
    if (inner.startsWith('event.')) return whole;
    const [name = '', fallback] = splitDefault(inner);
    const isVariable = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && Object.hasOwn(env, name);
    const found = isVariable ? env[name] : undefined;
    if (found !== undefined && (found !== '' || fallback === undefined)) return found;
    if (fallback === undefined) missing.add(inner);
    return fallback ?? '';
  });
  return missing.size > 0 ? { missing: [...missing] } : { value };
}

export interface EventFieldFault {
  /** As written between the braces, for instance `event.name`. */
  readonly field: string;
  readonly nearest: string | undefined;
}

/** The `${event.…}` fields of a template that do not exist. */
export function checkEventFields(template: string): EventFieldFault[] {
  return [...template.matchAll(placeholder)]
    .map(([, inner = '']) => inner)
    .filter((field) => field.startsWith('event.') && !isEventField(field))
    .map((field) => ({ field, nearest: nearest(field, Object.keys(eventFields)) }));
}

/**
 * Fills the `${event.…}` fields of a header value, those of a migration with nothing where there is none, and makes the whole safe to send: control characters (CR and
 * LF above all, which would start a header of their own) are dropped, everything outside ASCII is
 * percent-encoded as UTF-8, because receivers disagree on what other bytes in a header mean.
 */
export function fillEvent(template: string, event: ConfitureEvent): string {
  const filled = template.replace(placeholder, (whole, inner: string) =>
    isEventField(inner) ? eventFields[inner](event) : whole,
  );
  return [...filled].map(headerCharacter).join('').trim();
}

function headerCharacter(character: string): string {
  if (/^[\t -~]$/.test(character)) return character;
  if (character < ' ' || character === '\u007f') return '';
  return encodeURIComponent(/[\ud800-\udfff]/u.test(character) ? '\ufffd' : character);
}

function isEventField(field: string): field is keyof typeof eventFields {
  return Object.hasOwn(eventFields, field);
}

function splitDefault(inner: string): [string, string?] {
  const at = inner.indexOf(':-');
  return at === -1 ? [inner] : [inner.slice(0, at), inner.slice(at + 2)];
}
