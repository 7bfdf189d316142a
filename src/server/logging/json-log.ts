import { pino } from 'pino';
import type { LogFacts, ServerLog } from './server-log.js';

/** One JSON document a line, for programs that collect logs. */
export function jsonLog(write: (line: string) => void, version: string): ServerLog {
  const log = pino(
    {
      base: { service: 'confiture', version },
      messageKey: 'message',
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (level) => ({ level }) },
    },
    { write },
  );
  return {
    info: (message: string, facts: LogFacts = {}) => log.info(facts, message),
    warn: (message: string, facts: LogFacts = {}) => log.warn(facts, message),
    error: (message: string, facts: LogFacts = {}) => log.error(facts, message),
  };
}
