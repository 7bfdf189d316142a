import { openProject, type Project } from '../../app/project.js';
import type { ServerContext } from '../server-context.js';

/** The project of the server, for what commands can ask of it too. */
export function projectOf({ project, sessions, version }: ServerContext): Project {
  return openProject({ ...project, sessions, version });
}
