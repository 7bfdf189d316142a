import { displayForeign, displayLines, displayText } from '../terminal/display-text.js';
import type { Printer } from '../terminal/printer.js';
import { formatCount } from '../terminal/wording.js';
import { noticeText } from './notice-text.js';
import type { Reporter, RunHeader, RunPlan } from './reporter.js';

type Messages = Pick<Reporter, 'header' | 'warning' | 'info' | 'notice' | 'deliveryFinished'>;

/** Header, warnings and all that is only said. */
export function messageLines({ live, out, err, shows }: Printer, isPersonal: boolean): Messages {
  const warn = (message: string) => {
    if (shows('normal')) err.line(`${err.theme.paint('caution', 'Warning:')} ${message}`);
  };
  return {
    header(header) {
      live.hide();
      if (shows('normal')) out.line(out.theme.paint('faint', headerText(header, out.theme.glyphs.dot)));
    },
    warning: (message) => warn(displayLines(message)),
    info(message) {
      if (shows('normal')) out.line(displayLines(message));
    },
    notice(notice) {
      const text = () => noticeText(notice, isPersonal);
      if (notice.severity === 'WARNING') warn(text());
      else if (shows('verbose')) out.line(`  ${displayText(notice.severity)} ${text()}`);
    },
    deliveryFinished({ endpoint, eventType, migration, outcome, ok }) {
      if (!shows('verbose')) return;
      const { glyphs, paint } = out.theme;
      const mark = ok ? paint('good', glyphs.arrow) : paint('caution', glyphs.failed);
      const facts = [endpoint, eventType, ...(migration === null ? [] : [migration])].map(displayText);
      out.line(`  ${mark} ${[...facts, displayForeign(outcome)].join('  ')}`);
    },
  };
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
