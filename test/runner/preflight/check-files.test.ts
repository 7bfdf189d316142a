import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, expect, it, vi } from 'vitest';
import { ConfitureError } from '../../../src/errors.js';
import { checkForServer, type SyntaxCheck } from '../../../src/migrations/check/syntax-check.js';
import { type LoadedMigration, loadUp } from '../../../src/migrations/files/load-migration.js';
import { discoverMigrations } from '../../../src/migrations/folder/discover.js';
import { checkFiles } from '../../../src/runner/preflight/check-files.js';
import { createProject } from '../../support/project.js';

vi.mock(import('../../../src/migrations/check/syntax-check.js'), async (original) => ({
  ...(await original()),
  checkForServer: vi.fn(),
}));

const SOUND: SyntaxCheck = { errorIn: () => null, severityOf: () => 'error' };

/** The parser becomes ready when `becomeReady` is called. */
let becomeReady: () => void;

beforeEach(() => {
  const ready = new Promise<SyntaxCheck>((resolve) => {
    becomeReady = () => resolve(SOUND);
  });
  vi.mocked(checkForServer).mockReturnValue(ready);
});

async function filesOf(count: number, sqlOf: (n: number) => string = (n) => `select ${n};`) {
  const names = Array.from({ length: count }, (_, n) => `${String(n).padStart(3, '0')}_a`);
  const files = Object.fromEntries(names.map((name, n) => [`db/migrations/${name}.up.sql`, sqlOf(n)]));
  const { dir } = await createProject({ files });
  return { names, files: discoverMigrations(path.join(dir, 'db/migrations')).migrations };
}

/** Checks files and counts what has been read of them, and what came through. */
async function check({ files }: Awaited<ReturnType<typeof filesOf>>) {
  const read: string[] = [];
  const through: string[] = [];
  const load = (file: (typeof files)[0]): Promise<LoadedMigration> => {
    read.push(file.name);
    return loadUp(file);
  };
  const checking = checkFiles(files, load, {
    serverVersion: 180_000,
    everything: false,
    withQueries: false,
    onFile: ({ file }) => through.push(file.name),
  });
  checking.catch(() => {});
  for (let turn = 0; turn < 50; turn += 1) await nextTurn();
  return { read, through, checking };
}

it('reads on while the parser becomes ready, and lets files through in their order', async () => {
  const made = await filesOf(60);
  const { read, through, checking } = await check(made);
  expect(read).toEqual(made.names);
  expect(through).toEqual([]);
  becomeReady();
  expect(await checking).toEqual([]);
  expect(through).toEqual(made.names);
});

it('keeps no more than a few large files meanwhile', async () => {
  const made = await filesOf(5, (n) => `select ${n};`.padEnd(900_000));
  const { read, checking } = await check(made);
  expect(read).toHaveLength(3);
  becomeReady();
  await checking;
  expect(read).toEqual(made.names);
});

it('names every file with a fault, in order, whenever it was read', async () => {
  const made = await filesOf(60, (n) => (n % 29 === 1 ? 'copy t from stdin;' : `select ${n};`));
  const { through, checking } = await check(made);
  becomeReady();
  const error = await checking.catch((fault: unknown) => fault);
  if (!ConfitureError.is(error)) throw error;
  expect([...`${error.message} ${error.hint}`.matchAll(/\d{3}_a/g)].map(([name]) => name)).toEqual(
    expect.arrayContaining(['001_a', '030_a', '059_a']),
  );
  expect(through).toHaveLength(57);
});
