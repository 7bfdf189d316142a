import type { Connection } from '../database/connection.js';
import type { HookContext } from '../hooks/define/hook.js';

/**
 * Keeps the events of a run in the transactions they belong to, so that a migration and its event are
 * committed together or not at all.
 */
export interface EventRecorder {
  /** Called once before the first migration, with the migration lock held and no transaction open. */
  prepare(connection: Connection): Promise<void>;
  /**
   * SQL text to run in the transaction of the migration, before its commit; null where nobody wants the
   * event. Times and row counts are not known yet.
   */
  textFor(context: HookContext<'post_execute' | 'post_rollback'>): string | null;
}

/** The same as a list of none or one. */
export function textsFor(
  recorder: EventRecorder,
  context: Parameters<EventRecorder['textFor']>[0],
): string[] {
  const text = recorder.textFor(context);
  return text === null ? [] : [text];
}

/** For runs that nobody listens to. */
export const noRecorder: EventRecorder = { prepare: async () => {}, textFor: () => null };
