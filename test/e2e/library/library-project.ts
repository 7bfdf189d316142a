import { onTestFinished } from 'vitest';
import { createMigrator, type Migrator, type MigratorOptions } from '../../../src/index.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { createProject, type TestProject } from '../../support/project.js';
import { type Recorder, startRecorder } from '../../support/receiver.js';

export interface LibraryProject extends TestProject {
  readonly database: TestDatabase;
  /** Gets the events of the project. */
  readonly receiver: Recorder;
  /** A migrator of the project; by default over the URL of its database. */
  migrator(options?: MigratorOptions): Migrator;
}

/** Two migrations, the second of which can be given, with a database and a receiver of its own. */
export async function createLibraryProject(second = 'create table second ();'): Promise<LibraryProject> {
  const database = await createDatabase();
  const project = await createProject();
  const receiver = await startRecorder();
  onTestFinished(() => receiver.close());
  await project.migration('001_first', 'create table first ();', { down: 'drop table first;' });
  await project.migration('002_second', second, { down: 'drop table second;' });
  const env = { CONFITURE_WEBHOOK_URL: receiver.url };
  return {
    ...project,
    database,
    receiver,
    migrator: (options = { databaseUrl: database.url }) =>
      createMigrator({ cwd: project.dir, env, ...options }),
  };
}

/** Types of the events that have arrived, in the format `confiture`. */
export function receivedTypes({ requests }: Recorder): string[] {
  return requests.map(({ body }) => JSON.parse(body.toString('utf8')).event_type);
}
