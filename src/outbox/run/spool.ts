import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Connection } from '../../database/connection.js';
import { ensureTables } from '../../storage/schema.js';
import type { Scope } from '../../storage/scope.js';
import { insertRecordSql } from '../records/insert-record.js';
import type { OutboxRecord } from '../records/outbox-record.js';
import { parseSpoolText, type SpooledRecord, spoolText } from './spool-file.js';

/**
 * A folder for events of failures that could not be told to the database. A file appears in it whole or
 * not at all, and is on the disk before `write` resolves.
 */
export interface Spool {
  /**
   * Rejects with the system's error where the folder cannot be written, for instance ENOSPC. `scope` is null where
   * the database could not be asked for it.
   */
  write(record: OutboxRecord, scope: Scope | null): Promise<void>;
  /** True where there is something for `scope`, or something malformed. */
  hasRecords(scope: Scope): Promise<boolean>;
  /**
   * Moves files of `scope` into the outbox; files of other projects and environments stay. A malformed file is set
   * aside with its reason. Files that could be neither moved nor set aside are returned too.
   */
  moveInto(connection: Connection, scope: Scope): Promise<{ moved: number; rejected: RejectedFile[] }>;
  /** What was set aside, by any command. */
  listRejected(): Promise<RejectedFile[]>;
}

/** A malformed file, its path relative to the spool. */
export interface RejectedFile {
  readonly file: string;
  readonly reason: string;
}

/** Subfolder for malformed files. Each has its reason beside it. */
const REJECTED = 'rejected';
const REASON = '.reason.txt';

export function openSpool(folder: string): Spool {
  return {
    write: (record, scope) => writeWhole(folder, `${record.event.id}.json`, spoolText(record, scope)),
    async hasRecords(scope) {
      for (const name of await filesIn(folder)) {
        const found = await readRecord(path.join(folder, name));
        if (typeof found === 'string' || isOf(found, scope)) return true;
      }
      return false;
    },
    async moveInto(connection, scope) {
      const rejected: RejectedFile[] = [];
      let moved = 0;
      for (const name of await filesIn(folder)) {
        const found = await readRecord(path.join(folder, name));
        if (typeof found === 'string') rejected.push(await setAside(folder, name, found));
        else if (isOf(found, scope)) {
          await ensureTables(connection);
          await connection.run(`begin; ${insertRecordSql(found.record, scope, null)}; commit`);
          moved += 1;
          const left = await removeFile(path.join(folder, name));
          if (left !== null)
            rejected.push({ file: name, reason: `it is stored, and cannot be removed: ${left}` });
        }
      }
      return { moved, rejected };
    },
    async listRejected() {
      const aside = path.join(folder, REJECTED);
      return Promise.all(
        (await filesIn(aside)).map(async (name) => {
          const reason = await readFile(path.join(aside, `${name}${REASON}`), 'utf8').catch(() => '');
          return { file: path.join(REJECTED, name), reason: reason.trim() || 'its reason was not kept' };
        }),
      );
    },
  };
}

async function filesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith('.json')).sort();
}

/** A file without a project is of the project that the folder belongs to. */
function isOf({ project, environment }: SpooledRecord, scope: Scope): boolean {
  return environment === scope.environment && (project === null || project === scope.project);
}

async function readRecord(file: string): Promise<SpooledRecord | string> {
  try {
    return parseSpoolText(await readFile(file, 'utf8'));
  } catch (error) {
    return `it cannot be read (${codeOf(error)})`;
  }
}

async function setAside(folder: string, name: string, reason: string): Promise<RejectedFile> {
  const aside = path.join(folder, REJECTED);
  try {
    await mkdir(aside, { recursive: true });
    await writeFile(path.join(aside, `${name}${REASON}`), `${reason}\n`, { mode: 0o600 });
    await rename(path.join(folder, name), path.join(aside, name));
    return { file: path.join(REJECTED, name), reason };
  } catch (error) {
    return { file: name, reason: `${reason}; it cannot be set aside (${codeOf(error)})` };
  }
}

/** The system's code where it refuses, else null. A file that stays is stored again, which changes nothing. */
async function removeFile(file: string): Promise<string | null> {
  try {
    await rm(file, { force: true });
    return null;
  } catch (error) {
    return codeOf(error);
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
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
