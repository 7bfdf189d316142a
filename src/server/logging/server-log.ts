/** Facts of one line of the log. Never a header, a body, a query or a secret. */
export type LogFacts = Readonly<Record<string, string | number | boolean | null>>;

/** Where the server says what it does. */
export interface ServerLog {
  info(message: string, facts?: LogFacts): void;
  warn(message: string, facts?: LogFacts): void;
  error(message: string, facts?: LogFacts): void;
}
