import type { RedactionOptions } from '../../redaction/redaction.js';
import { describeFailure, describeStop, type Failure } from './describe-failure.js';
import type { ExchangeResult } from './exchange.js';
import { answeredOutcome, type Outcome } from './outcome.js';
import { responseText, shownHeaders } from './response-text.js';
import { parseRetryAfter } from './retry-after.js';

export interface JudgeContext {
  readonly durationMs: number;
  /** Wall clock at the end of the attempt. */
  readonly nowMs: number;
  readonly confidential: readonly string[];
  readonly redaction: RedactionOptions;
}

/** The outcome of what an attempt came to. */
export function judgeResult(result: ExchangeResult | Failure, context: JudgeContext): Outcome {
  const { durationMs } = context;
  switch (result.kind) {
    case 'refused':
    case 'unreachable':
      return { ...result, durationMs };
    case 'failed':
      return { ...describeFailure(result.error, result.stage), durationMs };
    case 'timeout':
    case 'aborted':
      return { ...describeStop(result.kind, result.stage), durationMs };
    case 'answered':
      return judgeAnswer(result, context);
  }
}

function judgeAnswer(answer: Extract<ExchangeResult, { kind: 'answered' }>, context: JudgeContext): Outcome {
  const { status, headers, body, complete, timing } = answer;
  const { durationMs, nowMs, confidential, redaction } = context;
  const encoding = headers['content-encoding'];
  // A header that is sent twice comes as a list, whatever its type says: there is no telling which one is meant.
  const asked: unknown = headers['retry-after'];
  const retryAfter = typeof asked === 'string' ? asked : undefined;
  const response = responseText({ body, complete, encoding }, confidential, redaction);
  const shown = shownHeaders(headers, confidential, redaction);
  return answeredOutcome(
    { status, durationMs, response, headers: shown, timing },
    parseRetryAfter(retryAfter, nowMs),
  );
}
