import { nearest } from '../../../text/nearest.js';
import type { ScanProblem } from '../scan-problem.js';

/** How a phase runs. */
export interface PhaseOptions {
  /** Statement by statement, outside of a transaction. */
  readonly noTransaction: boolean;
  /** Waits until it is granted. */
  readonly requiresApproval: boolean;
  /** Repeated until its statements change no row; null for a phase that runs once. */
  readonly batch: BatchOptions | null;
}

export interface BatchOptions {
  /** Time between two repetitions, in milliseconds. */
  readonly sleepMs: number;
  /** More changed rows than these are an error; null without that limit. */
  readonly maxRows: number | null;
}

/** A `-- confiture: phase NAME` line. */
export interface PhaseLine {
  readonly name: string;
  readonly options: PhaseOptions;
  /** From 1. */
  readonly line: number;
  /** Number of its first statement in the file, from 0. */
  readonly first: number;
}

const NAME = /^[a-z][\w-]{0,62}$/i;
/** Phases that every migration may have beside those of its file. */
const OWN_NAMES = ['preflight', 'validate'];
const OPTIONS = ['no-transaction', 'requires-approval', 'batch'];
const BATCH_OPTIONS = ['sleep', 'max'];
const MS_PER_UNIT: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 };
const LONGEST_SLEEP_MS = 3_600_000;
const LONGEST_SHOWN = 40;

/** Reads what follows the word `phase`; gives the first fault where it cannot be meant. */
export function readPhaseLine(
  words: readonly string[],
  place: Pick<PhaseLine, 'line' | 'first'>,
): PhaseLine | ScanProblem {
  const [name, ...options] = words;
  const fault = name === undefined ? nameless : (nameFault(name) ?? optionsFault(options));
  if (name === undefined || fault !== null)
    return { code: 'FILES_UNSUPPORTED', line: place.line, ...(fault ?? nameless) };
  return { name, options: optionsOf(options), ...place };
}

type Fault = Pick<ScanProblem, 'message' | 'hint'>;

const nameless: Fault = {
  message: 'The phase has no name.',
  hint: 'Write `-- confiture: phase NAME`, and its options behind the name.',
};

function nameFault(name: string): Fault | null {
  if (OWN_NAMES.includes(name.toLowerCase())) {
    return {
      message: `The name "${name}" belongs to a phase that Confiture itself runs.`,
      hint: 'Give the phase another name.',
    };
  }
  if (NAME.test(name)) return null;
  return {
    message: `"${name.slice(0, LONGEST_SHOWN)}" is no name for a phase.`,
    hint: 'A name begins with a letter and holds letters, digits, "_" and "-", at most 63 of them.',
  };
}

function optionsFault(options: readonly string[]): Fault | null {
  for (const [index, option] of options.entries()) {
    const [key = '', ...rest] = option.split('=');
    const value = rest.length === 0 ? null : rest.join('=');
    const names = options.slice(0, index).map((word) => word.split('=')[0]);
    const fault = BATCH_OPTIONS.includes(key) ? batchOptionFault(key, value, names) : optionFault(option);
    if (fault !== null) return fault;
    if (names.includes(key)) return { message: `The option "${key}" stands twice.`, hint: 'Take one out.' };
  }
  if (!options.includes('batch') || !options.includes('no-transaction')) return null;
  return {
    message: 'A phase cannot be both "batch" and "no-transaction".',
    hint: 'Take "no-transaction" out: each repetition of a batch is a transaction of its own.',
  };
}

function optionFault(option: string): Fault | null {
  if (OPTIONS.includes(option)) return null;
  const closest = nearest(option, [...OPTIONS, ...BATCH_OPTIONS]);
  return {
    message: `A phase has no option "${option.slice(0, LONGEST_SHOWN)}".`,
    hint:
      closest === undefined
        ? 'The options are no-transaction, requires-approval and batch, the last with sleep=100ms and max=1000000.'
        : `Did you mean "${closest}"?`,
  };
}

function batchOptionFault(
  key: string,
  value: string | null,
  before: readonly (string | undefined)[],
): Fault | null {
  if (!before.includes('batch'))
    return { message: `The option "${key}" stands without "batch".`, hint: `Write "batch ${key}=…".` };
  if (key === 'sleep') {
    if (value !== null && sleepMsOf(value) !== null) return null;
    return {
      message: 'The option "sleep" needs a time of at most an hour.',
      hint: 'Write for instance sleep=100ms, sleep=2s or sleep=1m.',
    };
  }
  if (value !== null && rowsOf(value) !== null) return null;
  return { message: 'The option "max" needs a number of rows.', hint: 'Write for instance max=1000000.' };
}

function sleepMsOf(value: string): number | null {
  const match = /^(\d{1,7})(ms|s|m)$/.exec(value);
  if (!match) return null;
  const ms = Number(match[1]) * (MS_PER_UNIT[match[2] ?? ''] ?? 0);
  return ms <= LONGEST_SLEEP_MS ? ms : null;
}

function rowsOf(value: string): number | null {
  return /^[1-9]\d{0,14}$/.test(value) ? Number(value) : null;
}

function optionsOf(options: readonly string[]): PhaseOptions {
  const written = (key: string) =>
    options.find((option) => option.startsWith(`${key}=`))?.slice(key.length + 1);
  return {
    noTransaction: options.includes('no-transaction'),
    requiresApproval: options.includes('requires-approval'),
    batch: options.includes('batch')
      ? { sleepMs: sleepMsOf(written('sleep') ?? '') ?? 0, maxRows: rowsOf(written('max') ?? '') }
      : null,
  };
}
