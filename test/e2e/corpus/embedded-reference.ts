import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { onTestFinished } from 'vitest';
import { copyEmbeddedDatabase } from '../../support/embedded/database.js';
import { fingerprint } from './fingerprint.js';
import { psqlStatements } from './psql-statements.js';

/** An empty embedded database; it is closed and removed when the test ends. */
export async function openEmptyEngine(): Promise<PGlite> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'confiture-engine-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  await copyEmbeddedDatabase(directory);
  return openEngine(directory);
}

/** The embedded database in `directory`; it is closed when the test ends. */
export async function openEngine(directory: string): Promise<PGlite> {
  const engine = await PGlite.create({ dataDir: directory });
  onTestFinished(() => engine.close());
  return engine;
}

/** Runs scripts as psql does, but for the session, which is made like new before each: there is only one. */
export async function runLikePsqlEmbedded(engine: PGlite, files: readonly string[]): Promise<void> {
  for (const file of files) {
    await engine.exec('set session authorization postgres');
    await engine.exec('discard all');
    await runScript(engine, await readFile(file, 'utf8'));
  }
}

async function runScript(engine: PGlite, script: string): Promise<void> {
  let conforming = true;
  for (const { text, copyData } of psqlStatements(script, () => !conforming)) {
    if (copyData === null) await engine.exec(text);
    else {
      const fromBlob = text.replace(/\bfrom\s+stdin\b/i, "from '/dev/blob'");
      await engine.query(fromBlob, [], { blob: new Blob([copyData]) });
    }
    const setting = /\bstandard_conforming_strings\s*=\s*(on|off)/.exec(text)?.[1];
    if (setting) conforming = setting === 'on';
  }
}

export function fingerprintOfEngine(engine: PGlite): Promise<string[]> {
  return fingerprint(async (text) => (await engine.query(text)).rows as never);
}
