import type { OptionType } from './option-type.js';

/** How much of a project a command works with. */
export type Scope = 'every' | 'files' | 'database' | 'lock' | 'run' | 'serve';

/** Each scope with those it holds, but for `every`, whose flags all commands take. */
export const scopesWithin: Readonly<Record<Exclude<Scope, 'every'>, readonly Scope[]>> = {
  files: ['files'],
  database: ['files', 'database'],
  lock: ['files', 'database', 'lock'],
  run: ['files', 'database', 'lock', 'run'],
  serve: ['files', 'database', 'serve'],
};

/**
 * Everything that is known of an option, in one place. The flags of the command line and their help, the schema and the
 * types of the config file, the settings and docs/configuration.md are made from it.
 */
export interface Option<T = unknown> {
  readonly type: OptionType<T>;
  /** What it means, as a phrase that the help prints. */
  readonly doc: string;
  /** Sentences that only the documentation has room for. */
  readonly details?: string;
  /** Value where none is written; absent where there is none or more is to be said. */
  readonly default?: T;
  /** The default in words, where it is no single value. */
  readonly defaultDoc?: string;
  readonly unit?: 'milliseconds' | 'megabytes';
  /** Path in the config file, which environments can overlay. */
  readonly key?: string;
  /** Variables, the first of which wins; a boolean is `true` or `false` there. For an endpoint: the ends of their names. */
  readonly variables?: readonly string[];
  /** The flag in Commander's notation. */
  readonly flag?: string;
  /** The least scope whose commands take the flag. */
  readonly scope?: Scope;
  /** The function that decides where it is not the first of flag, variable, config file and default. */
  readonly resolvedBy?: string;
  /** The option whose flag cannot stand beside this one. */
  readonly conflictsWith?: string;
}

/** Type of what may be written for an option. */
export type Written<O> = O extends { readonly type: OptionType<infer T> } ? T : never;

/** The flag as it is named in messages, for instance `--lock-timeout`. */
export function longFlag({ flag = '' }: Option): string {
  return /--[a-z-]+/.exec(flag)?.[0] ?? '';
}

/** `(default: 30000)`, or nothing. */
export function defaultText(option: Option): string {
  const said = option.defaultDoc ?? option.default;
  return said === undefined || said === false ? '' : `(default: ${said})`;
}
