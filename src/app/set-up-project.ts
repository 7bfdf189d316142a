import { appendFile, mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { settingsOptions } from '../config/options/settings-options.js';
import { ConfitureError } from '../errors.js';
import { writeNewFile } from '../migrations/files/write-new-file.js';

const CONFIG_FILE = 'confiture.config.js';
const MIGRATIONS = settingsOptions.migrationsDir.default;
const IGNORED = ['.confiture/', '.env'];

/**
 * Makes the parts of a project that are not in `dir` yet; existing files are left as they are. The example migration is
 * written only `withExample` and into an empty folder. Returns the files written, and whether there was no migration.
 * @throws FILES_NOT_WRITABLE
 */
export async function setUpProject(
  dir: string,
  { withExample }: { readonly withExample: boolean },
): Promise<{ readonly written: readonly string[]; readonly isEmpty: boolean }> {
  const written: string[] = [];
  const write = async (file: string, text: string) => {
    if (await writeNew(path.join(dir, file), file, text)) written.push(file);
  };
  await mkdir(path.join(dir, MIGRATIONS), { recursive: true }).catch((error) => {
    throw notWritable(MIGRATIONS, error);
  });
  await write(CONFIG_FILE, CONFIG);
  const isEmpty = (await readdir(path.join(dir, MIGRATIONS))).length === 0;
  if (isEmpty && withExample) {
    await write(`${MIGRATIONS}/001_create_notes.up.sql`, EXAMPLE_UP);
    await write(`${MIGRATIONS}/001_create_notes.down.sql`, EXAMPLE_DOWN);
  }
  if (await ignore(path.join(dir, '.gitignore'))) written.push('.gitignore');
  return { written, isEmpty };
}

async function writeNew(file: string, display: string, text: string): Promise<boolean> {
  try {
    await writeNewFile(file, text);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw notWritable(display, error);
  }
}

/** Adds the lines that are not there yet. */
async function ignore(file: string): Promise<boolean> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const lines = new Set(text.split(/\r?\n/).map((line) => line.trim()));
  const missing = IGNORED.filter((line) => !lines.has(line));
  if (missing.length === 0) return false;
  const gap = text === '' || text.endsWith('\n') ? '' : '\n';
  await appendFile(file, `${gap}${missing.join('\n')}\n`).catch((error) => {
    throw notWritable('.gitignore', error);
  });
  return true;
}

function notWritable(file: string, cause: unknown): ConfitureError {
  const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown reason';
  return new ConfitureError('FILES_NOT_WRITABLE', `${file} cannot be written (${reason}).`, {
    hint: 'Check the permissions of the project folder and the space on its disk.',
    location: { file },
    cause,
  });
}

const CONFIG = `/** @type {import('confiture').ConfitureConfig} */
export default {
  // Where the migrations are: 001_name.up.sql, and 001_name.down.sql to undo it.
  migrationsDir: '${MIGRATIONS}',

  // The database is named by CONFITURE_DATABASE_URL (in the environment or in .env). Without one, and only in
  // environment "local", an embedded PostgreSQL in .confiture/ is used.

  // Webhooks are named by CONFITURE_WEBHOOK_URL and signed with CONFITURE_WEBHOOK_SECRET.
  // Try it: run \`confiture webhooks listen\` in another terminal and set
  // CONFITURE_WEBHOOK_URL=http://127.0.0.1:8000/
};
`;

const EXAMPLE_UP = `-- An example to start from. Each file runs in a transaction of its own.
create table notes (
  id bigint generated always as identity primary key,
  body text not null,
  created_at timestamptz not null default now()
);

insert into notes (body) values ('Written by the first migration');
`;

const EXAMPLE_DOWN = `drop table notes;
`;
