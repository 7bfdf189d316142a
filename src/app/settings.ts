import { isAbsolute, resolve } from 'node:path';
import { type CertificateKeySource, certificateKeySource } from '../config/certificate-key.js';
import { correlationIdOf } from '../config/correlation-id.js';
import type { DatabaseInputs } from '../config/database-target.js';
import { dotEnvFolder, type EnvironmentView, readEnvironment } from '../config/environment.js';
import { environmentName, isContinuousIntegration, warnOfMistypedName } from '../config/environment-name.js';
import type { FoundFile } from '../config/file/find-file.js';
import type { ConfitureConfig } from '../config/file/user-config.js';
import { collectIssues, type Issues, throwFaults } from '../config/issues.js';
import { type MasterKeySource, masterKeySource } from '../config/master-key.js';
import { type MergedConfig, mergeEnvironment } from '../config/merge-environment.js';
import {
  checkFlags,
  type FlagValues,
  type OptionValues,
  optionValues,
} from '../config/options/option-values.js';
import { settingsOptions } from '../config/options/settings-options.js';
import { displayFrom, type FoundProject, findProject } from '../config/project/find-project.js';
import { type RedactRules, redactRules } from '../config/redact-rules.js';
import { traceparentOf } from '../config/traceparent.js';
import { parseTrackingTable, type TrackingTable } from '../config/tracking-table.js';
import { resolveEndpoints } from '../endpoints/resolve-endpoints.js';
import { warnOfUnknownVariables } from '../endpoints/unknown-variables.js';
import type { Endpoint } from '../events/endpoint.js';

/**
 * The trusted configuration of one command: checked, complete, merged. Holds secrets (`variables`, `databaseUrls`,
 * `endpoints`): never log or store it as a whole. Times are in milliseconds.
 */
export interface Settings extends OptionValues, Omit<DatabaseInputs, keyof OptionValues> {
  /** Folder of the config file. Where relative paths begin; those of flags begin in `workingDir`. */
  readonly projectDir: string;
  readonly workingDir: string;
  /** As messages name it, relative to `workingDir`; null without one. */
  readonly configFile: string | null;
  /** The same as an absolute path. */
  readonly configPath: string | null;
  readonly environment: string;
  readonly isCi: boolean;
  /** Absolute, and as messages name it: relative to `workingDir`, or as written where it was written absolute. */
  readonly migrationsDir: string;
  readonly migrationsDirDisplay: string;
  /** Largest size of a migration file, in bytes. */
  readonly maxFileBytes: number;
  readonly trackingTable: TrackingTable;
  /** Globs are relative to `baseDir`, the project's folder. */
  readonly hooks: { readonly entries: readonly (string | object)[]; readonly baseDir: string };
  readonly endpoints: readonly Endpoint[];
  /** Sentences for the user about settings that are allowed but probably not meant. */
  readonly warnings: readonly string[];
  readonly redact: RedactRules;
  readonly correlationId: string | null;
  readonly traceparent: string | null;
  /** As typed; null where none was given. */
  readonly reason: string | null;
  /** Null where certificates cannot be signed. */
  readonly certificateKey: CertificateKeySource | null;
  /** Null where stored endpoints can neither be made nor sent to. */
  readonly masterKey: MasterKeySource | null;
}

/**
 * Resolves the settings of a command. A setting that stands in several places is taken from the first of:
 * 1. a flag of the command line;
 * 2. a variable of the process, then of `.env`;
 * 3. the config file's entry for the environment, then its base;
 * 4. the default.
 * One exception: DATABASE_URL, which other tools set too, comes after the config file (see `requireDatabase`).
 * No database URL is needed here, and none is looked into.
 * @throws CONFIG_INVALID with every fault; CONFIG_NOT_FOUND, CONFIG_UNREADABLE, FLAG_INVALID.
 */
