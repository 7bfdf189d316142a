import { existsSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { parseEnv } from 'node:util';
import { ConfitureError } from '../errors.js';
import type { Origin } from './issues.js';

/** Variables of the process over those of `.env`. Holds secrets: never log it. */
export interface EnvironmentView {
  readonly variables: Readonly<Record<string, string>>;
  /** Names whose value came from `.env`. */
  readonly variablesFromFile: ReadonlySet<string>;
}

/**
 * The environment of a command: `.env` in `cwd`, overlaid by `env`. A variable that is set in the process wins
 * even when it is empty, so that `NAME= confiture …` switches a line of `.env` off. `process.env` is not changed.
 * @throws CONFIG_UNREADABLE where `.env` is there but cannot be read.
 */
export function readEnvironment(input: {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}): EnvironmentView {
  const variables: Record<string, string> = Object.assign(Object.create(null), readDotEnv(input.cwd));
  const variablesFromFile = new Set(Object.keys(variables));
  for (const [name, value] of Object.entries(input.env)) {
    if (value === undefined) continue;
    variables[name] = value;
    variablesFromFile.delete(name);
  }
  return { variables, variablesFromFile };
}

/**
 * The folder whose `.env` counts: the project's, or, where there is none in it, `cwd` if the project lies below it
 * (`--config packages/api/confiture.config.js`). Never that of another project beside it.
 */
export function dotEnvFolder(projectDir: string, cwd: string): string {
  const isBelow = projectDir.startsWith(cwd.endsWith(sep) ? cwd : cwd + sep);
  return isBelow && !existsSync(join(projectDir, '.env')) ? cwd : projectDir;
}

/** Value of a variable; an empty one counts as missing. */
export function variableOf(view: EnvironmentView, name: string): string | undefined {
  return view.variables[name] || undefined;
}

/** Where a person finds the variable. */
export function variableOrigin(view: EnvironmentView, name: string): Origin {
  return { path: name, source: view.variablesFromFile.has(name) ? '.env' : 'environment' };
}

function readDotEnv(cwd: string): NodeJS.Dict<string> {
  try {
    const text = readFileSync(join(cwd, '.env'), 'utf8');
    return parseEnv(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code;
    if (reason === 'ENOENT') return {};
    throw new ConfitureError('CONFIG_UNREADABLE', `.env cannot be read (${reason ?? 'unknown reason'}).`, {
      hint: 'Make .env a readable text file of NAME=value lines, or remove it.',
      location: { file: '.env' },
      cause,
    });
  }
}
