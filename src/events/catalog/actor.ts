import { maskKnownSecrets, maskText } from '../../redaction/redaction.js';
import type { Actor, ActorSource } from '../facts.js';
import { about, type JsonSchema, nullableMatching, nullableText } from './schema.js';

/** A person, a CI job or a token that caused a change. */
export type ActorFacts = Pick<Actor, 'actor' | 'source'>;

/** The actor in the data of an event; null where the change came by itself. */
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
