import type { ErrorCode } from '../../errors.js';

/** Something in a file that Confiture itself refuses: the server would misread it, or not tell the reason. */
export interface ScanProblem {
  readonly code: ErrorCode;
  /** From 1. */
  readonly line: number;
  readonly message: string;
  readonly hint: string;
}
