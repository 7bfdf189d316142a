import type { ApprovalAsked, ApprovalWait, RunListeners } from '../../run-events.js';
import { momentText } from '../../text/moment.js';
import { displayLines, displayText } from '../terminal/display-text.js';
import type { Printer } from '../terminal/printer.js';
import type { Theme } from '../terminal/theme.js';
import { formatCount, formatDuration } from '../terminal/wording.js';
import { decidersText } from '../views/approvals/deciders.js';

/** The request, once; then the wait, live where there is a live line. */
export function approvalLines({ live, isLive, out, shows }: Printer): RunListeners {
  const saidWaits = new Set<string>();
  return {
    'approval.asked'(asked) {
      live.hide();
      if (shows('normal')) out.line(askedText(asked, out.theme));
    },
    'approval.waiting'(wait) {
      // The person at the terminal is looking at the question.
      if (wait.timeoutMs === null) return;
      live.show((frame) => `${frame} ${waitText(wait)}`);
      if (isLive || saidWaits.has(wait.approval) || !shows('normal')) return;
      saidWaits.add(wait.approval);
      out.line(
        `Waiting for a decision on ${displayText(wait.approval)}, for at most ${formatDuration(wait.timeoutMs)}`,
      );
    },
  };
}

function waitText({ approval, waitedMs, timeoutMs }: ApprovalWait): string {
  const limit = timeoutMs === null ? '' : ` of ${formatDuration(timeoutMs)}`;
  return `Waiting for a decision on ${displayText(approval)}  ${formatDuration(waitedMs)}${limit}`;
}

/** Most names of migrations that are listed. */
const MOST_NAMES = 20;

function askedText(asked: ApprovalAsked, theme: Theme): string {
  const { approval, migrations, phase, reasons, risks, approvers, forbidSelf, changes, command, planHash } =
    asked;
  const subject =
    phase === null ? formatCount(migrations.length, 'migration') : `phase ${displayText(phase)}`;
  const more = migrations.length - MOST_NAMES;
  return [
    `${theme.paint('caution', 'Approval needed:')} ${displayText(approval)}, for ${subject}`,
    ...(phase === null ? migrations.slice(0, MOST_NAMES).map((name) => `  ${displayText(name)}`) : []),
    ...(phase === null && more > 0 ? [`  and ${more} more`] : []),
    ...risks.map((risk) => `  ${theme.glyphs.dot} ${riskText(risk)}`),
    ...changes.map((change) => `Since the last grant: ${displayLines(change)}.`),
    ...reasons.map(displayLines),
    `${grantsText(asked)} Who may decide: ${decidersText(approvers, forbidSelf)}.`,
    theme.paint('faint', `plan ${displayText(planHash)}`),
    `To agree: ${displayText(command)}`,
  ].join('\n');
}

function riskText({ migration, line, command, tier }: ApprovalAsked['risks'][number]): string {
  return displayText(`${migration}, line ${line}: ${command} (${tier.replace('_', '-')})`);
}

function grantsText({ requiredCount, grantedCount, expiresAt }: ApprovalAsked): string {
  return `${grantedCount} of ${formatCount(requiredCount, 'grant')} so far, until ${momentText(expiresAt)}.`;
}
