import type { ConfitureEvent } from './event.js';
import type { SigningSecret } from './signature/signing-secret.js';

/** Body formats an endpoint can ask for by name. */
export const formatNames = [
  'confiture',
  'flat',
  'envelope',
  'cloudevents',
  'slack',
  'discord',
  'teams',
  'pagerduty',
  'opsgenie',
] as const;

export type FormatName = (typeof formatNames)[number];

/** A format from the config file: returns any JSON value; must not read clocks or the network. */
export type FormatFunction = (event: ConfitureEvent, endpoint: { readonly name: string }) => unknown;

/** Retry schedules by name; a list gives the delay in seconds before each attempt, the first included. */
export type Schedule = 'confiture' | 'sensei' | readonly number[];

/** Where events go, after validation. `url`, `secrets` and `headers` are secrets: never log or store them. */
export interface Endpoint {
  /** `whk_…` of one that the database holds; another of its name has another. */
  readonly id?: string;
  readonly name: string;
  readonly source: 'environment' | 'config' | 'database';
  readonly url: string;
  /** Validated types and patterns: `migration.failed`, `migration.*`, `*`. */
  readonly events: readonly string[];
  readonly format: FormatName | FormatFunction;
  /** Signing secrets, newest first; empty means unsigned. Several sign at once during a rotation. */
  readonly secrets: readonly SigningSecret[];
  /** Custom headers, environment variables already filled in; `${event.…}` is filled in when sent. */
  readonly headers: Readonly<Record<string, string>>;
  /** Total time for one attempt, in milliseconds. */
  readonly timeoutMs: number;
  /** `shared-secret` also sends `X-Confiture-Secret`, only over HTTPS or to loopback. */
  readonly auth: 'signature' | 'shared-secret';
  /** Allows plain HTTP outside environment `local`. */
  readonly allowInsecure: boolean;
  readonly schedule: Schedule;
}
