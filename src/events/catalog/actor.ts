import { maskKnownSecrets, maskText } from '../../redaction/redaction.js';
import { about, type JsonSchema, nullableMatching, nullableText } from './schema.js';

/** How an actor came in: by the command line, by the command line in a CI job, or by a token of the API. */
export type ActorSource = 'cli' | 'ci' | 'token';

/** A person, a CI job or a token. */
export interface ActorFacts {
  /** For instance `ada@laptop`, or the account that started the CI job. */
  readonly actor: string;
  readonly source: ActorSource;
}

/** Part of the data of events that somebody caused; null where the change came by itself. */
export interface ActorData {
  readonly actor: string | null;
  readonly actor_source: ActorSource | null;
}

/** Part of the data of events that an actor can give a reason for. */
export interface ActionData extends ActorData {
  /** As typed, masked; null where none was given. */
  readonly reason: string | null;
}

export function actorData(facts: ActorFacts | null): ActorData {
  return {
    actor: facts === null ? null : maskKnownSecrets(facts.actor),
    actor_source: facts?.source ?? null,
  };
}

export function actionData(facts: ActorFacts | null, reason: string | null): ActionData {
  return { ...actorData(facts), reason: reason === null ? null : maskText(reason) };
}

export const actorProperties: Readonly<Record<keyof ActorData, JsonSchema>> = {
  actor: about('Who caused it; null where it came by itself.', nullableText),
  actor_source: nullableMatching('^(cli|ci|token)$'),
};

export const actionProperties: Readonly<Record<keyof ActionData, JsonSchema>> = {
  ...actorProperties,
  reason: about('As typed, masked; null where none was given.', nullableText),
};

export const actorSample: ActorData = { actor: 'ada@laptop', actor_source: 'cli' };
