import { ConfitureError } from '../../errors.js';
import type { EnvironmentConfig } from '../file/user-config.js';
import { longFlag, type Option, type Written } from './option.js';
import { type SettingsOptions, settingsOptions } from './settings-options.js';

type Name = keyof SettingsOptions;
type FlagName = { [N in Name]: SettingsOptions[N] extends { flag: string } ? N : never }[Name];
type PlainName = { [N in Name]: SettingsOptions[N] extends { resolvedBy: string } ? never : N }[Name];
type Value<O> = O extends { readonly default: unknown } | { readonly type: { readonly kind: 'list' } }
  ? Written<O>
  : Written<O> extends readonly unknown[]
    ? Written<O>
    : Written<O> | null;

/** The flags of a command line, each under the name of its option; undefined where it is not given. */
export type FlagValues = { readonly [N in FlagName]?: Written<SettingsOptions[N]> | undefined };

/** Values of the options of which flag, config file and default decide: null or an empty list without any of them. */
export type OptionValues = { readonly [N in PlainName]: Value<SettingsOptions[N]> };

/** Each option's value: its flag, else its key in the config file, else its default. */
export function optionValues(flags: FlagValues, config: EnvironmentConfig): OptionValues {
  const entries = plainOptions().map(([name, option]) => {
    const absent = option.type.kind === 'list' ? [] : null;
    const value = Reflect.get(flags, name) ?? valueAt(config, option.key) ?? option.default ?? absent;
    return [name, value] as const;
  });
  return Object.fromEntries(entries) as OptionValues;
}

/** @throws FLAG_INVALID for a number or a folder that cannot be meant; messages call it `nameOf` its option. */
export function checkFlags(
  flags: FlagValues,
  nameOf = (_: string, option: Option) => longFlag(option),
): void {
  for (const [name, option] of plainOptions()) {
    const value: unknown = Reflect.get(flags, name);
    const fault = value === undefined ? null : faultOf(value, option);
    if (fault !== null) throw invalid(nameOf(name, option), fault);
  }
}

function plainOptions(): readonly (readonly [string, Option])[] {
  return Object.entries<Option>(settingsOptions).filter(([, { resolvedBy }]) => resolvedBy === undefined);
}

function valueAt(config: object, key: string | undefined): unknown {
  return key?.split('.').reduce<unknown>((value, part) => (value as Record<string, unknown>)?.[part], config);
}

function faultOf(value: unknown, { type, unit }: Option): string | null {
  if (type.kind === 'text') return value === '' ? 'must not be empty' : null;
  if (type.kind !== 'wholeNumber') return null;
  const { least, most } = type;
  const isInRange = Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
  const kind = unit === undefined ? 'whole number' : `whole number of ${unit}`;
  return isInRange ? null : `must be a ${kind} from ${least} to ${most}`;
}

function invalid(flag: string, fault: string): ConfitureError {
  return new ConfitureError('FLAG_INVALID', `${flag} ${fault}.`, {
    hint: `Correct ${flag} or leave it out.`,
  });
}
