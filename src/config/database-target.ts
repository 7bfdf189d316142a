import { resolve } from 'node:path';
import type { DatabaseTarget } from '../database-target.js';
import { ConfitureError } from '../errors.js';
import { expandEnvironment } from '../templates/header-template.js';
import { databaseUrlFault, hasPassword } from './database-url.js';
import { type EnvironmentView, variableOf } from './environment.js';
import { missingText } from './fill-variables.js';
import { longFlag } from './options/option.js';
import { settingsOptions } from './options/settings-options.js';

/** What the target is decided from; part of the settings. */
export interface DatabaseInputs extends EnvironmentView {
  readonly projectDir: string;
  /** Where the path of `--database-url pglite:PATH` begins; default the project. */
  readonly workingDir?: string;
  readonly configFile: string | null;
  readonly environment: string;
  readonly isCi: boolean;
  /** Roles, beside those trusted anyway, whose tables may hold ledger and outbox. */
  readonly trustedOwners?: readonly string[];
  /** As written, before variables are filled in. Secrets. */
  readonly databaseUrls: { readonly flag: string | null; readonly file: string | null };
  /** What a program calls the flag; default `--database-url`. */
  readonly databaseUrlName?: string;
}

interface Candidate {
  readonly url: string;
  readonly source: string;
}

const FLAG = longFlag(settingsOptions.databaseUrl);
const [VARIABLE, SHARED_VARIABLE] = settingsOptions.databaseUrl.variables;
const EMBEDDED_DIRECTORY = '.confiture/database';

const HINT =
  'Write postgres://USER:PASSWORD@HOST:PORT/DATABASE with special characters percent-encoded, or pglite:PATH for the embedded database.';

/**
 * The database a command works on: `--database-url`, else CONFITURE_DATABASE_URL, else the config file, else
 * DATABASE_URL, else, in environment `local` outside CI only, the embedded database. A deploy job can therefore
 * never migrate a throw-away database and report success. Variables of the config file's URL are filled in here,
 * so that commands without a database do not need them.
 * @throws DATABASE_URL_MISSING, DATABASE_URL_INVALID; nothing has been opened.
 */
export function requireDatabase(inputs: DatabaseInputs): DatabaseTarget {
  const chosen =
    fromFlag(inputs) ??
    fromVariable(inputs, VARIABLE) ??
    fromFile(inputs) ??
    fromVariable(inputs, SHARED_VARIABLE);
  if (chosen !== undefined) return target(inputs, chosen);
  if (inputs.environment !== 'local' || inputs.isCi) throw missing(inputs);
  return {
    kind: 'embedded',
    directory: resolve(inputs.projectDir, EMBEDDED_DIRECTORY),
    source: 'embedded default',
  };
}

function fromFlag({ databaseUrls, databaseUrlName: source = FLAG }: DatabaseInputs): Candidate | undefined {
  if (databaseUrls.flag === null) return undefined;
  if (databaseUrls.flag.trim() === '') throw invalid(source, 'is empty');
  return { url: databaseUrls.flag.trim(), source };
}

function fromVariable(inputs: DatabaseInputs, name: string): Candidate | undefined {
  const url = variableOf(inputs, name)?.trim();
  if (!url) return undefined;
  return { url, source: inputs.variablesFromFile.has(name) ? `${name} in .env` : name };
}

function fromFile({ databaseUrls, configFile, variables }: DatabaseInputs): Candidate | undefined {
  if (databaseUrls.file === null) return undefined;
  const source = configFile ?? 'configuration';
  const expanded = expandEnvironment(databaseUrls.file, variables);
  if ('missing' in expanded) {
    const fault = missingText(expanded.missing);
    throw invalid(`databaseUrl in ${source}`, fault, setVariables(expanded.missing));
  }
  const url = expanded.value.trim();
  return url === '' ? undefined : { url, source };
}

function target(inputs: DatabaseInputs, { url, source }: Candidate): DatabaseTarget {
  if (/^pglite:/i.test(url)) {
    const isFlag = source === (inputs.databaseUrlName ?? FLAG);
    const base = isFlag ? (inputs.workingDir ?? inputs.projectDir) : inputs.projectDir;
    return { kind: 'embedded', directory: embeddedDirectory(base, url, source), source };
  }
  const fault = databaseUrlFault(url);
  if (fault !== null) throw invalid(source, fault);
  const password = hasPassword(url) ? undefined : variableOf(inputs, 'PGPASSWORD');
  const { trustedOwners = [] } = inputs;
  return {
    kind: 'postgres',
    url,
    source,
    ...(password !== undefined && { password }),
    ...(trustedOwners.length > 0 && { trustedOwners }),
  };
}

function embeddedDirectory(baseDir: string, url: string, source: string): string {
  const path = url.slice('pglite:'.length);
  if (/^(?::?memory:?|\/\/.*)?$/i.test(path)) {
    throw invalid(source, 'names no folder; a database in memory would lose what was migrated');
  }
  return resolve(baseDir, path);
}

function setVariables(names: readonly string[]): string {
  return `Set ${names.join(' and ')}, in the environment or in .env; or name the database with CONFITURE_DATABASE_URL or ${FLAG}.`;
}

function invalid(source: string, fault: string, hint = HINT): ConfitureError {
  return new ConfitureError('DATABASE_URL_INVALID', `The database URL from ${source} ${fault}.`, {
    hint,
    details: { source },
  });
}

function missing({ environment, isCi, configFile }: DatabaseInputs): ConfitureError {
  const lookedAt = [
    FLAG,
    VARIABLE,
    ...(configFile === null ? [] : [`databaseUrl in ${configFile}`]),
    SHARED_VARIABLE,
  ];
  const reason = environment === 'local' ? 'in CI' : `in environment "${environment}"`;
  return new ConfitureError(
    'DATABASE_URL_MISSING',
    `No database URL: looked at ${lookedAt.join(', ')} (variables also in .env). The embedded database is no default ${reason}.`,
    { hint: 'Set CONFITURE_DATABASE_URL or pass --database-url.', details: { lookedAt, environment, isCi } },
  );
}
