import { ConfitureError } from '../../errors.js';

const HASH = /^(?:sha256:)?([0-9a-f]{64})$/i;

/** The hash of a plan as a person gives it, with or without its prefix. Throws FLAG_INVALID for anything else. */
export function readPlanHash(written: string): string {
  const digits = HASH.exec(written.trim())?.[1];
  if (digits !== undefined) return `sha256:${digits.toLowerCase()}`;
  throw new ConfitureError('FLAG_INVALID', '--plan takes the hash of a plan: sha256: and 64 hex digits', {
    hint: '`confiture migrate plan` ends with it.',
  });
}
