import type { ActorSource } from '../../events/facts.js';

/** What an entry is about. */
export type AuditSubjectKind =
  | 'approval'
  | 'delivery'
  | 'event'
  | 'job'
  | 'key'
  | 'migration'
  | 'run'
  | 'token'
  | 'webhook';

/** On whose behalf something was changed, and over which way; `system` is a process that acts by itself. */
export interface AuditActor {
  readonly actor: string;
  readonly source: ActorSource | 'system';
  /** `tok_…`, and the name it was given, where it came by the API. */
  readonly tokenId?: string | null;
  readonly tokenName?: string | null;
  /** Network address that the request came from. */
  readonly address?: string | null;
  /** `req_…` */
  readonly requestId?: string | null;
}

/** A person, a job or a token, which can be named in an event too. */
export type Caller = AuditActor & { readonly source: ActorSource };

/** One change, as it is recorded in the transaction that makes it. */
export interface AuditEntry {
  readonly by: AuditActor;
  /** Noun and verb, for instance `webhook.created`. */
  readonly action: string;
  readonly subject: { readonly kind: AuditSubjectKind; readonly id: string | null };
  /** What a person gave as the reason, masked; default: none. */
  readonly reason?: string | null;
  /** The run that it is about, or that made it. */
  readonly runId?: string | null;
  /** The fields that were changed, as they were and as they are; values of secret keys are masked. */
  readonly before?: Readonly<Record<string, unknown>> | null;
  readonly after?: Readonly<Record<string, unknown>> | null;
}
