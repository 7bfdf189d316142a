import { type Command, Option } from 'commander';
import {
  defaultText,
  longFlag,
  type Option as OptionDescriptor,
  type Scope,
  scopesWithin,
} from '../config/options/option.js';
import { settingsOptions } from '../config/options/settings-options.js';
import { wholeNumber } from './whole-number.js';

/** Flags that every command takes stand apart from those of a scope. */
export type SettingsScope = Exclude<Scope, 'every'>;

const flags = Object.entries<OptionDescriptor>(settingsOptions);
const commonFlags: ReadonlySet<string | undefined> = new Set(
  flags.filter(([, { scope }]) => scope === 'every').map(([, option]) => longFlag(option)),
);

/** Adds the flags that every command takes, before or after its name. */
export function withCommonFlags(command: Command): Command {
  return withFlags(command, ['every']);
}

/** Adds the flags of `scope` and of the scopes within it. */
export function withSettingsFlags(command: Command, scope: SettingsScope): Command {
  return withFlags(command, scopesWithin[scope]);
}

/** True for the long form of a flag that every command takes. */
export function isCommonFlag(long: string | undefined): boolean {
  return commonFlags.has(long);
}

function withFlags(command: Command, wanted: readonly Scope[]): Command {
  return flags
    .filter(([, { scope }]) => scope !== undefined && wanted.includes(scope))
    .reduce((each, [name, option]) => each.addOption(flagOf(name, option)), command);
}

/** Commander keeps the value under the option's own name: `--drain-timeout` is `drainTimeoutMs` everywhere. */
function flagOf(name: string, option: OptionDescriptor): Option {
  const { flag = '', doc, type, conflictsWith } = option;
  const made = new Option(flag, `${doc} ${defaultText(option)}`.trim());
  made.attributeName = () => name;
  if (type.kind === 'wholeNumber') made.argParser(wholeNumber(type.least, type.most));
  if (type.kind === 'choice') made.choices(type.values);
  if (conflictsWith !== undefined) made.conflicts(conflictsWith);
  return made;
}
