import path from 'node:path';

/** The built thread of the engine. It lies at one place for all code of a build, whatever file that is in. */
export const ENGINE_FILE = path.join(import.meta.dirname, '../bin/embedded-engine.cjs');
