import { isAbsolute, resolve } from 'node:path';
import { correlationIdOf } from '../config/correlation-id.js';
import type { DatabaseInputs } from '../config/database-target.js';
import { dotEnvFolder, type EnvironmentView, readEnvironment } from '../config/environment.js';
import { environmentName, isContinuousIntegration, warnOfMistypedName } from '../config/environment-name.js';
import type { FoundFile } from '../config/file/find-file.js';
import type { ConfitureConfig } from '../config/file/user-config.js';
import { checkFlags, type SettingsFlags } from '../config/flags.js';
import { collectIssues, type Issues, throwFaults } from '../config/issues.js';
import { type MergedConfig, mergeEnvironment } from '../config/merge-environment.js';
import { displayFrom, type FoundProject, findProject } from '../config/project/find-project.js';
import { type RedactRules, redactRules } from '../config/redact-rules.js';
import { parseTrackingTable, type TrackingTable } from '../config/tracking-table.js';
import { resolveEndpoints } from '../endpoints/resolve-endpoints.js';
import { warnOfUnknownVariables } from '../endpoints/unknown-variables.js';
import type { Endpoint } from '../events/endpoint.js';

/**
 * The trusted configuration of one command: checked, complete, merged. Holds secrets (`variables`, `databaseUrls`,
 * `endpoints`): never log or store it as a whole. Times are in milliseconds.
 */
export interface Settings extends DatabaseInputs {
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
  /** Globs, relative to that folder, of files that are left alone. */
  readonly ignoredFiles: readonly string[];
  /** Largest size of a migration file, in bytes. */
  readonly maxFileBytes: number;
  readonly trackingTable: TrackingTable;
  readonly trustedOwners: readonly string[];
  readonly lockTimeoutMs: number;
  readonly statementLockTimeoutMs: number;
  /** Globs are relative to `baseDir`, the project's folder. */
  readonly hooks: { readonly entries: readonly (string | object)[]; readonly baseDir: string };
  readonly endpoints: readonly Endpoint[];
  /** Sentences for the user about settings that are allowed but probably not meant. */
  readonly warnings: readonly string[];
  readonly redact: RedactRules;
  /** In CIDR notation; the sender checks it. */
  readonly allowedNetworks: readonly string[];
  readonly drainTimeoutMs: number;
  readonly organizationId: string | null;
  readonly correlationId: string | null;
}

const DEFAULTS = {
  migrationsDir: 'db/migrations',
  maxFileMb: 100,
  trackingTable: 'tb_confiture',
  lockTimeoutMs: 30_000,
  statementLockTimeoutMs: 5_000,
  drainTimeoutMs: 10_000,
} as const;

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
  readonly flags: SettingsFlags;
  /** Absolute path of the module a config file gets for `confiture` where its project has not installed it. */
  readonly selfEntry?: string;
}): Promise<Settings> {
  checkFlags(input.flags);
  const findings = collectIssues();
  const cwd = resolve(input.cwd);
  const project = await findProject(cwd, input.flags.config);
  const { file, passedOver } = project;
  if (passedOver !== null) findings.warn({ path: passedOver.path, source: 'repository' }, passedOver.reason);
  const view = await readEnvironment({ cwd: dotEnvFolder(project.dir, cwd), env: input.env });
  const written = file === null ? {} : await readConfig(file, input.selfEntry, findings);
  warnOfUnknownVariables(view, findings);
  const environment = environmentName(input.flags.env, view, written, findings);
  const merged = mergeEnvironment(written, environment, file?.display ?? 'configuration');
  warnOfMistypedName(environment, written, merged.source, findings);
  const settings = assemble({ project, cwd, view, environment, merged, flags: input.flags }, findings);
  throwFaults(findings);
  return settings;
}

async function readConfig(
  file: FoundFile,
  selfEntry: string | undefined,
  findings: Issues,
): Promise<ConfitureConfig> {
  for (const ignored of file.ignored) {
    findings.warn(
      { path: ignored, source: 'project folder' },
      `is not read, because ${file.display} is there too`,
    );
  }
  const { loadConfigFile } = await import('../config/file/load-file.js');
  const raw = await loadConfigFile(file, selfEntry);
  const { checkShape } = await import('../config/file/check-shape.js');
  return checkShape(raw, file.display, findings);
}

interface Parts {
  readonly project: FoundProject;
  readonly cwd: string;
  readonly view: EnvironmentView;
  readonly environment: string;
  readonly merged: MergedConfig;
  readonly flags: SettingsFlags;
}

function assemble({ project, cwd, view, environment, merged, flags }: Parts, findings: Issues): Settings {
  const { config } = merged;
  const { dir: projectDir, file } = project;
  const migrationsDir =
    flags.migrationsDir === undefined
      ? resolve(projectDir, config.migrationsDir ?? DEFAULTS.migrationsDir)
      : resolve(cwd, flags.migrationsDir);
  return {
    ...view,
    projectDir,
    workingDir: cwd,
    configFile: file?.display ?? null,
    configPath: file?.absolute ?? null,
    environment,
    isCi: isContinuousIntegration(view),
    databaseUrls: { flag: flags.databaseUrl ?? null, file: config.databaseUrl ?? null },
    ignoredFiles: config.migration?.ignore ?? [],
    maxFileBytes: (config.migration?.maxFileMb ?? DEFAULTS.maxFileMb) * 1_000_000,
    migrationsDir,
    migrationsDirDisplay: migrationsDirDisplay(
      migrationsDir,
      flags.migrationsDir ?? config.migrationsDir,
      cwd,
    ),
    trustedOwners: config.migration?.trustedOwners ?? [],
    trackingTable: parseTrackingTable(config.migration?.tracking_table ?? DEFAULTS.trackingTable),
    lockTimeoutMs: flags.lockTimeoutMs ?? config.migration?.lockTimeoutMs ?? DEFAULTS.lockTimeoutMs,
    statementLockTimeoutMs: config.migration?.statementLockTimeoutMs ?? DEFAULTS.statementLockTimeoutMs,
    hooks: { entries: config.hooks ?? [], baseDir: projectDir },
    endpoints: resolveEndpoints({ merged, view, environment }, findings),
    warnings: findings.warnings,
    redact: redactRules(config.redact),
    allowedNetworks: config.webhooks?.allowedNetworks ?? [],
    drainTimeoutMs: flags.drainTimeoutMs ?? config.webhooks?.drainTimeoutMs ?? DEFAULTS.drainTimeoutMs,
    organizationId: config.organizationId ?? null,
    correlationId: correlationIdOf(view, findings),
  };
}

function migrationsDirDisplay(absolute: string, written: string | undefined, cwd: string): string {
  if (written !== undefined && isAbsolute(written)) return written;
  return displayFrom(cwd, absolute);
}
