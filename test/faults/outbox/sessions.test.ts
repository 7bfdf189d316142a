import { describe, expect, it, onTestFinished } from 'vitest';
import { connect } from '../../../src/database/connect.js';
import { listDeliveries } from '../../../src/outbox/log/list.js';
import { pruneDeliveries } from '../../../src/outbox/log/prune.js';
import { fanOutAll } from '../../../src/outbox/records/fan-out.js';
import { claimDue } from '../../../src/outbox/store/claim.js';
import { isAnythingLeft, releaseExpired } from '../../../src/outbox/store/release.js';
import { createDatabase } from '../../support/database.js';
import { startServer } from '../../support/postgres-server.js';
import { createProject } from '../../support/project.js';
import { startRecorder } from '../../support/receiver.js';
import {
  arrive,
  deliveryId,
  entryFor,
  openConnection,
  passAt,
  recordingHook,
  SCOPE,
  store,
} from '../outbox-bench.js';

const ANY = [{ hook: 'webhooks', endpoints: null }];
const ROOM = { firstRoom: 10, rooms: [] };

describe('a backend with the process id of a session that is gone', () => {
  it('keeps nothing that was leased before it started', async () => {
    const { url } = await createDatabase();
    const [holder, other] = [await openConnection(url), await openConnection(url)];
    await store(holder, [entryFor(1, ['audit'])]);
    await claimDue(holder, { token: 'holder', at: null }, SCOPE, ANY, ROOM);
    await arrive(holder, [entryFor(2, ['audit'])], 'holder');
    expect(await isAnythingLeft(other, SCOPE)).toBe(false);
    // As if another process had taken both before this backend started: the same id after a restart of the container.
    const earlier = "interval '10 seconds'";
    await other.run(`update confiture.deliveries set leased_until = leased_until - ${earlier};
      update confiture.outbox_records set held_until = held_until - ${earlier}`);
    expect(await isAnythingLeft(other, SCOPE)).toBe(true);
    expect(await releaseExpired(other, { token: 'other', at: null })).toBe(1);
    await fanOutAll(other);
    const claimed = await claimDue(other, { token: 'other', at: null }, SCOPE, ANY, ROOM);
    expect(claimed.map(({ id }) => id)).toEqual([deliveryId(1), deliveryId(2)]);
  });

  it('keeps what it holds where another role may not see when it started', async () => {
    const { url, name, query } = await createDatabase();
    const holder = await openConnection(url);
    await store(holder, [entryFor(1, ['audit'])]);
    await claimDue(holder, { token: 'holder', at: null }, SCOPE, ANY, ROOM);
    const role = `${name}_sender`;
    await query(`create role ${role} login password 'invented'; grant usage on schema confiture to ${role};
      grant all on all tables in schema confiture to ${role}`);
    onTestFinished(async () => {
      await query(`drop owned by ${role}; drop role ${role}`);
    });
    const place = new URL(url);
    [place.username, place.password] = [role, 'invented'];
    const other = await connect({ kind: 'postgres', url: place.href, source: 'test' }, { embeddedWaitMs: 0 });
    try {
      expect(await releaseExpired(other, { token: 'other', at: null })).toBe(0);
    } finally {
      await other.close();
    }
  });
});

describe('a worker that stood still for longer than its leases', () => {
  it('begins nothing that another has taken meanwhile', async () => {
    const { url } = await createDatabase();
    const connection = await openConnection(url);
    const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
    await store(
      connection,
      numbers.map((number) => entryFor(number, ['audit'])),
    );
    let nowMs = Date.now();
    const other = recordingHook(() => ({ kind: 'done', text: 'HTTP 200' }));
    const asked: string[] = [];
    const hook = {
      ...recordingHook(() => ({ kind: 'done', text: 'HTTP 200' })),
      deliver: async (_message: unknown, { event }: { event: { id: string } }) => {
        asked.push(event.id);
        // All that is under way at once has begun: the process stands still, and the leases run out.
        if (asked.length === 16) {
          nowMs += 80_000;
          await passAt(url, other, new Date(nowMs));
        } else
          await expect
            .poll(() => asked.length >= 16 && other.asked.length === 20, { timeout: 20_000 })
            .toBe(true);
        return { kind: 'done' as const, text: 'HTTP 200' };
      },
    };
    await passAt(url, hook, new Date(nowMs), { now: () => nowMs, at: () => null });
    expect(other.asked).toHaveLength(20);
    expect(asked, 'only what was under way before').toHaveLength(16);
    const states = (await listDeliveries(connection, SCOPE, { limit: 30 })).map(({ state }) => state);
    expect(states).toEqual(numbers.map(() => 'delivered'));
  });
});

