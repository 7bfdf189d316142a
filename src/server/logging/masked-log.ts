import type { LogFacts, ServerLog } from './server-log.js';

/** The same log, with every text masked. */
export function maskedLog(log: ServerLog, mask: (text: string) => string): ServerLog {
  const masked = (facts: LogFacts = {}): LogFacts =>
    Object.fromEntries(
      Object.entries(facts).map(([name, value]) => [name, typeof value === 'string' ? mask(value) : value]),
    );
  return {
    info: (message, facts) => log.info(mask(message), masked(facts)),
    warn: (message, facts) => log.warn(mask(message), masked(facts)),
    error: (message, facts) => log.error(mask(message), masked(facts)),
  };
}
