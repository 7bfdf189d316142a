import { ConfitureError } from '../../errors.js';
import type { EnvironmentView } from '../environment.js';
import type { EnvironmentConfig } from '../file/user-config.js';
import type { Issues } from '../issues.js';
import { longFlag, type Option, type Written } from './option.js';
import { faultOf } from './option-fault.js';
import { variableValue } from './set-variable.js';
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

/** Values of the options without `resolvedBy`: null or an empty list where nothing is written and there is no default. */
export type OptionValues = { readonly [N in PlainName]: Value<SettingsOptions[N]> };

/** Where the values of options are written. */
export interface WrittenOptions {
  readonly flags: FlagValues;
  readonly view: EnvironmentView;
  readonly config: EnvironmentConfig;
}

/** Each option's value: its flag, else its variable, else its key in the config file, else its default. */
export function optionValues({ flags, view, config }: WrittenOptions, issues: Issues): OptionValues {
  const entries = plainOptions().map(([name, option]) => {
    const absent = option.type.kind === 'list' ? [] : null;
    const written =
      Reflect.get(flags, name) ?? variableValue(option, view, issues) ?? valueAt(config, option.key);
    return [name, written ?? option.default ?? absent] as const;
  });
  return Object.fromEntries(entries) as OptionValues;
}

/** The values of the options alone, of settings that hold more. */
export function optionsOf(settings: OptionValues): OptionValues {
  const entries = plainOptions().map(([name]) => [name, Reflect.get(settings, name)] as const);
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

function invalid(flag: string, fault: string): ConfitureError {
  return new ConfitureError('FLAG_INVALID', `${flag} ${fault}.`, {
    hint: `Correct ${flag} or leave it out.`,
  });
}
