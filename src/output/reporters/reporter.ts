import type { ConfitureError } from '../../errors.js';
import type { EmitRunEvent } from '../../run-events.js';
import type { DifferingRows } from '../failures/draw-rows.js';
import type { ServerWords } from '../failures/server-words.js';
import type { Audience } from '../terminal/audience.js';
import type { Theme } from '../terminal/theme.js';
import type { Finding } from '../views/check-view.js';

/**
 * How a command is told to the person or program that runs it. Callers pass facts as they have them: each reporter
 * masks and sanitizes what it shows. No method throws, and none waits.
 */
export interface Reporter {
  readonly emit: EmitRunEvent;
  /** A sentence of the program about something that is not a fact of the run. */
  warning(message: string): void;
  info(message: string): void;
  /** The result a command was run for. Printed however quiet the output is; at most once a process. */
  result(result: CommandOutcome): void;
  /** The error a command ends in. After `result` it only adds to it. */
  failure(error: unknown, context?: FailureContext): void;
  /** Ends the line that is being redrawn. Further calls do nothing harmful. */
  close(): void;
}

/** Two forms of one result; only the one that is asked for is built. */
export interface CommandOutcome {
  readonly text: (theme: Theme, audience: Audience) => string;
  /** What the command found or did, for JSON; `ok`, `command` and `error` are added to it. */
  readonly document: () => object;
  /** The same for a page of Markdown; absent for a command that has no such form. */
  readonly markdown?: () => string;
  /** The error the command ends in although it has a result; the text says it by itself. */
  readonly error?: ConfitureError | null;
  /** What GitHub pins to its lines. */
  readonly findings?: readonly Finding[];
}

/** What only the person who mends the failure may see; never part of an event or of JSON. */
export interface FailureContext {
  /** Text of the file the error's location points into. */
  readonly source?: string;
  readonly server?: ServerWords;
  /** Rows in which the results of a query differ. Row values. */
  readonly rows?: DifferingRows;
}