describe('prunes at the same moment', () => {
  it('leave no event without deliveries, though each deletes a part of them', async () => {
    const { url, query } = await createDatabase();
    const [first, second, holder] = await Promise.all([1, 2, 3].map(() => openConnection(url)));
    if (!first || !second || !holder) throw new Error('three sessions are needed');
    await store(first, [entryFor(1, ['audit', 'chat'])]);
    await query(`update confiture.deliveries set state = 'delivered', settled_at = now() - interval '40 days';
      update confiture.events set created_at = now() - interval '40 days';
      create function wait() returns trigger language plpgsql as
        $$ begin perform pg_advisory_xact_lock_shared(1); return old; end $$;
      create trigger wait before delete on confiture.deliveries for each row
        when (old.id = '${deliveryId(1, 1)}') execute function wait()`);
    // The first prune takes one delivery and waits in the middle of deleting it, while the second takes the other one.
    await holder.run(`select pg_advisory_lock(1); begin;
      select from confiture.deliveries where id = '${deliveryId(1, 2)}' for update`);
    const waiting = pruneDeliveries(first, null, SCOPE, 30);
    const isWaiting = `select from pg_locks where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`;
    await expect.poll(() => query(isWaiting), { timeout: 20_000 }).toHaveLength(1);
    await holder.run('commit');
    expect(await pruneDeliveries(second, null, SCOPE, 30)).toBe(1);
    await holder.run('select pg_advisory_unlock(1)');
    expect(await waiting).toBe(1);
    expect(await query('select from confiture.events')).toEqual([]);
  });

  it('delete what an earlier version, or a killed prune, has left of events', async () => {
    const { url, query } = await createDatabase();
    const connection = await openConnection(url);
    await store(connection, [entryFor(1, ['audit']), entryFor(2, ['audit'])]);
    const first = entryFor(1, []).event.id;
    await query(`delete from confiture.deliveries; update confiture.events
      set created_at = now() - case when id = '${first}' then interval '40 days' else interval '20 days' end`);
    expect(await pruneDeliveries(connection, null, SCOPE, 30)).toBe(0);
    expect(await query('select id from confiture.events')).toEqual([{ id: entryFor(2, []).event.id }]);
  });
});

describe('a database whose transactions are', () => {
  it.each(['serializable', 'repeatable read'])(
    '%s by default is delivered from in transactions that never have to be repeated',
    async (level) => {
      const { project, database, receiver, env } = await projectWithEvents(3);
      await database.query(`alter database ${database.name} set default_transaction_isolation = '${level}';
        create function refuse() returns trigger language plpgsql as $$ begin
          if current_setting('transaction_isolation') <> 'read committed' then
            raise exception 'could not serialize access' using errcode = 'serialization_failure';
          end if;
          return null;
        end $$;
        create trigger refuse after insert or update or delete on confiture.outbox_records execute function refuse();
        create trigger refuse after insert or update or delete on confiture.deliveries execute function refuse();
        create trigger refuse after insert or update or delete on confiture.attempts execute function refuse();
        create trigger refuse after insert or update or delete on confiture.endpoint_state execute function refuse()`);
      const commands = ['webhooks deliver', 'webhooks deliveries', 'webhooks retry --failed --since 24h'];
      for (const command of commands) {
        const { exitCode, stderr } = await project.run(command.split(' '), env);
        expect({ command, exitCode, stderr }).toEqual({ command, exitCode: 0, stderr: '' });
      }
      expect(receiver.requests).toHaveLength(3);
    },
  );

  it('read-only by default is said to be so by what sends, and its deliveries can be read', async () => {
    const { project, database, env } = await projectWithEvents(1);
    await project.run(['webhooks', 'deliveries'], env);
    await database.query(`alter database ${database.name} set default_transaction_read_only = on`);
    for (const command of [['worker'], ['webhooks', 'deliver']]) {
      const { exitCode, stderr } = await project.run(command, env);
      expect([command, exitCode]).toEqual([command, 3]);
      expect(stderr).toMatch(/^Error: the session is read-only\nNext: .*default_transaction_read_only/);
    }
    const listed = await project.run(['webhooks', 'deliveries'], env);
    expect(listed.exitCode, listed.stderr).toBe(0);
    expect(listed.stdout).toContain('001_step');
  });
});

it('says that a standby is read-only instead of that nothing is due', { timeout: 120_000 }, async () => {
  const server = await startServer();
  onTestFinished(() => server.stop());
  const { project, env } = await projectWithEvents(1, `${server.url}/postgres`);
  await project.run(['webhooks', 'deliveries'], env);
  await server.becomeStandby();
  for (const command of [['worker'], ['webhooks', 'deliver']]) {
    const { exitCode, stderr } = await project.run(command, env);
    expect([command, exitCode]).toEqual([command, 3]);
    expect(stderr).toBe(
      'Error: the server is a standby, which is read-only\nNext: Name the primary in the database URL.\n',
    );
  }
  expect((await project.run(['webhooks', 'deliveries'], env)).stdout).toContain('001_step');
});

async function projectWithEvents(count: number, url?: string) {
  const [project, database] = [await createProject(), await createDatabase()];
  for (let number = 1; number <= count; number += 1)
    await project.migration(`${String(number).padStart(3, '0')}_step`, `create table step_${number} ()`);
  const receiver = await startRecorder();
  onTestFinished(() => receiver.close());
  const env = { DATABASE_URL: url ?? database.url, CONFITURE_WEBHOOK_URL: receiver.url };
  const run = await project.run(['migrate', 'up', '--drain-timeout', '0'], env);
  expect(run.exitCode, run.stderr).toBe(0);
  return { project, database, receiver, env };
}
