import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Connection } from '../database/connection.js';
import { serialize } from '../events/serializer.js';
import { enqueueSql } from './enqueue.js';
import type { OutboxEntry } from './entry.js';
import { ensureOutbox } from './schema.js';

/**
 * A folder for events of failures that could not be told to the database. A file appears in it whole or
 * not at all, and is on the disk before `write` resolves.
 */
export interface Spool {
  /** Rejects with the system's error where the folder cannot be written, for instance ENOSPC. */
  write(entry: OutboxEntry): Promise<void>;
  hasEntries(): Promise<boolean>;
  /** Moves what is in the folder into the outbox. Files that cannot be read stay and are returned. */
  moveInto(
    connection: Connection,
  ): Promise<{ readonly moved: number; readonly unreadable: readonly string[] }>;
}

export function openSpool(folder: string): Spool {
  const files = async () => {
    const names = await readdir(folder).catch(() => []);
    return names.filter((name) => name.endsWith('.json')).sort();
  };
  return {
    write: (entry) => writeWhole(folder, `${entry.event.id}.json`, serialize({ version: 1, ...entry })),
    hasEntries: async () => (await files()).length > 0,
    async moveInto(connection) {
      const names = await files();
      if (names.length > 0) await ensureOutbox(connection);
      const unreadable: string[] = [];
      for (const name of names) {
        const entry = await readEntry(path.join(folder, name));
        if (entry === null) unreadable.push(name);
        else {
          await connection.run(`begin; ${enqueueSql(entry, null)}; commit`);
          await rm(path.join(folder, name), { force: true });
        }
      }
      return { moved: names.length - unreadable.length, unreadable };
    },
  };
}

/** A kill at any point leaves the file as it was before, or whole; a failure leaves nothing behind. */
async function writeWhole(folder: string, name: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const unfinished = path.join(folder, `${name}.${randomBytes(4).toString('hex')}.new`);
  try {
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path.join(folder, name));
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

/** The rename itself must reach the disk. Windows cannot open folders, and does without. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

async function readEntry(file: string): Promise<OutboxEntry | null> {
  try {
    const entry = JSON.parse(await readFile(file, 'utf8')) as OutboxEntry & { version: number };
    const isEntry =
      entry.version === 1 && typeof entry.event.id === 'string' && Array.isArray(entry.deliveries);
    return isEntry ? entry : null;
  } catch {
    return null;
  }
}
