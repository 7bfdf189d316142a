import type { Attempt, Delivery } from '../../api/generated.js';
import { durationText } from '../../time/duration-text.js';

type Answered = Pick<Attempt, 'outcome' | 'result' | 'duration_ms' | 'response_status' | 'response_headers'>;

/** What came of an attempt, without its end: `The receiver answered 503 and asked for 30 s`. */
export function answerText({
  response_status: status,
  response_headers: headers,
  result,
  outcome,
  duration_ms: ms,
}: Answered): string {
  if (status === null)
    return outcome === 'done'
      ? `It was sent: ${result}`
      : capitalised(result.replace(/within the time limit$/, `within ${durationText(ms / 1000)}`));
  if (outcome === 'done') return `The receiver accepted it with ${status}`;
  const seconds = Number(headers?.['retry-after'] ?? Number.NaN);
  const asked = seconds > 0 ? ` and asked for ${durationText(seconds)}` : '';
  return `The receiver answered ${status}${asked}`;
}

/** What to do about an attempt. Where nothing answered, the attempt itself has said why: the advice says it once more. */
export function adviceText({ response_status: status, advice }: Pick<Attempt, 'response_status' | 'advice'>) {
  if (advice === null) return '';
  return status === null ? capitalised(advice.slice(advice.indexOf(': ') + 1).trim()) : advice;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What follows where no next attempt is planned, as the end of the sentence. */
export function endText({ state, sending }: Pick<Delivery, 'state' | 'sending'>): string {
  if (sending) return '; an attempt is being made';
  if (state === 'failed') return '; it is not tried again by itself';
  return state === 'discarded' ? '; it was given up' : '';
}
