import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Connection } from '../../../src/database/connection.js';
import { sampleEvent } from '../../../src/events/catalog.js';
import type { OutboxRecord } from '../../../src/outbox/records/outbox-record.js';
import { openSpool } from '../../../src/outbox/run/spool.js';
import { storageSteps } from '../../../src/storage/steps.js';

const message = { endpoint: 'audit' };
const entry: OutboxRecord = {
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
    trustedOwners: [],
    queryAll: async () => [[{ step: storageSteps.length }]],
    run: async (text: string) => {
      ran.push(text);
      if (fails) throw new Error('gone');
    },
  };
  return { connection: connection as unknown as Connection, ran };
}

const SCOPE = { project: 'public.tb_confiture', environment: entry.event.environment };

it('moves what it holds into the outbox, once', async () => {
  const spool = openSpool(await folder());
  await spool.write(entry, SCOPE);
  expect(await spool.hasRecords(SCOPE)).toBe(true);
  const { connection, ran } = session();
  expect(await spool.moveInto(connection, SCOPE)).toEqual({ moved: 1, rejected: [] });
  expect(ran).toEqual([expect.stringContaining(entry.event.id)]);
  expect(await spool.hasRecords(SCOPE)).toBe(false);
});

it('keeps its files where the database fails again', async () => {
  const spool = openSpool(await folder());
  await spool.write(entry, SCOPE);
  await expect(spool.moveInto(session(true).connection, SCOPE)).rejects.toThrow('gone');
  expect(await spool.hasRecords(SCOPE)).toBe(true);
});

it.each([
  ['project', { ...SCOPE, project: 'other.tb_confiture' }],
  ['environment', { ...SCOPE, environment: 'elsewhere' }],
])('keeps what is of another %s for its own senders', async (_what, other) => {
  const dir = await folder();
  const spool = openSpool(dir);
  await spool.write(entry, SCOPE);
  const { connection, ran } = session();
  expect(await spool.hasRecords(other)).toBe(false);
  expect(await spool.moveInto(connection, other)).toEqual({ moved: 0, rejected: [] });
  expect(ran).toEqual([]);
  expect(await readdir(dir)).toEqual([`${entry.event.id}.json`]);
});

it.each([
  ['of version 1', JSON.stringify({ version: 1, ...entry })],
  ['of a run that did not know its project', JSON.stringify({ version: 2, project: null, ...entry })],
])("takes a file %s for its folder's project, in its environment only", async (_what, text) => {
  const dir = await folder();
  await mkdir(dir);
  await writeFile(path.join(dir, 'evt_1.json'), text);
  const spool = openSpool(dir);
  expect(await spool.hasRecords({ ...SCOPE, environment: 'elsewhere' })).toBe(false);
  expect(await spool.moveInto(session().connection, SCOPE)).toEqual({ moved: 1, rejected: [] });
});

describe('a malformed file', () => {
  const { event, deliveries } = entry;
  it.each([
    ['half of a document', '{"version": 1, "half": ', 'it is not JSON'],
    ['a list', '[]', 'it is not an object'],
    [
      'a file of a newer version',
      JSON.stringify({ version: 4, event, deliveries }),
      'its version is not known',
    ],
    ['no event', JSON.stringify({ version: 2, event: null, deliveries }), 'its event is malformed'],
    [
      'an event without a time',
      JSON.stringify({ version: 2, event: { ...event, created_at: 'soon' }, deliveries }),
      'its event is malformed',
    ],
    [
      'a delivery without a message',
      JSON.stringify({ version: 2, event, deliveries: [{ id: 'dlv_1', hook: 'webhooks', text: '{}' }] }),
      'its deliveries are malformed',
    ],
  ])('(%s) is set aside with its reason, and the others go on', async (_what, text, reason) => {
    const dir = await folder();
    const spool = openSpool(dir);
    await spool.write(entry, SCOPE);
    await writeFile(path.join(dir, 'a.json'), text);
    const rejected = [{ file: path.join('rejected', 'a.json'), reason }];
    expect(await spool.moveInto(session().connection, SCOPE)).toEqual({ moved: 1, rejected });
    expect(await readdir(dir)).toEqual(['rejected']);
    expect(await spool.listRejected()).toEqual(rejected);
    expect(await spool.moveInto(session().connection, SCOPE)).toEqual({ moved: 0, rejected: [] });
  });
});

it('rejects with the reason where the folder cannot be written', async () => {
  const dir = await folder();
  await writeFile(dir, '');
  await expect(openSpool(dir).write(entry, SCOPE)).rejects.toMatchObject({ code: 'EEXIST' });
  expect(await openSpool(dir).hasRecords(SCOPE)).toBe(false);
});
