import { ConfitureError } from '../errors.js';

/** The place a person has to change: a dotted path or a variable, and the file or environment it is in. */
export interface Origin {
  readonly path: string;
  readonly source: string;
}

/** A written value and where it came from. */
export interface Sourced<T> {
  readonly value: T;
  readonly origin: Origin;
}

/** `message` never repeats the value: it may be a secret. */
export interface Fault extends Origin {
  readonly message: string;
}

/** Collects faults and warnings, so that one run tells all of them. */
export interface Issues {
  readonly faults: readonly Fault[];
  readonly warnings: readonly string[];
  /** Keeps the first fault of a place: later ones are consequences of it. */
  fault(origin: Origin, message: string): void;
  warn(origin: Origin, message: string): void;
}

export function collectIssues(): Issues {
  const faults = new Map<string, Fault>();
  const warnings: string[] = [];
  return {
    get faults() {
      return [...faults.values()];
    },
    warnings,
    fault(origin, message) {
      const key = JSON.stringify([origin.path, origin.source]);
      if (!faults.has(key)) faults.set(key, { path: origin.path, source: origin.source, message });
    },
    warn(origin, message) {
      warnings.push(describe({ ...origin, message }));
    },
  };
}

/** Throws one CONFIG_INVALID that lists every fault; returns where there is none. */
export function throwFaults(issues: Issues): void {
  const { faults } = issues;
  if (faults.length === 0) return;
  const heading =
    faults.length === 1 ? 'The configuration has a fault:' : `The configuration has ${faults.length} faults:`;
  throw new ConfitureError(
    'CONFIG_INVALID',
    [heading, ...faults.map((fault) => `  ${describe(fault)}`)].join('\n'),
    {
      hint: 'Correct the keys and variables named above, then run the command again.',
      details: { faults },
    },
  );
}

/** A predicate follows its subject without a colon. */
function describe({ path, message, source }: Fault): string {
  const separator = path === '' ? '' : /^(?:is|needs|ends|signs|stands) /.test(message) ? ' ' : ': ';
  return `${path}${separator}${message} (${source})`;
}
