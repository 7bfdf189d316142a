import type { OptionValues } from '../config/options/option-values.js';
import type { TrackingTable } from '../config/tracking-table.js';
import type { Connection } from '../database/connection.js';
import type { Actor } from '../events/facts.js';
import type { HookBus } from '../hooks/call/bus.js';
import type { RedactionOptions } from '../redaction/redaction.js';
import type { EmitRunEvent } from '../run-events.js';
import type { EventStore } from './event-store.js';
import type { AskPerson } from './lifecycle/approval/gate/context.js';
import type { ApprovalRule } from './lifecycle/approval/requirement.js';
import type { Signer } from './lifecycle/certificate/envelope.js';
import type { PauseCondition } from './lifecycle/hold/ask-condition.js';
import type { ValidationSettings } from './lifecycle/validation/validation-settings.js';

/** What the runner needs of the world around it. */
export interface RunnerPorts {
  /** The session of the command. The caller of the runner closes it. */
  connect(): Promise<Connection>;
  /** A further session, beside the run's, under this name; for servers only. Given up when `signal` aborts. */
  connectBeside(applicationName: string, signal: AbortSignal): Promise<Connection>;
  /** Called with each thing the run does. */
  readonly emit: EmitRunEvent;
  /** The gates and observers of a run. */
  readonly hooks: HookBus;
  /** Where the events of a run are kept. */
  readonly events: EventStore;
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
  /** A fresh `run_…`. */
  readonly newRunId: () => string;
  /** A fresh `evt_…`. */
  readonly newEventId: () => string;
  /** A fresh `crt_…`. */
  readonly newCertificateId: () => string;
  /** The key that signs certificates; null where there is none, of which the caller of the runner tells. */
  readonly readSigner: () => Promise<Signer | null>;
  /** A fresh `err_…`. */
  readonly newErrorId: () => string;
  /** A fresh `apr_…`. */
  readonly newApprovalId: () => string;
  /** Last authors of files, as git has them: names and addresses; none where git does not say. Never rejects. */
  readonly authorsOf: (files: readonly string[]) => Promise<readonly string[]>;
  /** Asks for a plan's approval; null where no person sits at a terminal. */
  readonly askPerson: AskPerson | null;
}

/** The part of the settings that steers a run: the options, under the names of their descriptors, and what is made of more. */
export interface RunSettings extends Omit<OptionValues, 'approvals' | 'lockTimeoutMs' | 'pauseWhen'> {
  readonly version: string;
  readonly environment: string;
  readonly correlationId: string | null;
  readonly traceparent: string | null;
  readonly actor: Actor;
  /** Why a person does this, masked; null where nothing was said. */
  readonly reason: string | null;
  /** True where the API was asked for the run, so that it is written down already. */
  readonly isQueued: boolean;
  /** Where the process runs, and its number there. */
  readonly process: { readonly host: string; readonly pid: number };
  /** Absolute path, and the path as people write it. */
  readonly migrationsDir: string;
  readonly migrationsDirDisplay: string;
  /** Largest size of a migration file, in bytes. */
  readonly maxFileBytes: number;
  readonly trackingTable: TrackingTable;
  /** How long to wait for the migration lock, in milliseconds; null runs without it. */
  readonly lockTimeoutMs: number | null;
  readonly validation: ValidationSettings;
  /** Which setting the database URL came from. */
  readonly databaseSource: string;
  readonly redaction: RedactionOptions;
  /** Questions of which each can hold the run. */
  readonly pauseWhen: readonly PauseCondition[];
  /** The rules for approvals that are in force; part of every plan. */
  readonly approvalRules: readonly ApprovalRule[];
}