export async function resolveSettings(input: {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly flags: FlagValues;
  /** What messages call an option that is given as a flag; default: the flag of the command line. */
  readonly nameOfFlag?: (name: string) => string;
  /** Absolute path of the module a config file gets for `confiture` where its project has not installed it. */
  readonly selfEntry?: string;
  /** Runs the config file, which is code of the user. */
  readonly confine?: <T>(work: () => T) => T;
}): Promise<Settings> {
  checkFlags(input.flags, input.nameOfFlag);
  const issues = collectIssues();
  const cwd = resolve(input.cwd);
  const project = findProject(cwd, input.flags.config);
  const { file, passedOver } = project;
  if (passedOver !== null) issues.warn({ path: passedOver.path, source: 'repository' }, passedOver.reason);
  const view = readEnvironment({ cwd: dotEnvFolder(project.dir, cwd), env: input.env });
  const { confine = (work) => work() } = input;
  const written = file === null ? {} : await confine(() => readConfig(file, input.selfEntry, issues));
  warnOfUnknownVariables(view, issues);
  const environment = environmentName(input.flags.environment, view, written, issues);
  const merged = mergeEnvironment(written, environment, file?.display ?? 'configuration');
  warnOfMistypedName(environment, written, merged.source, issues);
  const settings = assemble({ project, cwd, view, environment, merged, flags: input.flags }, issues);
  throwFaults(issues);
  return settings;
}

async function readConfig(
  file: FoundFile,
  selfEntry: string | undefined,
  issues: Issues,
): Promise<ConfitureConfig> {
  for (const ignored of file.ignored) {
    issues.warn(
      { path: ignored, source: 'project folder' },
      `is not read, because ${file.display} is there too`,
    );
  }
  const { loadConfigFile } = await import('../config/file/load-file.js');
  const raw = await loadConfigFile(file, selfEntry);
  const { checkShape } = await import('../config/file/check-shape.js');
  return checkShape(raw, file.display, issues);
}

interface Parts {
  readonly project: FoundProject;
  readonly cwd: string;
  readonly view: EnvironmentView;
  readonly environment: string;
  readonly merged: MergedConfig;
  readonly flags: FlagValues;
}

function assemble({ project, cwd, view, environment, merged, flags }: Parts, issues: Issues): Settings {
  const { config } = merged;
  const { dir: projectDir, file } = project;
  const values = optionValues({ flags, view, config }, issues);
  const base = flags.migrationsDir === undefined ? projectDir : cwd;
  const migrationsDir = resolve(base, values.migrationsDir);
  const { trackingTable, maxFileMb } = settingsOptions;
  const isCi = isContinuousIntegration(view);
  const isLocal = environment === 'local' && !isCi;
  return {
    ...view,
    ...values,
    projectDir,
    workingDir: cwd,
    configFile: file?.display ?? null,
    configPath: file?.absolute ?? null,
    environment,
    isCi,
    databaseUrls: { flag: flags.databaseUrl ?? null, file: config.databaseUrl ?? null },
    maxFileBytes: (config.migration?.maxFileMb ?? maxFileMb.default) * 1_000_000,
    migrationsDir,
    migrationsDirDisplay: migrationsDirDisplay(migrationsDir, values.migrationsDir, cwd),
    trackingTable: parseTrackingTable(config.migration?.tracking_table ?? trackingTable.default),
    hooks: { entries: config.hooks ?? [], baseDir: projectDir },
    endpoints: resolveEndpoints({ merged, view, environment }, issues),
    warnings: issues.warnings,
    redact: redactRules(config.redact),
    correlationId: correlationIdOf(view, issues),
    traceparent: traceparentOf(view),
    reason: flags.reason ?? null,
    certificateKey: certificateKeySource(view, {
      keyFile: config.certificate?.keyFile,
      projectDir,
      workingDir: cwd,
      isLocal,
    }),
    masterKey: masterKeySource(view, { projectDir, isLocal }),
  };
}

function migrationsDirDisplay(absolute: string, written: string, cwd: string): string {
  if (isAbsolute(written)) return written;
  return displayFrom(cwd, absolute);
}
