import { expect, it } from 'vitest';
import { startProxy } from '../../support/proxy.js';
import { createMigratedProject, type MigratedProject } from '../migrated-project.js';
import { steeredProject } from './steered-project.js';

/** What passes between \`migrate up\` and the server, in order, on all its connections. */
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

it('a run with it sends three texts more, over the same connection', async () => {
  const without = await messagesOf(await createMigratedProject());
  const { sent, proxy } = await messagesOf(await steeredProject());
  expect(proxy.connections()).toBe(1);
  expect(sent.length - without.sent.length).toBe(3);
});
