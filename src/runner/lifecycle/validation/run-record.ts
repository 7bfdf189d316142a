import type { Connection } from '../../../database/connection.js';
import type { ConfitureEvent } from '../../../events/event.js';
import type { EmitRunEvent } from '../../../run-events.js';
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
  readonly emit: EmitRunEvent;
}

/** Stores the certificates and the events of the validations of a run. */
export class RunRecord implements ValidationRecord {
  readonly #options: RunRecordOptions;
  /** Types of what begins that were told, by version: a migration that is tried again begins once. */
  readonly #told = new Set<string>();
  /** Ids of the certificates in those transactions. */
  readonly #certificates = new Map<string, string>();
  /** Writes over another session. */
  #beside: Promise<void> = Promise.resolve();
  /** Events in the transaction of each migration, by version, until it is committed; the last attempt counts. */
  readonly #pending = new Map<string, readonly ConfitureEvent[]>();

  constructor(options: RunRecordOptions) {
    this.#options = options;
  }

  async started(validation: Validation): Promise<void> {
    const { connection, events } = this.#options;
    const [event] = this.#beginningOf(validation);
    const text = event && events.insertSql(event);
    if (!event || !text) return;
    await connection.run(`begin; set local synchronous_commit = off; ${text}; commit`);
    await events.committed(event);
  }

  /** The transaction that is open cannot tell; where there is no other session, it is told with its commit. */
  startedInside(validation: Validation): void {
    const { connection, events } = this.#options;
    if (!connection.capabilities.concurrentSessions) return;
    const begun = this.#beginningOf(validation).filter(({ type }) => events.wants(type));
    if (begun.length > 0) this.#beside = this.#beside.then(() => events.store(begun));
  }

  async closingSql(validation: Validation): Promise<readonly string[]> {
    const { maker, certifier } = this.#options;
    const certificate = (await certifier?.certify(validation)) ?? null;
    if (certificate) this.#certificates.set(versionOf(validation), certificate.id);
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
    const certificate = this.#certificates.get(version);
    const { name: migration } = validation.migration.file;
    if (certificate !== undefined) this.#options.emit({ type: 'certificate.stored', migration, certificate });
    await this.#beside;
    for (const event of this.#pending.get(version) ?? []) await this.#options.events.committed(event);
    this.#pending.delete(version);
  }

  async failed(validation: Validation): Promise<void> {
    const { events } = this.#options;
    await this.#beside;
    for (const event of this.#eventsOf(validation)) if (events.wants(event.type)) await events.store(event);
  }

  /** In their order: the phase `validate` is a part of the validation. */
  #eventsOf(validation: Validation): ConfitureEvent[] {
    const { maker, phases } = this.#options;
    const { invalid } = validation;
    const phase = phases.ended(validation);
    const ended = invalid ? maker.failed(validation, invalid) : maker.completed(validation);
    return [...this.#beginningOf(validation), ...(phase ? [phase] : []), ended];
  }

  /** What has begun and was not told yet. */
  #beginningOf(validation: Validation): ConfitureEvent[] {
    const { maker, phases } = this.#options;
    const phase = phases.started(validation);
    return [maker.started(validation), ...(phase ? [phase] : [])].filter(({ type }) => {
      const key = `${type} ${versionOf(validation)}`;
      const isUntold = !this.#told.has(key);
      this.#told.add(key);
      return isUntold;
    });
  }
}

function versionOf({ migration }: Validation): string {
  return migration.file.version;
}
