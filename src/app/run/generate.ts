import path from 'node:path';
import { migrationCreated } from '../../events/catalog/created.js';
import { type GeneratedMigration, generateMigration } from '../../migrations/files/generate.js';
import { actorOf } from './actor.js';
import type { ProjectContext } from './project-hooks.js';
import { spoolFact } from './spool-fact.js';

/** Writes the files of a new migration; its event is stored by the next command that opens the database. */
export async function generate(context: ProjectContext, name: string): Promise<GeneratedMigration> {
  const { settings } = context;
  const { migrationsDir: dir, migrationsDirDisplay: displayDir } = settings;
  const made = await generateMigration({ dir, displayDir, name, now: new Date() });
  const files = [made.up, made.down].map(({ path: file }) => path.basename(file));
  const { version } = made;
  const facts = { version, name: made.name, title: null, files, actor: actorOf(settings) };
  await spoolFact(context, migrationCreated(facts));
  return made;
}
