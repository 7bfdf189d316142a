import type { Connection } from '../../../database/connection.js';

/** A question to the database whose answer holds a run. */
export interface PauseCondition {
  readonly name: string;
  /** One query, whose first value decides. */
  readonly sql: string;
}

/** Time that one question may take on the server, in milliseconds. */
export const ASK_FOR_MS = 5_000;

/** For an answer that says neither yes nor no. */
export class NoDecision extends Error {}

/**
 * Whether the condition holds: its first value is true, or more than 0. No row and null do not. Nothing can be written,
 * and no transaction is open afterwards. Rejects where it cannot be told.
 */
export async function askCondition(connection: Connection, { sql }: PauseCondition): Promise<boolean> {
  try {
    const limits = `begin read only; set local statement_timeout = ${ASK_FOR_MS}`;
    const answers = await connection.queryUnbound(`${limits};\n${sql}\n;\nrollback`);
    const [row = {}] = answers.at(-2) ?? [];
    return decides(Object.values(row)[0] ?? null);
  } catch (error) {
    if (!connection.lost) await connection.run('rollback').catch(() => {});
    throw error;
  }
}

function decides(value: unknown): boolean {
  if (value === null) return false;
  if (typeof value === 'boolean') return value;
  const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
  if (Number.isNaN(number) || value === '')
    throw new NoDecision('its answer is neither true or false nor a number');
  return number > 0;
}
