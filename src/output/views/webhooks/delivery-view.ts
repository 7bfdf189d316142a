import { momentText } from '../../../text/moment.js';
import { displayForeign, displayText } from '../../terminal/display-text.js';
import { sanitizeLines } from '../../terminal/sanitize.js';
import type { Theme } from '../../terminal/theme.js';
import { formatDuration } from '../../terminal/wording.js';
import { type DeliveryRow, deliveryRemark } from './deliveries-view.js';

export interface AttemptRow {
  readonly number: number;
  readonly endedAt: Date;
  readonly durationMs: number;
  readonly outcome: 'done' | 'retry' | 'final';
  readonly result: string;
  readonly answerText: string | null;
  /** What to do about it; null where nothing is. */
  readonly advice: string | null;
}

/** One delivery with each of its attempts, and what its endpoint gets; null where that is not known here. */
export function deliveryView(
  row: DeliveryRow,
  attempts: readonly AttemptRow[],
  body: string | null,
  theme: Theme,
): string {
  const facts = [row.eventType, row.migration ?? '', 'to', row.endpoint].filter((part) => part !== '');
  return [
    `${theme.paint('strong', displayText(row.id))}  ${facts.map(displayText).join(' ')}`,
    `${row.state}  ${displayForeign(deliveryRemark(row))}`.trimEnd(),
    `event at ${momentText(row.createdAt)}`,
    ...attempts.flatMap((attempt) => attemptLines(attempt, theme)),
    ...(body === null ? [] : ['', theme.paint('strong', 'Body'), ...bodyLines(body)]),
  ].join('\n');
}

function bodyLines(body: string): string[] {
  let text = body;
  try {
    text = JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    // Not JSON: shown as it is.
  }
  return sanitizeLines(text)
    .split('\n')
    .map((line) => `  ${line}`);
}

function attemptLines(
  { number, endedAt, durationMs, outcome, result, answerText, advice }: AttemptRow,
  theme: Theme,
): string[] {
  const mark =
    outcome === 'done' ? theme.paint('good', theme.glyphs.done) : theme.paint('bad', theme.glyphs.failed);
  const line = `${mark} attempt ${number}  ${momentText(endedAt)}  ${formatDuration(durationMs)}  ${displayForeign(result)}`;
  const answer = answerText?.trim() ? [`    ${theme.paint('faint', displayForeign(answerText.trim()))}`] : [];
  return [line, ...answer, ...(advice === null ? [] : [`    ${advice}`])];
}
