/** What the server said about a failure. All but the hint may hold row values and SQL. */
export interface ServerWords {
  readonly message: string;
  readonly hint?: string;
  readonly detail?: string;
  /** The functions that were running, innermost first. */
  readonly context?: string;
  /** The statement that the innermost of them was running. */
  readonly query?: { readonly text: string; readonly line: number; readonly column?: number };
}
