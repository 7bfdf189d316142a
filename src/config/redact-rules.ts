import type { RedactConfig } from './file/user-config.js';

/** The user's additions to redaction; every pattern is global. */
export interface RedactRules {
  readonly patterns: readonly RegExp[];
  readonly keys: readonly string[];
}

/** Tells the fault in the source of a regular expression, or null. */
export function patternSourceFault(source: string): string | null {
  try {
    new RegExp(source, 'gu');
    return null;
  } catch {
    return 'is no valid regular expression';
  }
}

/** Masking needs every match wherever it stands, whatever flags the author gave: global, not sticky. */
export function redactRules(written: RedactConfig | undefined): RedactRules {
  const patterns = (written?.patterns ?? []).map((pattern) =>
    typeof pattern === 'string'
      ? new RegExp(pattern, 'gu')
      : new RegExp(pattern.source, `${pattern.flags.replace(/[gy]/g, '')}g`),
  );
  return { patterns, keys: written?.keys ?? [] };
}
