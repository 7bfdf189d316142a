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

/** What is asked of the tables in schema `confiture`, and of who owns them. */
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
