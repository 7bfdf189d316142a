import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Connection } from '../../src/database/connection.js';
import { sampleEvent } from '../../src/events/catalog.js';
import type { OutboxEntry } from '../../src/outbox/entry.js';
import { openSpool } from '../../src/outbox/spool.js';

const message = { target: 'audit', eventType: 'migration.failed', migration: '005_add_payment_table' };
const entry: OutboxEntry = {
  event: sampleEvent('migration.failed'),
  deliveries: [{ id: 'dlv_1', hook: 'webhooks', message, text: JSON.stringify(message) }],
};

async function folder(): Promise<string> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'confiture-spool-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return path.join(dir, 'spool');
}

/** A session that has the tables and notes what it is told to run. */
function session(fails = false) {
  const ran: string[] = [];
  const connection = {
    query: async () => [{ step: 2 }],
    run: async (text: string) => {
      ran.push(text);
      if (fails) throw new Error('gone');
    },
  };
  return { connection: connection as unknown as Connection, ran };
}

it('moves what it holds into the outbox, once', async () => {
  const spool = openSpool(await folder());
  await spool.write(entry);
  expect(await spool.hasEntries()).toBe(true);
  const { connection, ran } = session();
  expect(await spool.moveInto(connection)).toEqual({ moved: 1, unreadable: [] });
  expect(ran).toEqual([expect.stringContaining(entry.event.id)]);
  expect(await spool.hasEntries()).toBe(false);
});

it('keeps its files where the database fails again', async () => {
  const spool = openSpool(await folder());
  await spool.write(entry);
  await expect(spool.moveInto(session(true).connection)).rejects.toThrow('gone');
  expect(await spool.hasEntries()).toBe(true);
});

it('leaves a file it cannot read where it is, and says so', async () => {
  const dir = await folder();
  const spool = openSpool(dir);
  await spool.write(entry);
  await writeFile(path.join(dir, 'a.json'), '{"version": 1, "half": ');
  expect(await spool.moveInto(session().connection)).toEqual({ moved: 1, unreadable: ['a.json'] });
  expect(await readdir(dir)).toEqual(['a.json']);
});

it('rejects with the reason where the folder cannot be written', async () => {
  const dir = await folder();
  await writeFile(dir, '');
  await expect(openSpool(dir).write(entry)).rejects.toMatchObject({ code: 'EEXIST' });
  expect(await openSpool(dir).hasEntries()).toBe(false);
});
