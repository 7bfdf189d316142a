import { openProject, type Project } from '../../app/project.js';
import type { ServerContext } from '../server-context.js';

/** The project of the server, for commands that change nothing. */
export function projectOf({ project, readSessions: sessions, version }: ServerContext): Project {
  return openProject({ ...project, sessions, version });
}
