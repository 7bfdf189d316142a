import type { JsonSchema } from './schema.js';

/** All there is to know about one event type. */
export interface CatalogEntry<Type extends string = string, Data = unknown> {
  readonly type: Type;
  /** What the event states. */
  readonly meaning: string;
  /** The change of state it is emitted at. */
  readonly moment: string;
  /** How chat formats colour it. */
  readonly outcome: 'success' | 'failure' | 'neutral';
  /** What it does to an incident at PagerDuty and Opsgenie; they get no event that does nothing to one. */
  readonly incident: 'opens' | 'closes' | 'none';
  /** What a chat message begins with. */
  readonly mark: string;
  /** Start of a headline, for instance `Migration failed`. */
  readonly headline: string;
  /** JSON Schema (draft 2020-12) of `data`. */
  readonly schema: JsonSchema;
  /** Deterministic example of `data`, for tests and documentation. */
  readonly sample: Data;
}

/** The entries of a group of types; the compiler asks for one for each type of `Group`. */
export type CatalogOf<Group> = { readonly [T in keyof Group & string]: CatalogEntry<T, Group[T]> };

/** What happened, before the event has an identity. */
export type FactOf<Group> = {
  [T in keyof Group & string]: { readonly type: T; readonly data: Group[T] };
}[keyof Group & string];
