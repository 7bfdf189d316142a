import type { LogFacts, ServerLog } from './server-log.js';

/** One line for people: time, level, message, and the facts as `name=value`. */
export function textLog(write: (line: string) => void, now: () => Date): ServerLog {
  const line =
    (level: string) =>
    (message: string, facts: LogFacts = {}) => {
      const said = Object.entries(facts)
        .filter(([, value]) => value !== null)
        .map(([name, value]) => `${name}=${shown(value)}`);
      write(`${[now().toISOString(), level.padEnd(5), message, ...said].join(' ')}\n`);
    };
  return { info: line('info'), warn: line('warn'), error: line('error') };
}

/** Quoted where it is more than a word; nothing of it can move the cursor or turn the direction of writing. */
function shown(value: LogFacts[string]): string {
  const text = String(value);
  if (/^[\w./:@+-]+$/.test(text)) return text;
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
