import type { FormatFunction, FormatName, Schedule } from '../../events/endpoint.js';
import type { ApprovalRuleConfig } from './approval-rule.js';
import type { PauseConditionConfig } from './pause-condition.js';

/** Tells the fault of a text, or null. */
export type FaultOf = (text: string) => string | null;

/** A signing secret in the config file: its text, or a text with the time from which it signs no more. */
export type SecretValue = string | { readonly secret: string; readonly until: string };

/** What may be written for an option. The schema of the config file and its types are made from it. */
export type OptionShape =
  | { readonly kind: 'text'; readonly mayBeEmpty: boolean; readonly faultOf: FaultOf | undefined }
  | {
      readonly kind:
        | 'boolean'
        | 'headers'
        | 'secret'
        | 'format'
        | 'schedule'
        | 'hook'
        | 'pattern'
        | 'approvalRule'
        | 'pauseCondition';
    }
  | { readonly kind: 'wholeNumber'; readonly least: number; readonly most: number }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'list'; readonly item: OptionShape; readonly emptyFault: string | undefined };

/** A shape that knows the type of its values; `written` is never set. */
export type OptionType<T> = OptionShape & { readonly written?: T };

/** Largest time-out that Node's timers and PostgreSQL's settings both take, in milliseconds. */
const MAX_MS = 2_147_483_647;

/** A text that is not empty; `faultOf` says what else is wrong with it. */
export function text(faultOf?: FaultOf): OptionType<string> {
  return { kind: 'text', mayBeEmpty: false, faultOf };
}

/** A text whose placeholders are filled in before it is checked. */
export function template(): OptionType<string> {
  return { kind: 'text', mayBeEmpty: true, faultOf: undefined };
}

export function wholeNumber(
  least: number,
  most = MAX_MS,
): OptionType<number> & { readonly kind: 'wholeNumber' } {
  return { kind: 'wholeNumber', least, most };
}

export function choice<const V extends readonly string[]>(...values: V): OptionType<V[number]> {
  return { kind: 'choice', values };
}

/** A list; `emptyFault` is the message for an empty one, which is allowed without it. */
export function list<T>(
  item: OptionType<T>,
  emptyFault?: string,
): OptionType<readonly T[]> & { readonly kind: 'list' } {
  return { kind: 'list', item, emptyFault };
}

export const boolean: OptionType<boolean> = { kind: 'boolean' };
export const headers: OptionType<Readonly<Record<string, string>>> = { kind: 'headers' };
export const secret: OptionType<SecretValue> = { kind: 'secret' };
export const format: OptionType<FormatName | FormatFunction> = { kind: 'format' };
export const schedule: OptionType<Schedule> = { kind: 'schedule' };
/** A glob or a hook object. */
export const hook: OptionType<string | object> = { kind: 'hook' };
/** A regular expression or the source of one. */
export const pattern: OptionType<RegExp | string> = { kind: 'pattern' };
/** One condition, or several of which each is enough. */
export const pauseCondition: OptionType<PauseConditionConfig | readonly PauseConditionConfig[]> = {
  kind: 'pauseCondition',
};
export const approvalRule: OptionType<ApprovalRuleConfig> = { kind: 'approvalRule' };
