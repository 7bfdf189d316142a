import type { Option } from './option.js';
import { boolean, text, wholeNumber } from './option-type.js';

/** The options of what takes the migration lock: how long it waits for others, and for people. */
export const sessionOptions = {
  lockTimeoutMs: {
    type: wholeNumber(0),
    doc: 'how long to wait for another run',
    details: '0 = do not wait for the migration lock.',
    default: 30_000,
    unit: 'milliseconds',
    flag: '--lock-timeout <ms>',
    scope: 'lock',
    key: 'migration.lockTimeoutMs',
  },
  lock: {
    type: boolean,
    doc: 'run without the migration lock',
    flag: '--no-lock',
    scope: 'lock',
    resolvedBy: 'openProject',
  },
  reason: {
    type: text(),
    doc: 'why this is done by hand, for the record',
    details: 'Kept in `confiture.audit`, where that is there, and told in events.',
    flag: '--reason <text>',
    scope: 'lock',
    resolvedBy: 'resolveSettings',
  },
  statementLockTimeoutMs: {
    type: wholeNumber(0),
    doc: 'how long one statement may wait for a lock',
    details: "The server's `lock_timeout`; 0 = off.",
    default: 5_000,
    unit: 'milliseconds',
    flag: '--statement-lock-timeout <ms>',
    scope: 'run',
    key: 'migration.statementLockTimeoutMs',
  },
  pauseTimeoutMs: {
    type: wholeNumber(0),
    doc: 'how long a paused run stands still before it ends',
    details: '0 = a pause ends the run at the next safe point.',
    default: 3_600_000,
    unit: 'milliseconds',
    flag: '--pause-timeout <ms>',
    scope: 'run',
    key: 'migration.pauseTimeoutMs',
  },
} as const satisfies Readonly<Record<string, Option>>;
