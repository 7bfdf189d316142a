// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Confiture fills these in, not JavaScript.
/**
 * Every key of a Confiture configuration. Copy what you need into `confiture.config.ts`: all keys are optional,
 * and an unknown one is an error. Values marked "default" need not be written.
 */
import { defineConfig } from 'confiture';

export default defineConfig({
  // Environment where neither --env nor CONFITURE_ENV names one. Default: 'local'.
  environment: 'local',

  // Used where neither --database-url nor CONFITURE_DATABASE_URL is set. ${VAR} and ${VAR:-default} are filled in
  // from the environment and .env; a missing variable is an error. 'pglite:PATH' is the embedded database.
  databaseUrl: 'postgres://app:${APP_DB_PASSWORD:-local-only}@localhost:5432/app',

  // Folder of the migration files, relative to the project. This is the default.
  migrationsDir: 'db/migrations',

  certificate: {
    // Private Ed25519 key that signs certificates, in PEM. Default: none; in environment local one is made in .confiture.
    keyFile: '/run/secrets/certificate-key.pem',
  },
  migration: {
    // Ledger table, 'table' or 'schema.table', exactly as written. This is the default.
    tracking_table: 'tb_confiture',
    // Roles that may own the ledger and the tables in schema confiture, beside the role that connects, the roles it
    // belongs to, superusers and the owner of the database. Default: none.
    trustedOwners: ['deployer'],
    // How long to wait for the migration lock, in milliseconds; 0 = do not wait. This is the default.
    lockTimeoutMs: 30_000,
    // How long a paused run stands still before it ends, in milliseconds; 0 = it ends at once. This is the default.
    pauseTimeoutMs: 3_600_000,
    // How long one statement may wait for a lock (the server's lock_timeout); 0 = off. This is the default.
    statementLockTimeoutMs: 5_000,
    // What becomes of a migration whose .verify.sql or .invariant.sql does not hold; 'keep' commits it, and the command
    // fails all the same. This is the default.
    onValidationFailure: 'rollback',
    // How long one of these queries may take; 0 = as long as it takes. This is the default.
    validationTimeoutMs: 30_000,
    // Rows of a result up to which it is told how many of them differ. This is the default.
    validationRowLimit: 100_000,
    // Files and folders to leave alone, as globs relative to the migrations folder. Default: none, so that every file
    // that looks like SQL and is no migration stops a run.
    ignore: ['seeds/**', 'notes.sql'],
    // Largest size of a migration file, in megabytes, up to 500. This is the default.
    maxFileMb: 100,
    // How long a run waits for an approval, in milliseconds; 0 = end and say how to grant it. This is the default.
    approvalTimeoutMs: 0,
  },

  // A run rests between migrations, phases and batches while one of these is true or above 0. Default: none.
  pauseWhen: [
    {
      name: 'replica lag',
      sql: 'select max(extract(epoch from replay_lag)) > 10 from pg_stat_replication',
    },
  ],

  // Plans that a person has to agree to; every rule that fits must be satisfied. Default: none.
  approvals: [
    {
      // Default: all.
      environments: ['production'],
      // For statements of these tiers and of every higher one. Default: every plan.
      tiers: ['lock_risky'],
      // How many different people have to grant it. This is the default.
      count: 1,
      // Who may decide. Default: everybody.
      approvers: ['ann', 'ben'],
      // Neither who asks nor the last author of a file may grant it. Default: false.
      forbidSelf: true,
    },
  ],

  // Hook files (globs relative to this file) or hook objects.
  hooks: ['./db/hooks/*.ts'],

  webhooks: {
    // Sent to every endpoint, those from CONFITURE_WEBHOOK_… included. ${event.…} is filled in when sent.
    headers: { 'X-Environment': '${event.environment}', 'X-Migration-Version': '${event.migration_version}' },
    // Allows plain http outside environment 'local'. This is the default.
    allowInsecure: false,
    // Networks that every endpoint may reach, whatever kind of address is in them. Default: none.
    allowedNetworks: ['192.0.2.0/24'],
    // Longest time a run waits for deliveries after its last migration, in milliseconds. This is the default.
    drainTimeoutMs: 10_000,

    endpoints: {
      // With a url: an endpoint of the config file.
      audit: {
        url: '${AUDIT_URL:-https://audit.example.com/confiture}',
        // At least 16 bytes. During a rotation: secrets: ['${NEW}', '${OLD}'], newest first.
        secret: '${AUDIT_SECRET:-invented-secret-for-the-example}',
        // Types and patterns. Default: migration.completed and migration.failed.
        events: ['migration.*'],
        // confiture (default), flat, envelope, cloudevents, slack, discord, teams, pagerduty, opsgenie or a function.
        format: 'envelope',
        // They win over webhooks.headers.
        headers: { Authorization: 'Bearer ${AUDIT_TOKEN:-invented-token}' },
        // Total time for one attempt, 1 to 30,000 milliseconds. This is the default.
        timeoutMs: 10_000,
        // 'shared-secret' also sends the secret itself, for old receivers. This is the default.
        auth: 'signature',
        // Default: webhooks.allowInsecure.
        allowInsecure: false,
        // 'confiture' (default), 'sensei', or the delay in seconds before each attempt.
        schedule: [0, 2, 4, 8, 60, 600],
      },
      // A function as format returns the body.
      chat: {
        url: 'https://chat.example.com/hooks/confiture',
        format: ({ type, data }) => ({
          text: 'migration_name' in data ? `${data.migration_name}: ${type}` : type,
        }),
        events: ['migration.failed'],
      },
      // Without a url: adds to the endpoint that CONFITURE_WEBHOOK_URL makes. WEBHOOK_SLACK makes "slack", and so on.
      default: { headers: { 'X-Team': 'payments' } },
    },
  },

  // The management API: `confiture serve`.
  serve: {
    // These are the defaults. On another address than loopback it starts where there is a token only.
    host: '127.0.0.1',
    port: 8787,
    // Behind a proxy: what it is called from outside, base path included, and whose X-Forwarded-For is believed.
    publicUrl: 'https://ops.example.com/confiture',
    trustedProxies: ['10.0.0.0/8'],
    // Of one token to one server. This is the default.
    requestsPerMinute: 6_000,
    // Folder into which the API may write migration files. Default: none.
    allowMigrationFiles: 'db/migrations',
  },

  // Masked in events and output, beyond passwords, tokens and the like, which always are.
  redact: {
    patterns: [/cust-\d{6}/, 'internal\\.example\\.com'],
    keys: ['customer_code'],
  },

  // metadata.organization_id of the 'envelope' format. Default: none.
  organizationId: 'org_example',

  // Merged over the keys above for the chosen environment: objects by key, everything else replaced.
  environments: {
    production: {
      databaseUrl: '${PRODUCTION_DATABASE_URL}',
      migration: { lockTimeoutMs: 120_000 },
      webhooks: { endpoints: { audit: { schedule: 'sensei' } } },
    },
  },
});
