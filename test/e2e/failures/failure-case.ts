import { expect } from 'vitest';
import type { ErrorCode } from '../../../src/errors.js';
import type { TestDatabase } from '../../support/database.js';
import type { TestProject } from '../../support/project.js';
import { ledgerOf, tablesOf } from '../tables.js';

/** Where a command is told to connect. */
export interface Address {
  user: string;
  password: string;
  host: string;
  port: string;
  database: string;
  /** Without the question mark. */
  query: string;
}

export interface Scene {
  readonly project: TestProject;
  readonly database: TestDatabase;
  /** Runs the CLI against the scene's database, as the state a case begins with; it must end well. */
  readonly prepare: (...args: string[]) => Promise<void>;
}

/** What a case needs beyond its files. */
export interface Arranged {
  /** Changes where the command connects. */
  readonly address?: (address: Address) => void;
  /** Goes on while the command runs. */
  readonly during?: () => Promise<void>;
  /** Checked after the command, whatever its output format was. */
  readonly after?: () => Promise<void>;
}

/** One way in which a command fails; the same table serves exit codes, messages, JSON and the search for leaks. */
export interface FailureCase {
  readonly title: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The command is given no database URL but the one among `args`. */
  readonly withoutUrl?: true;
  readonly arrange: (scene: Scene) => Promise<Arranged | undefined>;
  readonly exitCode: number;
  readonly code: ErrorCode;
  /** What a person must be able to read, most of all what to do next. */
  readonly says: readonly RegExp[];
  /** Where the error stands in JSON: alone, or among the facts of a run that began. */
  readonly document: 'error' | 'run';
}

/** For cases whose arrangement is files and earlier commands alone. */
export function state(make: (scene: Scene) => Promise<unknown>): FailureCase['arrange'] {
  return async (scene) => {
    await make(scene);
    return undefined;
  };
}

/** Fails unless migration 001, which makes table `first`, is applied and nothing else has been done. */
export async function keepsFirstOnly(database: TestDatabase): Promise<void> {
  expect(await tablesOf(database)).toEqual(['first']);
  expect(await ledgerOf(database)).toEqual(['001']);
}
