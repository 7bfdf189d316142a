import type { PhaseOptions } from '../parser/directives/phase-line.js';
import type { Scan, Statement } from '../parser/scan-result.js';
import { type Classification, classify } from './classify.js';
import { type ExecutionPlan, planExecution } from './execution-mode.js';

/** A phase that a file names: a part of it with a mark of progress of its own. */
export interface Phase {
  readonly name: string;
  readonly options: PhaseOptions;
  /** Line that names it, from 1. */
  readonly line: number;
  readonly statements: readonly Statement[];
  readonly shape: Classification;
  /** Its body is the scan of the file with the statements of this phase alone. */
  readonly plan: ExecutionPlan;
}

/** The phases of a scanned file, in order; null for a file without phase lines. Its problems have been looked at. */
export async function phasesOf(scan: Scan): Promise<readonly Phase[] | null> {
  if (scan.phases === null) return null;
  return Promise.all(
    scan.phases.map(async ({ name, options, line, first }, index) => {
      const end = scan.phases?.[index + 1]?.first ?? scan.statements.length;
      const part = partOf(scan, { first, end, line, noTransaction: options.noTransaction });
      const shape = await classify(part);
      const plan = planExecution(part, shape);
      return { name, options, line, statements: part.statements, shape, plan };
    }),
  );
}

function partOf(
  scan: Scan,
  { first, end, line, noTransaction }: { first: number; end: number; line: number; noTransaction: boolean },
): Scan {
  const directives = new Map(noTransaction ? [['no-transaction', line] as const] : []);
  return { ...scan, statements: scan.statements.slice(first, end), directives, phases: null, problems: [] };
}
