import { expect, onTestFinished } from 'vitest';
import { openDeliveries } from '../../../src/app/deliveries.js';
import { escapedText } from '../../../src/outbox/records/escaped-text.js';
import { startRecorder } from '../receiver.js';
import { startTestServer, type TestServer } from '../server/start-test-server.js';

/** Markup that would run in several ways, and marks that turn the direction of what follows. */
const MARKUP =
  `<img src=x onerror="document.title='ran'"><script>document.title='ran'</script>` +
  `<svg onload="alert(1)"></svg>"';--\u202eder\u2067`;
/** The same with a word of 10 kB, which has no place to break. */
export const HOSTILE = `${MARKUP}${'W'.repeat(10_000)}`;

const TITLE = `${MARKUP.replaceAll(/\p{Cf}/gu, '')}${'W'.repeat(40)}`;

export interface HostileScene extends TestServer {
  /** A token with a hostile name, which may do everything. */
  readonly token: string;
  /** Paths of screens that show something hostile. */
  readonly lists: readonly string[];
  /** Paths with a hostile filter or id, and of things that tell what the lists do. */
  readonly others: readonly string[];
}

/**
 * A database in which every text that people, files, receivers and other programs give is hostile: what can be given
 * that way is given that way, and what the limits of today stop is written with SQL, as an older version may have.
 */
export async function openHostileScene(): Promise<HostileScene> {
  const receiver = await startRecorder({
    respond: () => (response) => {
      response.writeHead(500, { 'content-type': 'text/html', 'x-trace': MARKUP.replaceAll(/\p{Cf}/gu, '') });
      response.end(HOSTILE);
    },
  });
  onTestFinished(() => receiver.close());
  const files = {
    'db/migrations/001_first.up.sql': `-- confiture: title ${TITLE}\ncreate table first (id integer);`,
    'db/migrations/002_failing.up.sql': `create table second (id "${MARKUP.slice(0, 60).replaceAll('"', "'")}");`,
  };
  const env = { CONFITURE_WEBHOOK_URL: receiver.url, CONFITURE_WEBHOOK_EVENTS: '*' };
  const config = {
    approvals: [{ tiers: ['destructive'] }],
    webhooks: { allowedNetworks: ['127.0.0.0/8'] },
  };
  const scene = await startTestServer({ hasPage: true, files, env, config });
  const { database, project } = scene;
  const up = (...args: string[]) =>
    project.run(['migrate', 'up', '--drain-timeout', '0', ...args], {
      ...env,
      CONFITURE_DATABASE_URL: database.url,
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTOR: MARKUP,
      GITHUB_SHA: 'abcdef0',
    });
  expect((await up('--reason', HOSTILE)).exitCode).toBe(1);
  await project.remove('db/migrations/002_failing.up.sql');
  await project.migration('003_dropping', `-- confiture: title ${TITLE}\ndrop table first;`);
  expect((await up()).exitCode).toBe(9);
  const outbox = await openDeliveries({
    ...scene.server.context.project,
    sessions: scene.server.context.sessions,
  });
  await outbox.deliver();
  const { token, endpoint } = await store(scene, receiver.url);
  await spread(database);
  return { ...scene, token, ...(await pathsOf(scene, endpoint)) };
}

/** An endpoint, a token and an approval through the API, with what it lets through. */
async function store({ api, database }: TestServer, url: string) {
  const endpoint = await api.post<{ id: string }>('/v1/webhooks', { body: { url, name: 'stored' } });
  expect(endpoint.status).toBe(201);
  const body = { name: 'person', scopes: ['read', 'manage', 'operate', 'approve'] };
  const token = await api.post<{ secret: string }>('/v1/tokens', { body });
  expect(token.status).toBe(201);
  const [approval] = await database.query<{ id: string }>('select id from confiture.approvals');
  const denied = await api.post(`/v1/approvals/${approval?.id}/deny`, { body: { comment: HOSTILE } });
  expect(denied.status).toBe(200);
  return { token: token.body.secret, endpoint: endpoint.body.id };
}

/** What no limit of today lets through; the newest delivery stays with its endpoint, whose request is then shown. */
async function spread(database: TestServer['database']): Promise<void> {
  const changes = [
    `update confiture.runs set actor = $1, reason = $1, host = $1, commit_id = $1, current_migration = $1,
      phase = $1, version = $1, link = 'javascript:document.title="ran"//' || $1`,
    `update confiture.approvals set requested_by = $1`,
    `update confiture.approval_decisions set actor = $1`,
    `update confiture.audit set actor = $1, reason = $1, token_name = $1, address = $1, subject = $1`,
    `update confiture.api_tokens set name = $1, created_by = $1`,
    `update confiture.webhooks set name = $1, created_by = $1`,
    `update confiture.attempts set result = $1, error = $1 where answer_status is null`,
    `update confiture.deliveries set endpoint = $1, last_result = $1, last_answer = $1
      where id <> (select max(id) from confiture.deliveries)`,
    `insert into confiture.endpoint_state (project, environment, hook, name)
      select distinct project, environment, hook, $1 from confiture.deliveries`,
    `update confiture.endpoint_state set disabled_reason = $1, disabled_at = now()`,
  ];
  for (const change of changes) await database.query(change, [HOSTILE]);
  await database.query('update confiture.events set migration = $1', [escapedText(HOSTILE)]);
  await database.query(
    `update confiture.events set body = replace(body::text, 'does not exist', $1)::json where type like '%.failed'`,
    [escapedText(HOSTILE)],
  );
  await database.query(
    `insert into public.tb_confiture (slug, version, name) values ($1, '000' || left($1, 200), left($1, 250))`,
    [HOSTILE],
  );
}

async function pathsOf(
  { database }: TestServer,
  endpoint: string,
): Promise<Pick<HostileScene, 'lists' | 'others'>> {
  const filter = encodeURIComponent(HOSTILE.slice(0, 2_000));
  const ids = async (sql: string) => (await database.query<{ id: string }>(sql)).map(({ id }) => id);
  const one = [
    ...(await ids('select id from confiture.runs')).map((id) => `/runs/${id}`),
    ...['mig_001', 'mig_003'].map((id) => `/migrations/${id}`),
    ...(await ids('select id from confiture.approvals')).map((id) => `/approvals/${id}`),
    ...(await ids('select min(id) as id from confiture.events')).map((id) => `/events/${id}`),
    ...(await ids('select min(id) as id from confiture.deliveries')).map((id) => `/deliveries/${id}`),
    `/endpoints/${endpoint}`,
  ];
  const newest = (await ids('select max(id) as id from confiture.deliveries')).map(
    (id) => `/deliveries/${id}`,
  );
  const lists = ['runs', 'migrations', 'approvals', 'events', 'deliveries', 'endpoints', 'audit', 'tokens'];
  const filtered = [
    `/deliveries?endpoint=${filter}&migration=${filter}&error=${filter}&type=${filter}`,
    `/events?migration=${filter}&run=${filter}&type=${filter}&since=${filter}`,
    `/runs?actor=${filter}&state=${filter}`,
    `/audit?actor=${filter}&action=${filter}`,
    `/approvals?state=${filter}`,
  ];
  const unknown = ['runs', 'migrations', 'approvals', 'events', 'deliveries', 'endpoints', filter];
  return {
    lists: ['/', '/settings', ...lists.map((list) => `/${list}`), ...one],
    others: [...newest, '/endpoints/default', ...filtered, ...unknown.map((list) => `/${list}/${filter}`)],
  };
}
