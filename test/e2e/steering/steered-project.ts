import { type RunningCli, startCli } from '../../support/cli.js';
import { createMigratedProject, type MigratedProject } from '../migrated-project.js';

/** A project whose database has schema `confiture`, so that runs are written down. */
export async function steeredProject(): Promise<MigratedProject> {
  const project = await createMigratedProject();
  await project.ok('migrate', 'pause', '--all');
  await project.ok('migrate', 'resume', '--all');
  return project;
}

/** Starts a command of the project that goes on, over `url` where it is not the database's own. */
export function startIn(
  { dir, database }: MigratedProject,
  args: readonly string[],
  url = database.url,
): RunningCli {
  return startCli(args, { cwd: dir, env: { CONFITURE_DATABASE_URL: url } });
}
