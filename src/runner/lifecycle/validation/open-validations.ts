import { EventMaker } from '../../../events/event-maker.js';
import type { MigrationFile } from '../../../migrations/folder/discover.js';
import { hasQueries } from '../../../migrations/queries/has-queries.js';
import type { QueryFile } from '../../../migrations/queries/load-queries.js';
import { ensureTables } from '../../../storage/schema.js';
import { readScope } from '../../../storage/scope.js';
import type { ExecutionContext } from '../../execute/transaction.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { RunnerPorts, RunSettings } from '../../ports.js';
import type { RunSession } from '../../session/open.js';
import { Certifier } from '../certificate/certifier.js';
import { readGrants } from '../certificate/read-grants.js';
import { PhaseEventMaker } from './phase-events.js';
import { RunRecord } from './run-record.js';
import { createStartValidation } from './start-validation.js';
import { ValidationEventMaker } from './validation-events.js';

/** What else a run needs to validate its migrations; nothing where none of them has queries. */
export async function openValidations(
  files: readonly MigrationFile[],
  open: RunSession & { readonly ledger: Ledger },
  ports: RunnerPorts,
  settings: RunSettings,
  asChecked: (file: QueryFile) => QueryFile,
): Promise<Pick<ExecutionContext, 'startValidation'>> {
  if (!files.some(hasQueries)) return {};
  const { connection, ledger, info } = open;
  const certifier = await openCertifier(files, open, ports, settings);
  const eventMaker = new EventMaker(info, ports);
  const maker = new ValidationEventMaker(info, eventMaker);
  const phases = new PhaseEventMaker({
    info,
    maker: eventMaker,
    redaction: settings.redaction,
    hasPreflight: ports.hooks.has('pre_execute') || info.approvalId !== null,
  });
  return {
    startValidation: createStartValidation(
      {
        connection,
        ledger,
        settings: settings.validation,
        record: new RunRecord({
          connection,
          events: ports.events,
          maker,
          phases,
          certifier,
          emit: ports.emit,
        }),
        readState: certifier && ((place) => certifier.readState(place)),
        redaction: settings.redaction,
        now: ports.now,
      },
      asChecked,
    ),
  };
}

/** Null where no migration has an invariant, or there is no key to sign with. */
async function openCertifier(
  files: readonly MigrationFile[],
  { connection, ledger, info }: RunSession & { readonly ledger: Ledger },
  { now, newCertificateId, readSigner }: RunnerPorts,
  settings: RunSettings,
): Promise<Certifier | null> {
  if (!files.some(({ invariant }) => invariant !== null)) return null;
  const signer = await readSigner();
  if (!signer) return null;
  await ensureTables(connection);
  const scope = await readScope(connection, settings);
  const approvals = await readGrants(connection, scope, info.approvalId);
  return new Certifier({
    connection,
    ledger,
    info,
    signer,
    project: scope.project,
    version: settings.version,
    planHash: info.planHash,
    approvals,
    now,
    newCertificateId,
  });
}
