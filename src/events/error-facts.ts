import { maskKnownSecrets, type RedactionOptions } from '../redaction/redaction.js';
import { maskServerMessage } from '../redaction/server-message.js';
import { conditionName } from '../redaction/sqlstate.js';
import { truncate } from '../text/truncate.js';
import type { ErrorFacts } from './facts.js';

export interface ErrorSource extends RedactionOptions {
  /** The primary message, never DETAIL, HINT or WHERE. */
  readonly message: string;
  readonly sqlstate?: string | undefined;
  /** Migration file and line the error points at. */
  readonly file?: string | undefined;
  readonly line?: number | undefined;
}

const longestMessage = 1000;

/** The masked facts of a failure; the only way an error gets into an event. */
export function errorFacts({ message, sqlstate, file, line, ...options }: ErrorSource): ErrorFacts {
  return {
    type: conditionName(sqlstate),
    message: truncate(maskServerMessage(message, sqlstate, options), longestMessage),
    ...(sqlstate === undefined ? {} : { sqlstate }),
    ...(file === undefined ? {} : { file: maskKnownSecrets(file, options) }),
    ...(line === undefined ? {} : { line }),
  };
}
