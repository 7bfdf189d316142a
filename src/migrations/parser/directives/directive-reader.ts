import { nearest } from '../../../text/nearest.js';
import type { ScanProblem } from '../scan-problem.js';
import type { Statement } from '../scan-result.js';
import {
  type DirectiveName,
  directiveText,
  isDirective,
  lateDirective,
  misplacedPhase,
  namesIn,
  notEmpty,
  titleFault,
  unknownDirective,
} from './directive.js';
import { phaseFaults } from './phase-faults.js';
import { type PhaseLine, readPhaseLine } from './phase-line.js';

/** Where a line comment stands. */
export interface CommentPosition {
  /** From 1. */
  readonly line: number;
  /** Nothing stands before it on its line. */
  readonly startsLine: boolean;
  /** A statement is begun and has not ended. */
  readonly inStatement: boolean;
  /** Statements that have ended before it. */
  readonly statements: number;
}

/** Gathers the directives of a file while its comments go by. */
export class DirectiveReader {
  /** Directives of the head comment, with their lines. */
  readonly directives = new Map<DirectiveName, number>();
  readonly #phases: PhaseLine[] = [];
  #hasPhaseLine = false;
  #title: string | null = null;
  readonly #problems: ScanProblem[];

  constructor(problems: ScanProblem[]) {
    this.#problems = problems;
  }

  get title(): string | null {
    return this.#title;
  }

  /** Null for a file without phase lines. */
  get phases(): readonly PhaseLine[] | null {
    return this.#hasPhaseLine ? this.#phases : null;
  }

  read(comment: string, place: CommentPosition): void {
    const text = directiveText(comment);
    if (text === undefined) return;
    const [word = '', ...rest] = text.split(/\s+/);
    if (word === 'phase') this.#phase(rest, place);
    else if (word === 'title') this.#titleLine(text.slice(word.length).trim(), place);
    else for (const name of namesIn(text)) this.#directive(name, place);
  }

  /** Adds the faults that only the whole file shows. */
  end(statements: readonly Statement[]): void {
    const saysEmpty = this.directives.get('empty');
    if (saysEmpty !== undefined && statements.length > 0) this.#problems.push(notEmpty(saysEmpty));
    if (this.#hasPhaseLine)
      this.#problems.push(...phaseFaults(this.#phases, statements, this.directives.get('no-transaction')));
  }

  #directive(name: string, { line, ...place }: CommentPosition): void {
    if (isDirective(name)) {
      if (isInHead(place)) this.directives.set(name, line);
      else this.#problems.push(lateDirective(name, line));
    } else if (isInHead(place) || nearest(name.split(/\s+/)[0] ?? '', ['phase']) !== undefined)
      this.#problems.push(unknownDirective(name, line));
  }

  #titleLine(title: string, { line, ...place }: CommentPosition): void {
    const fault = isInHead(place)
      ? titleFault(title, this.#title !== null, line)
      : lateDirective('title', line);
    if (fault === null) this.#title = title;
    else this.#problems.push(fault);
  }

  #phase(words: readonly string[], { line, startsLine, inStatement, statements }: CommentPosition): void {
    this.#hasPhaseLine = true;
    if (inStatement || !startsLine) {
      this.#problems.push(misplacedPhase(inStatement, line));
      return;
    }
    const phase = readPhaseLine(words, { line, first: statements });
    if ('name' in phase) this.#phases.push(phase);
    else this.#problems.push(phase);
  }
}

function isInHead({ inStatement, statements }: Pick<CommentPosition, 'inStatement' | 'statements'>): boolean {
  return !inStatement && statements === 0;
}
