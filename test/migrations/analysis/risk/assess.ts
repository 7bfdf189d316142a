import { assessFile, type StatementRisk } from '../../../../src/migrations/analysis/risk/assess-file.js';
import { KnownObjects } from '../../../../src/migrations/analysis/risk/known-objects.js';
import { loadParser } from '../../../../src/migrations/parser/parse-statement.js';
import { scan } from '../../../../src/migrations/parser/scan.js';

const parse = await loadParser();

/** The statements of a file, assessed as a plan of it alone would do it. */
export function assess(sql: string, known = new KnownObjects()): StatementRisk[] {
  return assessFile(scan(sql), parse, known);
}

/** The last statement of a file; those before it are what it finds. */
export function assessLast(sql: string): StatementRisk {
  const last = assess(sql).at(-1);
  if (last === undefined) throw new Error(`no statement in ${sql}`);
  return last;
}

/** `ACCESS EXCLUSIVE users, SHARE orders`. */
export function locksOf({ locks }: StatementRisk): string {
  return locks.map(({ mode, table }) => `${mode} ${table}`).join(', ');
}

/** Names of the rules that found something, but for advice about style, which never matters to a tier. */
export function rulesOf({ findings }: StatementRisk): string[] {
  return findings
    .map(({ rule }) => rule)
    .filter((rule) => !/^prefer-|^ban-char|^ban-create-domain/.test(rule));
}
