import type { ServerProgress } from '../../run-events.js';

/** What `progressSql` gives: one row while the server reports on a command. */
export interface ProgressRow {
  readonly command: string;
  readonly phase: string;
  readonly done: number;
  /** 0 where the server does not know. */
  readonly total: number;
}

interface View {
  /** First server version that has it. */
  readonly since: number;
  readonly name: string;
  readonly command: string;
  readonly phase: string;
  readonly done: string;
  readonly total: string;
}

/** Which pair of counters moves depends on the phase; the others keep what an earlier phase left in them. */
function inPhase(blocks: string, others: Readonly<Record<string, string>>): string {
  const cases = Object.entries(others).map(
    ([phase, counter]) => `when phase like '${phase}' then ${counter}`,
  );
  return `case ${cases.join(' ')} else ${blocks} end`;
}

const VIEWS: readonly View[] = [
  {
    since: 120_000,
    name: 'create_index',
    command: 'command',
    phase: 'phase',
    done: inPhase('blocks_done', { 'waiting%': 'lockers_done', '%tuples%': 'tuples_done' }),
    total: inPhase('blocks_total', { 'waiting%': 'lockers_total', '%tuples%': 'tuples_total' }),
  },
  {
    since: 90_600,
    name: 'vacuum',
    command: "'VACUUM'",
    phase: 'phase',
    done: inPhase('0', { 'scanning heap': 'heap_blks_scanned', 'vacuuming heap': 'heap_blks_vacuumed' }),
    total: 'heap_blks_total',
  },
  {
    since: 120_000,
    name: 'cluster',
    command: 'command',
    phase: 'phase',
    done: 'heap_blks_scanned',
    total: inPhase('0', { 'seq scanning heap': 'heap_blks_total' }),
  },
  {
    since: 130_000,
    name: 'analyze',
    command: "'ANALYZE'",
    phase: 'phase',
    done: 'sample_blks_scanned',
    total: inPhase('0', { 'acquiring%': 'sample_blks_total' }),
  },
  {
    since: 140_000,
    name: 'copy',
    command: 'command',
    phase: "'copying ' || tuples_processed || ' rows'",
    done: 'bytes_processed',
    total: 'bytes_total',
  },
];

/** Asks how far the command is that the backend `pid` runs. */
export function progressSql(pid: number, serverVersion: number): string {
  return VIEWS.filter(({ since }) => since <= serverVersion)
    .map(
      ({ name, command, phase, done, total }) =>
        `select ${command} as command, ${phase} as phase, (${done})::float8 as done, (${total})::float8 as total
        from pg_stat_progress_${name} where pid = ${pid}`,
    )
    .join(' union all ');
}

/** Null where the server reports nothing. */
export function progressOf([row]: readonly ProgressRow[]): ServerProgress | null {
  if (!row) return null;
  const { command, phase, done, total } = row;
  return { command, phase, fraction: total > 0 ? Math.min(1, done / total) : null };
}
