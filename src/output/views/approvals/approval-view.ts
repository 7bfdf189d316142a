import { momentText } from '../../../text/moment.js';
import { displayLines, displayText } from '../../terminal/display-text.js';
import type { Theme } from '../../terminal/theme.js';
import { fact } from '../fact.js';
import type { ApprovalRow } from './approvals-view.js';
import { decidersText } from './deciders.js';

const VERBS = { grant: 'granted', deny: 'denied', revoke: 'took it back' } as const;

/** One request: its subject, why, who decides, and what was decided. */
export function approvalView(row: ApprovalRow, theme: Theme): string {
  const { migrations, risks, reasons, approvers, forbidSelf, command, state } = row;
  return [
    `${theme.paint('strong', displayText(row.id))}  ${displayText(row.remark)}`,
    ...fact('Runs', row.phase === null ? row.direction : `phase ${displayText(row.phase)}`, theme),
    ...migrations.map((name) => `  ${displayText(name)}`),
    ...(risks.length === 0 ? [] : [theme.paint('strong', 'What can do harm:')]),
    ...risks.map(
      (risk) =>
        `  ${displayText(`${risk.migration}, line ${risk.line}: ${risk.command} (${risk.tier.replace('_', '-')})`)}`,
    ),
    ...fact('Why', reasons.map(displayLines).join(' '), theme),
    ...fact(
      'Asked for',
      `by ${displayText(row.requestedBy)} at ${momentText(row.createdAt)}, until ${momentText(row.expiresAt)}`,
      theme,
    ),
    ...fact('May decide', decidersText(approvers, forbidSelf), theme),
    ...fact('Grants', `${row.grantedCount} of ${row.requiredCount}`, theme),
    ...row.decisions.map(decisionLine),
    ...fact('Plan', displayText(row.planHash), theme),
    ...(state === 'pending' && command !== null ? fact('To agree', displayText(command), theme) : []),
  ].join('\n');
}

/** What became of a request by a decision. */
export function decidedView({ id, remark, state, grantedCount, requiredCount }: ApprovalRow): string {
  const rest = state === 'pending' ? `; ${grantedCount} of ${requiredCount} grants so far` : '';
  return `${displayText(id)} ${displayText(remark)}${rest}.`;
}

function decisionLine({ verb, actor, source, comment, at }: ApprovalRow['decisions'][number]): string {
  const why = comment === null ? '' : `: ${displayLines(comment)}`;
  return `  ${displayText(actor)} (${source}) ${VERBS[verb]} at ${momentText(at)}${why}`;
}
