import { type Command, Option } from 'commander';
import type { OutputFormat, Verbosity } from '../output/terminal/streams.js';

/** Options every command takes, before or after its name. */
export interface CommonOptions {
  readonly config?: string;
  readonly env?: string;
  readonly format?: OutputFormat;
  readonly verbose?: boolean;
  readonly quiet?: boolean;
}

/** Adds the options every command takes. */
export function withCommonOptions(command: Command): Command {
  return command
    .addOption(new Option('-c, --config <file>', 'config file (default: found in the project folder)'))
    .addOption(
      new Option('--env <name>', 'environment: chooses settings and is told in events (default: local)'),
    )
    .addOption(
      new Option('-f, --format <format>', 'text for people, json for programs').choices(['text', 'json']),
    )
    .addOption(new Option('--verbose', 'also show notices and deliveries').conflicts('quiet'))
    .addOption(new Option('--quiet', 'only show failures and the result'));
}

const LONG_FLAGS: ReadonlySet<string | undefined> = new Set([
  '--config',
  '--env',
  '--format',
  '--verbose',
  '--quiet',
]);

/** True for the long form of a flag that every command takes. */
export function isCommonFlag(long: string | undefined): boolean {
  return LONG_FLAGS.has(long);
}

export function verbosityOf({ verbose, quiet }: CommonOptions): Verbosity {
  if (verbose) return 'verbose';
  return quiet ? 'quiet' : 'normal';
}
