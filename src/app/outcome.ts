import type { DownResult } from '../runner/down.js';
import type { UpResult } from '../runner/run-result.js';
import type { Undelivered } from './run/run-with-hooks.js';

/** What `up` did: the result of a run that did not fail, and the partial result of one that did. */
export type UpOutcome = Omit<UpResult, 'failure'> & Undelivered;

/** The same of `down`. */
export type DownOutcome = Omit<DownResult, 'failure'> & Undelivered;
