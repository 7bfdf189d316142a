import type { Settings } from '../../../app/settings.js';
import { requireDatabase } from '../../../config/database-target.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { displayFrom } from '../../../config/project/find-project.js';
import { describeTarget } from '../../../database/connect.js';
import { ConfitureError } from '../../../errors.js';
import { displayText } from '../../../output/terminal/display-text.js';
import { type CommandContext, settingsOf } from '../../run-command.js';

/** What `migrate up` will do in the folder that `init` sets up. */
export interface Prospect {
  /** True where it works on an embedded database. */
  readonly isEmbedded: boolean;
  /** What to say of it; `isEmpty`: there was no migration. */
  lines(isEmpty: boolean): string[];
}

const FIRST = 'Next: `confiture migrate generate NAME` writes the first migration.';

/** Reads the settings as the next command will, those in the folder included. Never rejects for a fault in them. */
export async function prospectOf(context: CommandContext, flags: FlagValues): Promise<Prospect> {
  try {
    const settings = await settingsOf(context, flags);
    const prospect = prospectIn(settings);
    const around = projectAbove(settings);
    return { ...prospect, lines: (isEmpty) => [...around, ...prospect.lines(isEmpty)] };
  } catch (error) {
    if (!ConfitureError.is(error)) throw error;
    const { message, hint = '', exitCode } = error;
    return {
      isEmbedded: false,
      lines: (isEmpty) => [
        `\`confiture migrate up\` will end with exit ${exitCode} here: ${message}`,
        ...(isEmpty ? ['No example was written.'] : []),
        `Next: ${hint}`,
      ],
    };
  }
}

function prospectIn(settings: Settings): Prospect {
  const target = requireDatabase(settings);
  const { host, database } = describeTarget(target);
  if (target.kind === 'embedded') {
    const folder = displayFrom(settings.workingDir, target.directory);
    const where = `an embedded database in ${displayText(folder)} (from ${displayText(target.source)})`;
    return {
      isEmbedded: true,
      lines: (isEmpty) => [
        isEmpty
          ? `Next: \`confiture migrate up\` applies the example to ${where}.`
          : `\`confiture migrate up\` works on ${where}.`,
        ...(isEmpty ? ['Replace the example before you name a server with CONFITURE_DATABASE_URL.'] : []),
      ],
    };
  }
  return {
    isEmbedded: false,
    lines: (isEmpty) => [
      `\`confiture migrate up\` will work on ${displayText(`${database} on ${host}`)} (from ${displayText(target.source)}).`,
      ...(isEmpty ? ['No example was written, because it would be applied to that server.', FIRST] : []),
    ],
  };
}

/** Inside of another project the new one takes over from here down. */
function projectAbove({ projectDir, workingDir, configFile }: Settings): string[] {
  if (projectDir === workingDir) return [];
  const project = configFile === null ? 'a project above' : `the project of ${displayText(configFile)}`;
  return [`This folder lies in ${project}; commands that are run here now use the new one.`];
}
