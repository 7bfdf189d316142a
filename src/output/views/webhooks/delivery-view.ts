import type { Look } from '../../terminal/look.js';
import { present, presentForeign } from '../../terminal/present.js';
import { sanitizeLines } from '../../terminal/sanitize.js';
import { formatDuration } from '../../terminal/wording.js';
import { type DeliveryRow, deliveryRemark, isoSeconds } from './deliveries-view.js';

export interface AttemptRow {
  readonly number: number;
  readonly endedAt: Date;
  readonly durationMs: number;
  readonly outcome: 'done' | 'retry' | 'final';
  readonly result: string;
  readonly answerText: string | null;
}

/** One delivery with each of its attempts, and what its endpoint gets; null where that is not known here. */
export function deliveryView(
  row: DeliveryRow,
  attempts: readonly AttemptRow[],
  body: string | null,
  look: Look,
): string {
  const facts = [row.eventType, row.migration ?? '', 'to', row.target].filter((part) => part !== '');
  return [
    `${look.paint('strong', present(row.id))}  ${facts.map(present).join(' ')}`,
    `${row.state}  ${presentForeign(deliveryRemark(row))}`.trimEnd(),
    `event at ${isoSeconds(row.createdAt)}`,
    ...attempts.flatMap((attempt) => attemptLines(attempt, look)),
    ...(body === null ? [] : ['', look.paint('strong', 'Body'), ...bodyLines(body)]),
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
  { number, endedAt, durationMs, outcome, result, answerText }: AttemptRow,
  look: Look,
): string[] {
  const mark =
    outcome === 'done' ? look.paint('good', look.glyphs.done) : look.paint('bad', look.glyphs.failed);
  const line = `${mark} attempt ${number}  ${isoSeconds(endedAt)}  ${formatDuration(durationMs)}  ${presentForeign(result)}`;
  const answer = answerText?.trim() ? [`    ${look.paint('faint', presentForeign(answerText.trim()))}`] : [];
  return [line, ...answer];
}
