// The least a program can do: one connection, every migration in a transaction of its own with the same ledger row,
// everything sent without waiting. The yardstick for `migrate up`.
globalThis.navigator ??= { userAgent: 'Node.js' };

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';

const LEDGER = `create table ledger (id uuid primary key default gen_random_uuid(),
  pk bigint generated always as identity unique, slug text not null unique, version text not null unique,
  name text not null, applied_at timestamptz not null default now(), execution_time_ms integer, checksum text,
  applied_by text);
create index on ledger (pk);
create index on ledger (slug);
create index on ledger (version);
create index on ledger (applied_at desc);`;

const [url, dir] = process.argv.slice(2);
const client = new pg.Client({ connectionString: url, pipeline: true });
await client.connect();
client.query(LEDGER);
const done = [];
for (const file of readdirSync(dir).sort()) {
  const text = readFileSync(path.join(dir, file), 'utf8');
  const checksum = createHash('sha256').update(text).digest('hex');
  done.push(client.query('begin'), client.query(text));
  done.push(
    client.query(
      `insert into ledger (slug, version, name, checksum) values ('${file}', '${file}', '${file}', '${checksum}'); commit`,
    ),
  );
}
await Promise.all(done);
await client.end();
