import { ConfitureError } from '../errors.js';
import { loadDown, loadUp } from '../migrations/files/load-migration.js';
import { statementsOf } from '../migrations/parser/statements.js';
import type { Direction } from '../run-events.js';
import { deleteRowSql, insertRowSql } from './ledger/ledger.js';
import {
  hashStatements,
  markSql,
  type Progress,
  type ProgressKey,
  readProgress,
  unmarkSql,
} from './ledger/progress.js';
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
    const { progress, key } = await findProgress(open, file.version);
    const loaded =
      key.direction === 'down' && file.down ? await loadDown(file, file.down) : await loadUp(file);
    const texts = statementsOf(loaded.scan).map(({ text }) => text);
    const { finished, running } = progress;
    const recordOf = (): string[] =>
      key.direction === 'up'
        ? [insertRowSql(key.ledger, { ...file, checksum: loaded.checksum }, null)]
        : [deleteRowSql(key.ledger, file.version)];
    const after = decision === 'done' && running !== null ? running + 1 : finished;
    const sql: Readonly<Record<Decision, string[]>> = {
      done: [markSql(key, { finished: after, finishedHash: hashStatements(texts, after), running: null })],
      again: [markSql(key, { ...progress, running: null })],
      applied: [...recordOf(), unmarkSql(key)],
      forget: [unmarkSql(key)],
    };
    const expected = { done: after, again: finished, applied: null, forget: null }[decision];
    await commitOnce(open, ['begin', ...sql[decision], 'commit'].join('; '), {
      names: [file.name],
      isDone: async (session) => {
        const left = await readProgress(session, key);
        return left === null ? expected === null : left.running === null && left.finished === expected;
      },
    });
    return {
      version: file.version,
      name: file.name,
      direction: key.direction,
      decision,
      finished: decision === 'applied' ? texts.length : decision === 'forget' ? 0 : after,
      total: texts.length,
    };
  });
}

async function findProgress(
  { connection, facts }: RunSession,
  version: string,
): Promise<{ progress: Progress; key: ProgressKey }> {
  for (const direction of ['up', 'down'] as const) {
    const key = { ledger: facts.ledger, version, direction };
    const progress = await readProgress(connection, key);
    if (progress) return { progress, key };
  }
  throw nothingToSettle(version);
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
