import type { Finding } from '../../migrations/analysis/finding.js';
import type { GeneratedMigration } from '../../migrations/files/generate.js';
import type { Verification, VerifyResult } from '../../runner/verify.js';
import { migrationReference } from './migration.js';

/** `migrate generate`. */
export function generateDocument({ version, name, up, down }: GeneratedMigration): object {
  return { version, name, files: [up.displayPath, down.displayPath] };
}

/** `migrate validate`. */
export function validateDocument(checked: number, findings: readonly Finding[]): object {
  return {
    checked,
    findings: findings.map(({ severity, code, file, line = null, column = null, message, hint }) => ({
      severity,
      code,
      file,
      line,
      column,
      message,
      hint,
    })),
  };
}

/** `migrate verify`. What a check returned is a row value and left out. */
export function verifyDocument({ verifications }: VerifyResult): object {
  const results = verifications.map((verification) => ({
    version: verification.version,
    name: verification.name,
    status: statusOf(verification),
    state: verification.state,
    error: verification.message,
    verify_file: verification.verifyFile,
  }));
  const count = (wanted: string) => results.filter(({ status }) => status === wanted).length;
  return {
    verified_count: count('verified'),
    failed_count: count('failed'),
    skipped_count: count('no_file'),
    total_applied: results.length,
    ledger_present: true,
    accepted: verifications.filter(({ state }) => state === 'fixed').map(migrationReference),
    results,
  };
}

/** What the Python tool calls it; its scripts take everything but `failed` for right. */
function statusOf({ state, verifyFile }: Verification): 'verified' | 'failed' | 'no_file' {
  if (state !== 'verified' && state !== 'fixed') return 'failed';
  return verifyFile === null ? 'no_file' : 'verified';
}
