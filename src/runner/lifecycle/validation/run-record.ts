import type { Connection } from '../../../database/connection.js';
import type { ConfitureEvent } from '../../../events/event.js';
import type { EventStore } from '../../event-store.js';
import type { Certifier } from '../certificate/certifier.js';
import { insertCertificateSql } from '../certificate/store-certificate.js';
import type { PhaseEventMaker } from './phase-events.js';
import type { Validation, ValidationRecord } from './validation.js';
import type { ValidationEventMaker } from './validation-events.js';

export interface RunRecordOptions {
  readonly connection: Connection;
  readonly events: EventStore;
  readonly maker: ValidationEventMaker;
  readonly phases: PhaseEventMaker;
  /** Null where no certificate can be signed. */
  readonly certifier: Certifier | null;
}

/** Stores the certificates and the events of the validations of a run. */
export class RunRecord implements ValidationRecord {
  readonly #options: RunRecordOptions;
  readonly #started = new Set<string>();
  /** Events in the transaction of each migration, by version, until it is committed; the last attempt counts. */
  readonly #pending = new Map<string, readonly ConfitureEvent[]>();

  constructor(options: RunRecordOptions) {
    this.#options = options;
  }

  async started(validation: Validation): Promise<void> {
    const { connection, events } = this.#options;
    const event = this.#startedEvent(validation);
    const text = event && events.insertSql(event);
    if (!event || text === null) return;
    await connection.run(`begin; set local synchronous_commit = off; ${text}; commit`);
    await events.committed(event);
  }

  async closingSql(validation: Validation): Promise<readonly string[]> {
    const { maker, certifier } = this.#options;
    const certificate = (await certifier?.certify(validation)) ?? null;
    const certified = certificate ? [maker.certified(validation, certificate)] : [];
    const events = [...this.#eventsOf(validation), ...certified];
    this.#pending.set(versionOf(validation), events);
    return [
      ...(certificate ? [insertCertificateSql(certificate)] : []),
      ...events.flatMap((event) => this.#options.events.insertSql(event) ?? []),
    ];
  }

  async committed(validation: Validation): Promise<void> {
    const version = versionOf(validation);
    for (const event of this.#pending.get(version) ?? []) await this.#options.events.committed(event);
    this.#pending.delete(version);
  }

  async failed(validation: Validation): Promise<void> {
    const { events } = this.#options;
    for (const event of this.#eventsOf(validation)) if (events.wants(event.type)) await events.store(event);
  }

  /** In their order: the phase `validate` is a part of the validation. */
  #eventsOf(validation: Validation): ConfitureEvent[] {
    const { maker, phases } = this.#options;
    const { invalid } = validation;
    const started = this.#startedEvent(validation);
    const ended = invalid ? maker.failed(validation, invalid) : maker.completed(validation);
    return [...(started ? [started] : []), ...phases.make(validation), ended];
  }

  /** Null where it is told already: a migration that is tried again begins once. */
  #startedEvent(validation: Validation): ConfitureEvent | null {
    const version = versionOf(validation);
    if (this.#started.has(version)) return null;
    this.#started.add(version);
    return this.#options.maker.started(validation);
  }
}

function versionOf({ migration }: Validation): string {
  return migration.file.version;
}
