import { basename } from 'node:path';
import { certificateGenerated } from '../../../events/catalog/certificate.js';
import {
  type ValidationFacts,
  validationCompleted,
  validationFailed,
  validationStarted,
} from '../../../events/catalog/validation.js';
import type { ConfitureEvent } from '../../../events/event.js';
import type { EventMaker } from '../../../events/event-maker.js';
import type { RunInfo } from '../../run-info.js';
import type { StoredCertificate } from '../certificate/store-certificate.js';
import { type CheckFailure, queryName } from './queries/check-failure.js';
import type { InvalidMigration, Validation } from './validation.js';

/** Makes the events of the validations of a run. */
export class ValidationEventMaker {
  readonly #info: RunInfo;
  readonly #maker: EventMaker;

  constructor(info: RunInfo, maker: EventMaker) {
    this.#info = info;
    this.#maker = maker;
  }

  started(validation: Validation): ConfitureEvent {
    return this.#maker.make(validationStarted(this.#facts(validation)));
  }

  completed(validation: Validation): ConfitureEvent {
    return this.#maker.make(validationCompleted(this.#facts(validation)));
  }

  failed(validation: Validation, { failures, outcome }: InvalidMigration): ConfitureEvent {
    const isRolledBack = outcome === 'rolled_back';
    return this.#maker.make(
      validationFailed(this.#facts(validation), failures.map(failureData), isRolledBack),
    );
  }

  certified(validation: Validation, certificate: StoredCertificate): ConfitureEvent {
    const { id: certificateId, planHash, keyId, queries, sha256 } = certificate;
    const { run } = this.#facts(validation);
    return this.#maker.make(certificateGenerated({ certificateId, run, planHash, keyId, queries, sha256 }));
  }

  #facts({ migration, queries, checks, startedAt, endedAt }: Validation): ValidationFacts {
    const { version, name } = migration.file;
    const files = [queries.verify, queries.invariant].flatMap((file) =>
      file ? [basename(file.path.path)] : [],
    );
    const { runId, database } = this.#info;
    return {
      run: { runId, database, version, name, title: migration.title, startedAt, endedAt },
      checks,
      files,
    };
  }
}

function failureData(failure: CheckFailure) {
  const { file, query, rowsBefore, rowsAfter, rowsDifferent } = failure;
  return {
    file: basename(file),
    query: query ?? 1,
    reason: `${queryName(failure)} ${failure.words}`,
    rows_before: rowsBefore,
    rows_after: rowsAfter,
    rows_different: rowsDifferent,
  };
}
