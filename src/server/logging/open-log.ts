import { maskedLog } from './masked-log.js';
import type { ServerLog } from './server-log.js';
import { textLog } from './text-log.js';

/** The log of a server: lines of JSON for programs, or of text for people. */
export async function openLog({
  format,
  write,
  mask,
  version,
}: {
  readonly format: 'json' | 'text';
  readonly write: (line: string) => void;
  readonly mask: (text: string) => string;
  readonly version: string;
}): Promise<ServerLog> {
  if (format === 'text')
    return maskedLog(
      textLog(write, () => new Date()),
      mask,
    );
  const { jsonLog } = await import('./json-log.js');
  return maskedLog(jsonLog(write, version), mask);
}
