import { expect, it, onTestFinished } from 'vitest';
import { createDatabase } from '../../support/database.js';
import { createProject } from '../../support/project.js';
import { startRecorder } from '../../support/receiver.js';

it('masks what receivers answer by the rules of the user too', async () => {
  const [project, database] = [
    await createProject({ config: { redact: { patterns: ['C-[0-9]+'] } } }),
    await createDatabase(),
  ];
  await project.migration('001_step', 'create table step (id int)');
  const receiver = await startRecorder({
    respond: () => (to) => to.writeHead(400).end('no customer C-4711 here'),
  });
  onTestFinished(() => receiver.close());
  await project.run(['migrate', 'up'], { DATABASE_URL: database.url, CONFITURE_WEBHOOK_URL: receiver.url });
  const [attempt] = await database.query('select answer_text from confiture.attempts');
  expect(attempt).toEqual({ answer_text: 'no customer *** here' });
});
