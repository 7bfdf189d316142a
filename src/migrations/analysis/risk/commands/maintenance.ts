import type { ClusterStmt, LockStmt, RefreshMatViewStmt, VacuumStmt } from 'libpg-query';
import {
  type Assessment,
  assessment,
  finding,
  type LockMode,
  lockModes,
  unclassified,
} from '../assessment.js';
import type { Handlers } from '../handlers.js';
import type { KnownObjects } from '../known-objects.js';
import { nameOfRange, rangesOf, writtenRange } from '../object-names.js';
import { isOption } from './option.js';
import { lockOn } from './table-lock.js';

/** Statements that work on tables as a whole and change no row of them. */
export const maintenance = {
  VacuumStmt: vacuum,
  ClusterStmt: cluster,
  LockStmt: lock,
  RefreshMatViewStmt: refresh,
} satisfies Handlers;

function vacuum({ is_vacuumcmd, options = [], rels = [] }: VacuumStmt, known: KnownObjects): Assessment {
  const isFull = options.some((node) => isOption(node, 'full'));
  const tables = rels.flatMap((node) =>
    'VacuumRelation' in node && node.VacuumRelation.relation !== undefined
      ? [node.VacuumRelation.relation]
      : [],
  );
  if (!is_vacuumcmd || !isFull) {
    const locks = tables.flatMap((table) => lockOn(nameOfRange(table), known, 'SHARE UPDATE EXCLUSIVE'));
    return assessment(is_vacuumcmd ? 'VACUUM' : 'ANALYZE', 'additive', { locks });
  }
  return rewriting('VACUUM FULL', tables, known);
}

function cluster({ relation }: ClusterStmt, known: KnownObjects): Assessment {
  return rewriting('CLUSTER', relation === undefined ? [] : [relation], known);
}

/** Without a table it is every table. */
function rewriting(
  command: string,
  tables: Parameters<typeof writtenRange>[0][],
  known: KnownObjects,
): Assessment {
  const old = tables.filter((table) => !known.isNew(nameOfRange(table)));
  if (tables.length > 0 && old.length === 0) return assessment(command, 'additive');
  return assessment(command, 'lock_risky', {
    locks: old.flatMap((table) => lockOn(nameOfRange(table), known)),
    rewrites: true,
    findings: (old.length === 0 ? [null] : old.map(writtenRange)).map((subject) =>
      finding('rewriting-table', subject),
    ),
  });
}

/** Modes by PostgreSQL's numbers: 1 is ACCESS SHARE. */
function lock({ relations, mode = 0 }: LockStmt, known: KnownObjects): Assessment {
  const tables = rangesOf(relations).filter((table) => !known.isNew(nameOfRange(table)));
  const taken: LockMode | undefined = lockModes[mode - 2];
  if (mode < 1 || mode > lockModes.length + 1) return unclassified('LOCK TABLE');
  const blocks = taken !== undefined && lockModes.indexOf(taken) >= lockModes.indexOf('SHARE');
  return assessment('LOCK TABLE', 'additive', {
    locks: taken === undefined ? [] : tables.flatMap((table) => lockOn(nameOfRange(table), known, taken)),
    findings: blocks ? tables.map((table) => finding('locking-table', writtenRange(table))) : [],
  });
}

function refresh(
  { relation = {}, concurrent = false, skipData = false }: RefreshMatViewStmt,
  known: KnownObjects,
): Assessment {
  const view = nameOfRange(relation);
  const blocks = !concurrent && !skipData && !known.isNew(view);
  return assessment(`REFRESH MATERIALIZED VIEW${concurrent ? ' CONCURRENTLY' : ''}`, 'additive', {
    locks: lockOn(view, known, concurrent ? 'EXCLUSIVE' : 'ACCESS EXCLUSIVE'),
    findings: blocks ? [finding('require-concurrent-refresh', writtenRange(relation))] : [],
  });
}
