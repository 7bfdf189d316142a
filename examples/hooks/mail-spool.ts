// An outbox hook that is not HTTP: it appends one mail for each migration to a spool folder, which a mail
// program empties. Put it into `hooks` of the configuration: hooks: ['./db/hooks/mail-spool.ts'].
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { defineOutboxHook, type OutboxMessage } from 'confiture';

interface Mail extends OutboxMessage {
  readonly subject: string;
  readonly text: string;
}

const folder = path.resolve(process.env.MAIL_SPOOL ?? 'mail');

export default defineOutboxHook<Mail, 'migration.completed' | 'migration.failed'>({
  name: 'mail-spool',
  subscribes: ['migration.completed', 'migration.failed'],
  messages({ type, environment, data }) {
    const outcome = type === 'migration.failed' ? 'failed' : 'applied';
    const duration = `It took ${data.duration_seconds ?? 'an unknown number of'} s.`;
    return [
      {
        endpoint: 'operations',
        subject: `${environment}: ${data.migration_name} ${outcome}`,
        text: 'error' in data ? data.error.message : duration,
      },
    ];
  },
  // The event id in the file name makes a second attempt write the same mail again instead of another one.
  async deliver({ endpoint, subject, text }, { event }) {
    await mkdir(folder, { recursive: true });
    const file = path.join(folder, `${event.id}.eml`);
    await writeFile(`${file}.new`, `To: ${endpoint}\nSubject: ${subject}\n\n${text}\n`);
    await rename(`${file}.new`, file);
    return { kind: 'done', text: 'written' };
  },
});
