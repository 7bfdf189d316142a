import { performance } from 'node:perf_hooks';
import { dispatchRunEvent, type RunListeners } from '../../run-events.js';
import { drawError } from '../failures/draw-error.js';
import { createPrinter, type Printer } from '../terminal/printer.js';
import type { Output } from '../terminal/streams.js';
import type { Reporter } from './reporter.js';
import { approvalLines } from './text-approval.js';
import { messageLines, sentences } from './text-messages.js';
import { migrationLines } from './text-migrations.js';
import { waitingLines } from './text-waiting.js';

/**
 * For people. Results and progress go to stdout; warnings, failed migrations and errors to stderr.
 * `--quiet` leaves failures and the result; `--verbose` adds server notices and deliveries.
 */
export function createTextReporter(output: Output, nowMs: () => number = () => performance.now()): Reporter {
  const printer = createPrinter(output);
  const listeners: RunListeners = {
    ...messageLines(printer, output.isPersonal),
    ...migrationLines(printer, nowMs),
    ...waitingLines(printer, nowMs),
    ...approvalLines(printer),
  };
  return {
    emit: (event) => dispatchRunEvent(listeners, event),
    ...sentences(printer),
    ...endLines(printer, output),
  };
}

function endLines(printer: Printer, output: Output): Pick<Reporter, 'result' | 'failure' | 'close'> {
  const audience = { isPersonal: output.isPersonal, verbose: printer.shows('verbose') };
  return {
    result({ text }) {
      printer.live.hide();
      const drawn = text(printer.out.theme, audience);
      if (drawn !== '') printer.out.line(drawn);
    },
    failure(error, context = {}) {
      printer.live.hide();
      const { theme } = printer.err;
      printer.err.line(drawError(error, { ...context, theme, ...audience }));
    },
    close: () => printer.live.close(),
  };
}
