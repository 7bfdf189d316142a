import { ConfitureError } from '../errors.js';
import { type LoadedMigration, loadDown, loadUp } from '../migrations/files/load-migration.js';
import type { MigrationFile } from '../migrations/folder/discover.js';
import { statementsOf } from '../migrations/parser/statements.js';
import type { Direction } from '../run-events.js';
import { settleErrors } from './emit/settle-errors.js';
import { deleteRowSql, insertRowSql } from './ledger/ledger.js';
import { type PhaseProgress, readPhaseProgress, unmarkPhaseSql } from './ledger/phase-progress.js';
import {
  hashStatements,
  markSql,
  type Progress,
  type ProgressKey,
  readProgress,
  unmarkSql,
} from './ledger/progress.js';
import { auditSql } from './lifecycle/audit.js';
import { settleResultsSql } from './lifecycle/validation/stored-results.js';
import { commitOnce } from './outcome/commit-once.js';
import { findTarget } from './plan/plan.js';
import type { RunnerPorts, RunSettings } from './ports.js';
import { type RunSession, withDatabase } from './session/open.js';
import { refuseReadOnly } from './session/refuse-session.js';

/**
 * What a person decides about a file that was cut off half-way:
 * - `done`: the statement that was running took effect; go on behind it,
 * - `again`: it did not; run it again,
 * - `applied`: the whole file is done, by hand; record it,
 * - `forget`: everything was undone by hand; run the file from its start.
 */
export type Decision = 'done' | 'again' | 'applied' | 'forget';

export interface ResolveResult {
  readonly version: string;
  readonly name: string;
  readonly direction: Direction;
  readonly decision: Decision;
  /** Statements of the file that count as done. */
  readonly finished: number;
  readonly total: number;
}

/** Settles a file that was interrupted. Throws FLAG_INVALID where there is nothing to settle. */
export async function runResolve(
  ports: RunnerPorts,
  settings: RunSettings,
  { version, decision }: { readonly version: string; readonly decision: Decision },
): Promise<ResolveResult> {
  return withDatabase(ports, settings, { lock: true }, async (open) => {
    const { file } = findTarget(open.inventory, version);
    refuseReadOnly(open.facts);
    if (!file) throw nothingToSettle(version);
    const { statements: progress, phases, key } = await findMarks(open, file.version);
    const loaded =
      key.direction === 'down' && file.down ? await loadDown(file, file.down) : await loadUp(file);
    const { texts, before, total } = statementsAt(loaded, phases);
    if (progress === null && (decision === 'done' || decision === 'again')) throw noStatement(file, phases);
    const { finished, running } = progress ?? { finished: 0, running: null };
    const recordOf = (): string[] =>
      key.direction === 'up'
        ? [insertRowSql(key.ledger, { ...file, checksum: loaded.checksum }, null)]
        : [deleteRowSql(key.ledger, file.version)];
    const after = decision === 'done' && running !== null ? running + 1 : finished;
    const mark = (count: number) =>
      markSql(key, { finished: count, finishedHash: hashStatements(texts, count), running: null });
    const unmark = [
      ...(progress ? [unmarkSql(key)] : []),
      ...(phases ? [unmarkPhaseSql(key)] : []),
      ...(await settleResultsSql(open.connection, key)),
    ];
    const sql: Readonly<Record<Decision, string[]>> = {
      done: [mark(after)],
      again: progress ? [markSql(key, { ...progress, running: null })] : [],
      applied: [...recordOf(), ...unmark],
      forget: unmark,
    };
    const expected = { done: after, again: finished, applied: null, forget: null }[decision];
    const audit = auditSql(open.facts, settings, 'resolve', `${file.version} ${decision}`);
    const isSettled = decision === 'applied' || decision === 'forget';
    const { direction } = key;
    const settlement = { direction, migrations: isSettled ? [file] : [], resolution: 'resolved' } as const;
    const settled = await settleErrors(open, ports, settlement);
    await commitOnce(open, ['begin', ...sql[decision], ...settled.sql, ...audit, 'commit'].join('; '), {
      names: [file.name],
      isDone: async (session) => {
        const left = await readProgress(session, key);
        if (left !== null) return left.running === null && left.finished === expected;
        return expected === null && (await readPhaseProgress(session, key)) === null;
      },
    });
    await settled.committed();
    return {
      version: file.version,
      name: file.name,
      direction: key.direction,
      decision,
      finished: decision === 'applied' ? total : decision === 'forget' ? 0 : before + after,
      total,
    };
  });
}

interface Marks {
  readonly statements: Progress | null;
  readonly phases: PhaseProgress | null;
  readonly key: ProgressKey;
}

async function findMarks({ connection, facts }: RunSession, version: string): Promise<Marks> {
  for (const direction of ['up', 'down'] as const) {
    const key = { ledger: facts.ledger, version, direction };
    const statements = await readProgress(connection, key);
    const phases = await readPhaseProgress(connection, key);
    if (statements || phases) return { statements, phases, key };
  }
  throw nothingToSettle(version);
}

/** Texts of the statements that a mark counts: those of the phase that is due, or of a file without phases. */
function statementsAt(
  { scan, phases }: LoadedMigration,
  progress: PhaseProgress | null,
): { readonly texts: readonly string[]; readonly before: number; readonly total: number } {
  const at = progress?.finished.length ?? 0;
  const counted = phases ? phases[at]?.plan.body : scan;
  return {
    texts: counted ? statementsOf(counted).map(({ text }) => text) : [],
    before: (phases ?? []).slice(0, at).reduce((sum, { statements }) => sum + statements.length, 0),
    total: scan.statements.length,
  };
}

/** Between two phases there is nothing to be said about a statement. */
function noStatement({ name, version }: MigrationFile, phases: PhaseProgress | null): ConfitureError {
  const due = phases ? `the phase "${phases.due.name}" is due` : 'it was cut off between two statements';
  return new ConfitureError('TARGET_UNKNOWN', `no statement of ${name} was cut off: ${due}`, {
    hint: `The next run goes on there by itself. Where the rest was done by hand: \`confiture migrate resolve ${version} --applied\`; where all was undone: \`--forget\`.`,
  });
}

function nothingToSettle(version: string): ConfitureError {
  return new ConfitureError(
    'TARGET_UNKNOWN',
    `migration ${version} was not interrupted: there is nothing to resolve`,
    {
      hint: '`confiture migrate status` shows what was.',
    },
  );
}
