import path from 'node:path';

/** The built page. It lies at one place for all code of a build, whatever file that is in. */
export const PAGE_FOLDER = path.join(import.meta.dirname, '../dashboard');
