import { classify } from '../../src/migrations/analysis/classify.js';
import { planExecution } from '../../src/migrations/analysis/execution-mode.js';
import { phasesOf } from '../../src/migrations/analysis/phases.js';
import type { LoadedMigration } from '../../src/migrations/files/load-migration.js';
import { scan } from '../../src/migrations/parser/scan.js';

/** A migration as it is loaded from a file with this text. */
export async function loadedOf(text: string): Promise<LoadedMigration> {
  const path = { path: '/m/001_file.up.sql', displayPath: 'db/migrations/001_file.up.sql' };
  const file = { version: '001', name: '001_file', up: path, down: null, verify: null, invariant: null };
  const scanned = scan(text);
  const shape = await classify(scanned);
  const plan = planExecution(scanned, shape);
  const phases = await phasesOf(scanned);
  return { file, path, checksum: '', scan: scanned, shape, plan, title: scanned.title, phases };
}
