// Runs very large and very many migrations against a server and says how long they took and how much memory the
// command had at most. Usage: CONFITURE_DATABASE_URL=… node scripts/sweep/size.mjs (an empty database; Linux).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const MEGABYTE = 1024 * 1024;
const cli = path.resolve(process.env.CONFITURE_TEST_CLI ?? 'dist/bin/confiture.cjs');
const megabytes = Number(process.argv[2] ?? 200);

const cases = [
  ['1 file of one statement', (dir) => writeFileSync(path.join(dir, '1_one.up.sql'), 'select 1;')],
  [
    `1 file of ${megabytes} MB of inserts`,
    (dir) => writeInserts(path.join(dir, '1_inserts.up.sql'), megabytes),
  ],
  [`1 file of ${megabytes} MB of COPY data`, (dir) => writeCopy(path.join(dir, '1_copy.up.sql'), megabytes)],
  ['1 file of 20,000 statements', (dir) => writeStatements(path.join(dir, '1_many.up.sql'), '')],
  [
    'the same, statement by statement',
    (dir) => writeStatements(path.join(dir, '1_alone.up.sql'), '-- confiture: no-transaction\n'),
  ],
  ['1,000 files', (dir) => writeFiles(dir, 1_000)],
  ['10,000 files', (dir) => writeFiles(dir, 10_000)],
];

for (const [name, write] of cases) {
  const project = mkdtempSync(path.join(os.tmpdir(), 'confiture-size-'));
  try {
    const dir = path.join(project, 'db/migrations');
    mkdirSync(dir, { recursive: true });
    await write(dir);
    const table = `public.size_ledger_${cases.findIndex(([other]) => other === name)}`;
    writeFileSync(
      path.join(project, 'confiture.config.json'),
      JSON.stringify({ migration: { tracking_table: table } }),
    );
    console.log(`${name}: ${describe(await run(project))}`);
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

function describe({ exitCode, seconds, peak }) {
  return `exit ${exitCode}, ${seconds.toFixed(1)} s, peak memory ${Math.round(peak / 1024)} MB`;
}

async function run(cwd) {
  const started = performance.now();
  const child = spawn(process.execPath, [cli, 'migrate', 'up', '--quiet'], {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, peakOf(child.pid));
  }, 50);
  const [exitCode] = await once(child, 'exit');
  clearInterval(timer);
  return { exitCode, seconds: (performance.now() - started) / 1000, peak };
}

/** Kilobytes; 0 once the process is gone. */
function peakOf(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

async function writeInserts(file, size) {
  await writeLines(
    file,
    size,
    'drop table if exists size_inserts; create table size_inserts (n integer, s text);\n',
    (n) =>
      `insert into size_inserts values (${n}, 'some text that makes the line about as long as lines are; ${n}');\n`,
  );
}

async function writeCopy(file, size) {
  const head =
    'drop table if exists size_copy; create table size_copy (n integer, s text);\ncopy size_copy from stdin;\n';
  await writeLines(
    file,
    size,
    head,
    (n) => `${n}\tsome text that makes the line about as long as lines are; ${n}\n`,
    '\\.\n',
  );
}

async function writeLines(file, size, head, line, tail = '') {
  const out = createWriteStream(file);
  out.write(head);
  let written = head.length;
  for (let n = 0; written < size * MEGABYTE; ) {
    let chunk = '';
    while (chunk.length < MEGABYTE) chunk += line(n++);
    written += chunk.length;
    if (!out.write(chunk)) await once(out, 'drain');
  }
  out.end(tail);
  await once(out, 'finish');
}

function writeStatements(file, head) {
  const lines = Array.from({ length: 20_000 }, (_, n) => `insert into size_many values (${n});\n`);
  writeFileSync(
    file,
    `${head}drop table if exists size_many; create table size_many (n integer);\n${lines.join('')}`,
  );
}

function writeFiles(dir, count) {
  for (let n = 1; n <= count; n += 1) {
    writeFileSync(path.join(dir, `${String(n).padStart(6, '0')}_file.up.sql`), `select ${n};\n`);
  }
}
