import { expect, it } from 'vitest';
import { startProxy } from '../../support/proxy.js';
import { createMigratedProject, type MigratedProject } from '../migrated-project.js';
import { steeredProject } from './steered-project.js';

/** What passes between `migrate up` and the server, in order, on all its connections. */
async function messagesOf(project: MigratedProject) {
  const messages: { direction: 'toServer' | 'toClient'; text: string }[] = [];
  const { pathname } = new URL(project.database.url);
  const proxy = await startProxy(project.database.url.replace(pathname, ''), {
    fault: 'cut',
    strikes: ({ direction, text }) => {
      messages.push({ direction, text });
      return false;
    },
  });
  const { exitCode, stderr } = await project.run(['migrate', 'up'], {
    CONFITURE_DATABASE_URL: `${proxy.url}${pathname}`,
  });
  expect(exitCode, stderr).toBe(0);
  return { sent: messages.filter(({ direction }) => direction === 'toServer'), proxy };
}

it('a run without schema confiture sends nothing about runs, and opens one connection', async () => {
  const { sent, proxy } = await messagesOf(await createMigratedProject());
  expect(sent.filter(({ text }) => /confiture\.(runs|steering|audit)/.test(text))).toEqual([]);
  expect(proxy.connections()).toBe(1);
});

/** The questions about the tables in schema `confiture`, and of who owns them. */
const OWN = /confiture\.(?:runs|steering|event_streams|webhook_revisions)\b|'schema confiture'/;

it('a run with it notes itself in three texts and asks who wants its events, over the same connection', async () => {
  const { sent, proxy } = await messagesOf(await steeredProject());
  expect(proxy.connections()).toBe(1);
  expect(sent.flatMap(({ text }) => OWN.exec(text) ?? []).sort()).toEqual([
    "'schema confiture'",
    "'schema confiture'",
    'confiture.event_streams',
    'confiture.runs',
    'confiture.runs',
    'confiture.steering',
    'confiture.webhook_revisions',
  ]);
});

/** Messages by their kind and their first own words. */
function textsOf(sent: readonly { readonly text: string }[]): string[] {
  const KINDS = [
    ['link', /client_encoding|^p\0/],
    ['settings', /set_config\('lock_timeout'/],
    ['recorded', /insert into "public"\."tb_confiture"/],
    ['session', /pg_try_advisory_lock/],
    ['ledger', /select version, name, checksum/],
    ['table', /create table "public"\."tb_confiture"/],
    ['end', /^X/],
  ] as const;
  return sent.map(({ text }) => KINDS.find(([, words]) => words.test(text))?.[0] ?? text);
}

it('a run asks about its session once, and nothing after its last migration', async () => {
  const project = await createMigratedProject();
  const first = textsOf((await messagesOf(project)).sent);
  const asked = ['settings', 'session', 'table', 'recorded', 'end'];
  expect(first.filter((kind) => asked.includes(kind))).toEqual([
    'settings',
    'session',
    'table',
    'recorded',
    'recorded',
    'recorded',
    'end',
  ]);
  expect(first.slice(-2)).toEqual(['recorded', 'end']);
  const again = textsOf((await messagesOf(project)).sent);
  expect(again.filter((kind) => kind !== 'link')).toEqual(['settings', 'session', 'ledger', 'end']);
});
