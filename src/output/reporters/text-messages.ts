import type { RunEventOf, RunHeader, RunListeners, RunPlan } from '../../run-events.js';
import { displayForeign, displayLines, displayText } from '../terminal/display-text.js';
import type { Printer } from '../terminal/printer.js';
import type { Theme } from '../terminal/theme.js';
import { formatCount } from '../terminal/wording.js';
import { noticeText } from './notice-text.js';
import type { Reporter } from './reporter.js';
import { warningListeners } from './warning-text.js';

/** Sentences of the program itself. */
export function sentences({ out, err, shows }: Printer): Pick<Reporter, 'warning' | 'info'> {
  return {
    warning(message) {
      if (shows('normal')) err.line(warningLine(displayLines(message), err.theme));
    },
    info(message) {
      if (shows('normal')) out.line(displayLines(message));
    },
  };
}

function warningLine(text: string, theme: Theme): string {
  return `${theme.paint('caution', 'Warning:')} ${text}`;
}

/** Header, notices and all that is only said. */
export function messageLines({ live, out, err, shows }: Printer, isPersonal: boolean): RunListeners {
  const warn = (message: string) => {
    if (shows('normal')) err.line(warningLine(message, err.theme));
  };
  return {
    'run.opened'(header) {
      live.hide();
      if (shows('normal')) out.line(out.theme.paint('faint', headerText(header, out.theme.glyphs.dot)));
    },
    ...warningListeners((sentence) => warn(displayLines(sentence))),
    'deliveries.stopping'(stopping) {
      if (shows('normal')) out.line(stoppingText(stopping));
    },
    'server.noticed'(notice) {
      const text = () => noticeText(notice, isPersonal);
      if (notice.severity === 'WARNING') warn(text());
      else if (shows('verbose')) out.line(`  ${displayText(notice.severity)} ${text()}`);
    },
    'certificate.stored'({ migration, certificate }) {
      if (!shows('normal')) return;
      const of = `Certificate of ${displayText(migration)}: ${displayText(certificate)}`;
      out.line(`${of} (\`confiture certificate show ${displayText(certificate)}\`)`);
    },
    'delivery.finished'({ endpoint, eventType, migration, outcome, ok }) {
      if (!shows('verbose')) return;
      const { glyphs, paint } = out.theme;
      const mark = ok ? paint('good', glyphs.arrow) : paint('caution', glyphs.failed);
      const facts = [endpoint, eventType, ...(migration === null ? [] : [migration])].map(displayText);
      out.line(`  ${mark} ${[...facts, displayForeign(outcome)].join('  ')}`);
    },
  };
}

function stoppingText({ inFlight, graceMs }: RunEventOf<'deliveries.stopping'>): string {
  const [attempts, object] = inFlight === 1 ? ['attempt', 'it'] : ['attempts', 'them'];
  return `Stopping: ${inFlight} ${attempts} under way may end within ${graceMs / 1000} s; a second signal ends ${object} now.`;
}

function headerText(header: RunHeader, dot: string): string {
  const { version, environment, database, source, embedded, unmade = false } = header;
  const local = unmade ? 'embedded database, not made yet' : 'embedded database';
  const where = embedded ? local : `${database.name} on ${database.host}`;
  return [`Confiture ${version}`, environment, `${where} (from ${source})`].map(displayText).join(` ${dot} `);
}

/** `3 migrations to apply, 12 applied already`. */
export function planText({ direction, pending, applied, dryRun }: RunPlan): string {
  const task = direction === 'up' ? 'to apply' : 'to roll back';
  const already = direction === 'up' && applied > 0 ? `, ${applied} applied already` : '';
  const trial = dryRun ? ' (dry run: nothing will be changed)' : '';
  return `${formatCount(pending, 'migration')} ${task}${already}${trial}`;
}
