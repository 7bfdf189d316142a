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

export default defineOutboxHook<Mail, 'post_execute' | 'on_error'>({
  name: 'mail-spool',
  on: ['post_execute', 'on_error'],
  messages({ phase, migrationName, environment, durationSeconds, error }) {
    const outcome = phase === 'on_error' ? 'failed' : 'applied';
    const details = error ? error.message : `It took ${durationSeconds ?? 'an unknown number of'} s.`;
    return [
      {
        target: 'operations',
        eventType: `migration.${outcome}`,
        migration: migrationName,
        subject: `${environment}: ${migrationName} ${outcome}`,
        text: details,
      },
    ];
  },
  // The event id in the file name makes a second attempt write the same mail again instead of another one.
  async deliver({ target, subject, text }, { event }) {
    await mkdir(folder, { recursive: true });
    const file = path.join(folder, `${event.id}.eml`);
    await writeFile(`${file}.new`, `To: ${target}\nSubject: ${subject}\n\n${text}\n`);
    await rename(`${file}.new`, file);
    return { kind: 'done', text: 'written' };
  },
});
