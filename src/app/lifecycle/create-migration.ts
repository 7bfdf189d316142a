import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ConfitureError } from '../../errors.js';
import { migrationCreated } from '../../events/catalog/created.js';
import { type Finding, validateMigrations } from '../../migrations/analysis/validate.js';
import { checksumOf } from '../../migrations/files/checksum.js';
import { type MigrationTexts, writeMigration } from '../../migrations/files/generate.js';
import { adoptSession, requireWritable } from '../../outbox/store/own-session.js';
import { maskText } from '../../redaction/redaction.js';
import type { Caller } from '../../storage/audit/audit-entry.js';
import { recordAudit } from '../../storage/audit/record-audit.js';
import { keepsAllEvents } from '../../storage/event-stream.js';
import { ensureTables } from '../../storage/schema.js';
import { readScope } from '../../storage/scope.js';
import { eventMakerOf } from '../run/event-maker-of.js';
import type { ProjectContext } from '../run/project-hooks.js';
import { runWithEvents } from '../run/run-with-hooks.js';
import type { SessionSource } from '../sessions.js';
import type { Settings } from '../settings.js';

/** A migration that the API is asked to write. */
export interface NewMigration extends MigrationTexts {
  /** What it does, in the words of its author. */
  readonly name: string;
  /** For people; null without one. */
  readonly title: string | null;
  readonly by: Caller;
}

export interface CreatedMigration {
  readonly version: string;
  readonly name: string;
  readonly files: readonly { readonly name: string; readonly checksum: string }[];
}

/** The text of a file that is to be written has faults. */
export class MigrationInvalid extends ConfitureError {
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    super('FILES_SYNTAX', 'the SQL of the migration cannot be run', {
      hint: 'Mend what the faults name; nothing was written.',
    });
    this.findings = findings;
  }
}

/**
 * Writes the files of a new migration into the folder that the settings name for it, and stores its event and its audit
 * entry. Files that no run could read are not written; where the database fails, the files are removed again.
 * @throws FILES_REFUSED without a folder; MigrationInvalid, FLAG_INVALID, FILES_EXIST, FILES_NOT_WRITABLE
 */
export async function createMigration(
  context: ProjectContext & { readonly sessions: SessionSource },
  { name, title, by, ...written }: NewMigration,
): Promise<CreatedMigration> {
  const folder = folderOf(context.settings);
  const texts = title === null ? written : { ...written, up: `-- confiture: title ${title}\n${written.up}` };
  // First as they were sent, so that lines are those of the sender.
  await refuseFaults(written);
  if (title !== null) await refuseFaults(texts);
  const made = await writeMigration({ dir: folder, displayDir: folder, name, now: new Date() }, texts);
  const files = [made.up, ...(made.down === null ? [] : [made.down])];
  const created: CreatedMigration = {
    version: made.version,
    name: made.name,
    files: files.map((file) => ({
      name: path.basename(file.path),
      checksum: checksumOf(Buffer.from(file === made.up ? texts.up : (texts.down ?? ''))),
    })),
  };
  try {
    const shown = title === null ? null : maskText(title, context.settings.redact);
    await tell(context, created, shown, by);
  } catch (error) {
    for (const file of files) await rm(file.path, { force: true });
    throw error;
  }
  return created;
}

function folderOf({ allowMigrationFiles: folder, projectDir }: Settings): string {
  if (folder) return path.resolve(projectDir, folder);
  throw new ConfitureError('FILES_REFUSED', 'this server writes no migration files', {
    hint: 'SQL can be code, so that a folder for it has to be named: serve.allowMigrationFiles in the config file.',
  });
}

/** Checked as `migrate validate` does, in a folder that is removed. */
async function refuseFaults(texts: MigrationTexts): Promise<void> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'confiture-new-'));
  try {
    await writeMigration({ dir, displayDir: '', name: 'new', now: new Date() }, texts);
    const findings = await validateMigrations(dir, { displayDir: '' });
    const faults = findings.filter(({ severity }) => severity === 'error');
    if (faults.length > 0) throw new MigrationInvalid(faults);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function tell(
  context: ProjectContext & { readonly sessions: SessionSource },
  { version, name, files }: CreatedMigration,
  title: string | null,
  by: Caller,
): Promise<void> {
  const { sessions, signal } = context;
  // The worker sends what the event tells.
  const settings = { ...context.settings, drainTimeoutMs: 0 };
  const open = (until = signal) => sessions.open({ signal: until, embeddedWaitMs: settings.lockTimeoutMs });
  await runWithEvents(
    { ...context, settings },
    { connect: open, connectBeside: open },
    async (dependencies) => {
      const connection = await dependencies.connect();
      const { events } = dependencies;
      requireWritable(await adoptSession(connection));
      await ensureTables(connection);
      const scope = await readScope(connection, settings);
      if (await keepsAllEvents(connection, scope)) await events.keepAll(connection);
      await events.prepare(connection);
      const facts = { version, name, title, files: files.map((file) => file.name), actor: by };
      const event = eventMakerOf(settings, by.requestId ?? name).make(migrationCreated(facts));
      await connection.run('begin isolation level read committed');
      await recordAudit(connection, scope, {
        by,
        action: 'migration.created',
        subject: { kind: 'migration', id: version },
        after: { name, title, files },
      });
      const eventSql = events.wants(event.type) ? events.insertSql(event) : null;
      await connection.run([...(eventSql === null ? [] : [eventSql]), 'commit'].join('; '));
      if (eventSql !== null) await events.committed(event);
      return {};
    },
  );
}
