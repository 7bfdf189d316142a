import { createHash, createPublicKey, verify } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createDatabase } from '../../support/database.js';
import { createProject } from '../../support/project.js';
import { startRecorder } from '../../support/receiver.js';
import { createRole } from '../../support/role.js';
import { bothDatabases, createMigratingProject } from '../both-databases.js';

const FILES = {
  '001_item':
    "create table item (id integer primary key, name text); insert into item values (1, 'a'), (2, 'b');",
  '002_price': 'alter table item add price numeric default 0;',
};
const INVARIANT = 'select count(*) from item;\nselect id, name from item order by id;';

interface Envelope {
  readonly payload: string;
  readonly payloadType: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

type Hashes = Readonly<Record<string, string>>;

interface Statement {
  readonly predicate: {
    readonly schema: Hashes;
    readonly ledger: Hashes;
    readonly queries: readonly Hashes[];
  };
}

/** What the published rules of DSSE ask of a verifier, and nothing of Confiture's. */
function payloadOf(text: string, publicPem: string): unknown {
  const { payload, payloadType, signatures } = JSON.parse(text) as Envelope;
  const body = Buffer.from(payload, 'base64');
  const signed = Buffer.concat([
    Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${body.length} `),
    body,
  ]);
  const key = createPublicKey(publicPem);
  const isSigned = signatures.some(({ sig }) => verify(null, signed, key, Buffer.from(sig, 'base64')));
  if (!isSigned || payloadType !== 'application/vnd.in-toto+json') throw new Error('not signed');
  return JSON.parse(body.toString('utf8'));
}

/** Bytes of the signed text, and of the signature, that can be altered without this verifier's notice. */
function unnoticed(text: string, publicPem: string): string[] {
  const envelope = JSON.parse(text) as Envelope;
  const [signature] = envelope.signatures;
  const refuses = (altered: object) => {
    try {
      payloadOf(JSON.stringify({ ...envelope, ...altered }), publicPem);
      return false;
    } catch {
      return true;
    }
  };
  const of = (part: string, base64: string, put: (altered: string) => object) => {
    const bytes = Buffer.from(base64, 'base64');
    const accepted = [...bytes.keys()].filter((index) => {
      const copy = Buffer.from(bytes);
      copy[index] = (bytes[index] ?? 0) ^ 1;
      return !refuses(put(copy.toString('base64')));
    });
    return accepted.map((index) => `${part}, byte ${index}`);
  };
  return [
    ...of('payload', envelope.payload, (payload) => ({ payload })),
    ...of('signature', signature?.sig ?? '', (sig) => ({ signatures: [{ ...signature, sig }] })),
  ];
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');

describe.each(bothDatabases)(
  'the certificate of a migration whose invariants held, on %s',
  (_name, makeEnv) => {
    it('is stored with it, and accepted by a verifier that knows nothing of Confiture', async () => {
      const env = await makeEnv();
      const project = await createMigratingProject(env, FILES);
      await project.write('db/migrations/002_price.invariant.sql', INVARIANT);
      await project.write('db/migrations/002_price.verify.sql', 'select count(price) = 2 from item;');
      expect(await project.up()).toMatchObject({ exitCode: 0 });
      const json = async (...args: string[]) =>
        JSON.parse((await project.run([...args, '--format', 'json'], env)).stdout);

      const { certificates } = await json('certificate', 'list');
      expect(certificates).toEqual([
        expect.objectContaining({ migration: { version: '002', name: '002_price' }, queries: 2 }),
      ]);
      const [{ id, key_id, sha256: payloadHash }] = certificates;
      await project.run(['certificate', 'export', id, '--out', 'proof.json'], env);
      const text = await project.read('proof.json');
      const pem = (await project.run(['certificate', 'key', '--export'])).stdout;
      const statement = payloadOf(text, pem) as Statement;
      expect(statement).toMatchObject({
        _type: 'https://in-toto.io/Statement/v1',
        subject: [{ name: '002_price.up.sql', digest: { sha256: sha256(FILES['002_price']) } }],
        predicateType: 'urn:confiture:behavioral-equivalence:v1',
        predicate: {
          states: expect.stringMatching(
            /^These 2 queries gave the same results .* Nothing is said about other/,
          ),
          certificate_id: id,
          environment: 'local',
          project: 'public.tb_confiture',
          migration: { version: '002', name: '002_price' },
          invariant_file: { sha256: sha256(INVARIANT) },
          queries: [
            { number: 1, sha256: sha256('select count(*) from item'), ordered: false, rows: 1 },
            { number: 2, line: 2, ordered: true, rows: 2 },
          ],
        },
      });
      expect(unnoticed(text, pem)).toEqual([]);
      const { schema, ledger, queries } = statement.predicate;
      expect(schema.sha256_before).not.toBe(schema.sha256_after);
      expect(ledger.sha256_before).not.toBe(ledger.sha256_after);
      for (const query of queries) expect(query.result_sha256_before).toBe(query.result_sha256_after);
      const { payload, signatures } = JSON.parse(text) as Envelope;
      expect(sha256(Buffer.from(payload, 'base64'))).toBe(payloadHash);
      const spki = createPublicKey(pem).export({ format: 'der', type: 'spki' });
      expect([key_id, signatures[0]?.keyid]).toEqual([sha256(spki).slice(0, 16), sha256(spki).slice(0, 16)]);
      expect((await stat(path.join(project.dir, '.confiture/certificate-key.pem'))).mode & 0o777).toBe(0o600);

      // Elsewhere, with neither the project nor the database at hand.
      const other = await createProject({ files: { 'proof.json': text, 'public.pem': pem } });
      const check = (...args: string[]) => other.run(['certificate', 'verify', 'proof.json', ...args]);
      const valid = await check('--key', 'public.pem');
      expect(valid).toMatchObject({
        exitCode: 0,
        stdout: expect.stringContaining('The certificate is valid'),
      });
      expect(valid.stdout).toContain(
        'These 2 queries gave the same results before and after 002_price.up.sql',
      );
      expect(await check()).toMatchObject({ exitCode: 5 });
      await other.write('proof.json', text.replace(/"payload":"(.)/, '"payload":"a'));
      expect(await check('--key', 'public.pem')).toMatchObject({ exitCode: 1 });
    });
  },
);

async function serverProject(config?: object) {
  const database = await createDatabase();
  const project = await createProject(config && { config });
  for (const [name, text] of Object.entries(FILES)) await project.migration(name, text);
  await project.write('db/migrations/002_price.invariant.sql', INVARIANT);
  return { ...project, database, env: { CONFITURE_DATABASE_URL: database.url } };
}

describe('a certificate', () => {
  it('is not made without a key outside of environment local, which is said once', async () => {
    const { run, env, list, database } = await serverProject();
    const { exitCode, stderr } = await run(['migrate', 'up', '--env', 'staging'], env);
    expect(exitCode).toBe(0);
    expect(stderr.match(/No certificate is made/g)).toHaveLength(1);
    expect(await list()).not.toContain('.confiture');
    expect(await database.query("select to_regnamespace('confiture')::text as schema")).toEqual([
      { schema: null },
    ]);
    expect((await run(['certificate', 'list', '--env', 'staging'], env)).stdout).toContain(
      'There are no certificates.',
    );
    expect(await run(['certificate', 'key', '--env', 'staging'])).toMatchObject({
      exitCode: 5,
      stderr: expect.stringContaining('openssl genpkey -algorithm ed25519'),
    });
  });

  it('is made where the role may not read the identity of the cluster, and names the database alone', async () => {
    const { run, database } = await serverProject();
    const role = await createRole(database);
    await database.query(`revoke execute on function pg_control_system() from public;
      grant create on database ${database.name} to ${role.name}; grant create on schema public to ${role.name}`);
    const up = await run(['migrate', 'up'], { CONFITURE_DATABASE_URL: role.url });
    expect(up.exitCode, up.stderr).toBe(0);
    const [row] = await database.query<Envelope>(
      `select convert_from(decode(envelope::json ->> 'payload', 'base64'), 'UTF8') as payload from confiture.certificates`,
    );
    expect(JSON.parse(row?.payload ?? '').predicate.database).toEqual({
      system_identifier: null,
      oid: null,
      name: database.name,
      server_version: expect.any(Number),
    });
  });

  it('is signed by the key of the variable, which must be one', async () => {
    const { run, env, write, database } = await serverProject();
    const seed = Buffer.alloc(32, 7).toString('base64');
    const broken = await run(['migrate', 'up'], { ...env, CONFITURE_CERTIFICATE_KEY: 'invented-key' });
    expect(broken).toMatchObject({
      exitCode: 5,
      stderr: expect.stringContaining('CONFITURE_CERTIFICATE_KEY, holds no private Ed25519 key'),
    });
    expect(broken.stderr).not.toContain('invented-key');
    expect(await database.query("select to_regclass('item')::text as item")).toEqual([{ item: null }]);
    const signed = { ...env, CONFITURE_CERTIFICATE_KEY: seed };
    await run(['migrate', 'up', '--env', 'staging'], signed);
    const key = JSON.parse((await run(['certificate', 'key', '--format', 'json'], signed)).stdout);
    const { certificates } = JSON.parse(
      (await run(['certificate', 'list', '--env', 'staging', '--format', 'json'], env)).stdout,
    );
    expect(certificates).toMatchObject([{ key_id: key.key_id, environment: 'staging' }]);
    expect(JSON.stringify(certificates)).not.toContain(seed);
    const show = (id: string) => run(['certificate', 'show', id, '--env', 'staging'], env);
    expect((await show(certificates[0].id)).stdout).toContain(`Certificate: ${certificates[0].id}`);
    expect(await show('crt_0')).toMatchObject({ exitCode: 5 });
    // Its output alone is the certificate, to the last byte.
    const { stdout } = await run(['certificate', 'export', certificates[0].id, '--env', 'staging'], env);
    await write('exported.json', stdout);
    expect(await run(['certificate', 'verify', 'exported.json'], signed)).toMatchObject({ exitCode: 0 });
  });

  it('names the plan that was approved, by whom, and the commit of the job', async () => {
    const { run, env, write, database } = await serverProject();
    await write('db/migrations/002_price.up.sql', `-- confiture: requires-approval\n${FILES['002_price']}`);
    const as = (person: string) => ({
      ...env,
      CONFITURE_CERTIFICATE_KEY: Buffer.alloc(32, 9).toString('base64'),
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTOR: person,
      GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567',
    });
    const asked = JSON.parse((await run(['migrate', 'up', '--format', 'json'], as('ann'))).stdout);
    const { approval, plan_hash } = asked.error.details;
    expect(await run(['approvals', 'grant', approval], as('bob'))).toMatchObject({ exitCode: 0 });
    expect(await run(['migrate', 'up'], as('ann'))).toMatchObject({ exitCode: 0 });
    const [row] = await database.query<{ envelope: string; plan_hash: string }>(
      'select envelope, plan_hash from confiture.certificates',
    );
    const { payload } = JSON.parse(row?.envelope ?? '{}') as Envelope;
    const { predicate } = JSON.parse(Buffer.from(payload, 'base64').toString('utf8'));
    expect(predicate).toMatchObject({
      plan_hash: row?.plan_hash,
      actor: { name: 'ann', source: 'ci' },
      commit: '0123456789abcdef0123456789abcdef01234567',
      approvals: [{ id: approval, actor: 'bob', actor_source: 'ci' }],
    });
    expect(row?.plan_hash).toBe(plan_hash);
  });

  it('names who agreed to single phases of the file, in an earlier run too', async () => {
    const { run, env, write, database } = await serverProject();
    const phases = ['one', 'two'].map((name) => `-- confiture: phase ${name} requires-approval`);
    await write(
      'db/migrations/002_price.up.sql',
      `${phases[0]}\n${FILES['002_price']}\n${phases[1]}\nselect 1;\n-- confiture: phase last\nselect 2;`,
    );
    const as = (person: string) => ({ ...env, GITHUB_ACTIONS: 'true', GITHUB_ACTOR: person });
    const signed = { CONFITURE_CERTIFICATE_KEY: Buffer.alloc(32, 9).toString('base64') };
    const up = () => run(['migrate', 'up', '--format', 'json'], { ...as('ann'), ...signed });
    const grants: object[] = [];
    for (const person of ['bob', 'cid']) {
      const { approval } = JSON.parse((await up()).stdout).error.details;
      expect(await run(['approvals', 'grant', approval], as(person))).toMatchObject({ exitCode: 0 });
      grants.push({ id: approval, actor: person });
    }
    expect(await up()).toMatchObject({ exitCode: 0 });
    const [row] = await database.query<{ envelope: string }>('select envelope from confiture.certificates');
    const { payload } = JSON.parse(row?.envelope ?? '{}') as Envelope;
    const { predicate } = JSON.parse(Buffer.from(payload, 'base64').toString('utf8'));
    expect(predicate).toMatchObject({ approvals: grants });
  });

  it('is made of a migration outside of a transaction too, and of none that is kept though it is not valid', async () => {
    const { run, env, write, database } = await serverProject({
      migration: { onValidationFailure: 'keep' },
    });
    await write(
      'db/migrations/002_price.up.sql',
      '-- confiture: no-transaction\nalter table item add price numeric;',
    );
    await write('db/migrations/003_less.up.sql', 'delete from item where id = 2;');
    await write('db/migrations/003_less.invariant.sql', INVARIANT);
    expect(await run(['migrate', 'up'], env)).toMatchObject({
      exitCode: 1,
      stdout: expect.stringMatching(
        /^Certificate of 002_price: (crt_\w+) \(`confiture certificate show \1`\)$/m,
      ),
    });
    const rows = await database.query('select migration_version, envelope from confiture.certificates');
    expect(rows).toMatchObject([{ migration_version: '002' }]);
  });
});

it('tells of validations and certificates', async () => {
  const { run, env, write } = await serverProject();
  const receiver = await startRecorder();
  onTestFinished(() => receiver.close());
  const told = {
    ...env,
    CONFITURE_WEBHOOK_URL: receiver.url,
    CONFITURE_WEBHOOK_EVENTS: '*',
    CONFITURE_WEBHOOK_FORMAT: 'envelope',
  };
  await write('db/migrations/003_less.up.sql', 'delete from item where id = 2;');
  await write('db/migrations/003_less.invariant.sql', INVARIANT);
  expect(await run(['migrate', 'up'], told)).toMatchObject({ exitCode: 1 });
  const events = receiver.requests.map(({ body }) => JSON.parse(body.toString('utf8')));
  const of = (version: string) =>
    events
      .filter(({ data }) => data.migration_version === version)
      .filter(
        ({ type, data }) =>
          /^(validation|certificate)\.|^migration\.(completed|failed)/.test(type) ||
          data.phase === 'validate',
      );
  const typesOf = (version: string) =>
    of(version)
      .map(({ type }) => type)
      .sort();
  const dataOf = (version: string, wanted: string) => of(version).find(({ type }) => type === wanted)?.data;
  expect(typesOf('002')).toEqual([
    'certificate.generated',
    'migration.completed',
    'migration.phase.completed',
    'migration.phase.started',
    'validation.completed',
    'validation.started',
  ]);
  expect(dataOf('002', 'validation.completed')).toMatchObject({
    checks: 2,
    files: ['002_price.invariant.sql'],
    duration_seconds: expect.any(Number),
  });
  expect(dataOf('002', 'certificate.generated')).toMatchObject({
    certificate_id: expect.stringMatching(/^crt_/),
    queries: 2,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(typesOf('003')).toEqual([
    'error.escalated',
    'error.occurred',
    'migration.failed',
    'migration.phase.failed',
    'migration.phase.started',
    'validation.failed',
    'validation.started',
  ]);
  const error = events.find(({ type }) => type === 'error.occurred');
  expect(error.data).toMatchObject({ migration_version: '003', phase: 'validate' });
  const failedPhases = events.filter(({ type }) => type === 'migration.phase.failed');
  expect(failedPhases.map(({ data }) => data.phase)).toEqual(['validate']);
  expect(dataOf('003', 'migration.phase.failed')).toMatchObject({
    phase_number: 2,
    total_phases: 2,
    errors_escalated: 1,
  });
  expect(dataOf('003', 'validation.failed')).toMatchObject({
    rolled_back: true,
    failures: [
      { file: '003_less.invariant.sql', query: 1, rows_before: 1, rows_after: 1, rows_different: 1 },
      {
        query: 2,
        rows_before: 2,
        rows_after: 1,
        rows_different: 1,
        reason: expect.stringContaining('other rows'),
      },
    ],
  });
});
