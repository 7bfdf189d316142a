import { transactionCommand } from '../../analysis/transaction-control.js';
import type { ScanProblem } from '../scan-problem.js';
import type { Statement } from '../scan-result.js';
import type { PhaseLine } from './phase-line.js';

/** Faults in the phases of a file as a whole. `noTransaction` is the line of that directive in its head. */
export function phaseFaults(
  phases: readonly PhaseLine[],
  statements: readonly Statement[],
  noTransaction: number | undefined,
): ScanProblem[] {
  return [
    ...(noTransaction === undefined ? [] : [headDirective(noTransaction)]),
    ...strayStatement(phases, statements),
    ...phases.flatMap((phase, index) => [
      ...sameName(phases.slice(0, index), phase),
      ...emptyPhase(phase, phases[index + 1]?.first ?? statements.length),
    ]),
    ...statements.flatMap(transactionControl),
  ];
}

function headDirective(line: number): ScanProblem {
  return {
    code: 'FILES_UNSUPPORTED',
    line,
    message: 'The directive "no-transaction" stands at the head of a file with phases.',
    hint: 'Write it behind the name of the phase that needs it: `-- confiture: phase NAME no-transaction`.',
  };
}

/** Statements before the first phase line belong to no phase. */
function strayStatement([first]: readonly PhaseLine[], [statement]: readonly Statement[]): ScanProblem[] {
  if (statement === undefined || first === undefined || first.first === 0) return [];
  return [
    {
      code: 'FILES_UNSUPPORTED',
      line: statement.line,
      message: `This statement stands before the first phase, which begins at line ${first.line}.`,
      hint: 'In a file with phases each statement stands in one: put a phase line above it.',
    },
  ];
}

function sameName(before: readonly PhaseLine[], { name, line }: PhaseLine): ScanProblem[] {
  const other = before.find((phase) => phase.name.toLowerCase() === name.toLowerCase());
  if (other === undefined) return [];
  return [
    {
      code: 'FILES_UNSUPPORTED',
      line,
      message: `The name "${name}" belongs to the phase at line ${other.line} already.`,
      hint: 'Give each phase of the file a name of its own.',
    },
  ];
}

function emptyPhase({ name, line, first }: PhaseLine, end: number): ScanProblem[] {
  if (end > first) return [];
  return [
    {
      code: 'FILES_UNSUPPORTED',
      line,
      message: `The phase "${name}" holds no statement.`,
      hint: 'Write its statements below the line, or take the line out.',
    },
  ];
}

function transactionControl({ words, line }: Statement): ScanProblem[] {
  const command = transactionCommand(words);
  if (command === undefined) return [];
  return [
    {
      code: 'FILES_UNSUPPORTED',
      line,
      message: `${command} stands in a phase.`,
      hint: 'Take it out: each phase is a transaction of its own. Where the transaction has to end here, begin another phase.',
    },
  ];
}
