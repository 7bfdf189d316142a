import type { CommandEntry, CommandGroup } from './command.js';
import { approvals } from './commands/approvals/approvals.js';
import { serve } from './commands/serve/serve-commands.js';
import { webhooks } from './commands/webhooks/webhooks.js';

const migrate: CommandGroup = {
  name: 'migrate',
  summary: 'write, apply, undo and check migrations',
  commands: [
    {
      usage: 'generate <name>',
      alias: 'new',
      summary: 'write a new .up.sql/.down.sql pair',
      load: async () => (await import('./commands/migrate/generate.js')).generate,
    },
    {
      usage: 'plan',
      summary: 'what would run, with what each statement locks, rewrites and loses',
      load: async () => (await import('./commands/migrate/plan.js')).plan,
    },
    {
      usage: 'up',
      summary: 'apply what is pending',
      load: async () => (await import('./commands/migrate/up.js')).up,
    },
    {
      usage: 'down',
      summary: 'undo the newest migrations, all or nothing',
      load: async () => (await import('./commands/migrate/down.js')).down,
    },
    {
      usage: 'down-to <revision>',
      summary: 'undo everything after this version, all or nothing',
      load: async () => (await import('./commands/migrate/down-to.js')).downTo,
    },
    {
      usage: 'status',
      summary: 'what is applied and what is pending (exit 1: something is)',
      load: async () => (await import('./commands/migrate/status.js')).status,
    },
    {
      usage: 'current',
      summary: 'the newest applied migration',
      load: async () => (await import('./commands/migrate/current.js')).current,
    },
    {
      usage: 'baseline',
      summary: 'mark migrations as applied without running them',
      load: async () => (await import('./commands/migrate/baseline.js')).baseline,
    },
    {
      usage: 'verify',
      summary: 'compare applied migrations with their files and checks',
      load: async () => (await import('./commands/migrate/verify.js')).verify,
    },
    {
      usage: 'resolve <version>',
      summary: 'settle a migration that was cut off outside of a transaction',
      load: async () => (await import('./commands/migrate/resolve.js')).resolve,
    },
    {
      usage: 'runs [run]',
      summary: 'runs with state and progress, or one of them',
      load: async () => (await import('./commands/migrate/steering/runs.js')).runs,
    },
    {
      usage: 'pause [run]',
      summary: 'have a run that goes on elsewhere stand still',
      load: async () => (await import('./commands/migrate/steering/pause.js')).pause,
    },
    {
      usage: 'resume [run]',
      summary: 'let a paused run go on',
      load: async () => (await import('./commands/migrate/steering/resume.js')).resume,
    },
    {
      usage: 'cancel [run]',
      summary: 'end a run that goes on elsewhere; what it was at is rolled back',
      load: async () => (await import('./commands/migrate/steering/cancel.js')).cancel,
    },
    {
      usage: 'validate',
      summary: 'check the files alone, without a database',
      load: async () => (await import('./commands/migrate/validate.js')).validate,
    },
  ],
};

const hooks: CommandGroup = {
  name: 'hooks',
  summary: 'code that is called at moments of a run',
  commands: [
    {
      usage: 'list',
      summary: 'registered hooks, in the order they are called',
      load: async () => (await import('./commands/hooks/list.js')).list,
    },
    {
      usage: 'test <name>',
      summary: 'call one hook with invented facts, without a run',
      load: async () => (await import('./commands/hooks/test.js')).test,
    },
  ],
};

const certificate: CommandGroup = {
  name: 'certificate',
  summary: 'signed proof that the invariants of a migration held',
  commands: [
    {
      usage: 'list',
      summary: 'certificates of this environment, newest first',
      load: async () => (await import('./commands/certificate/list.js')).list,
    },
    {
      usage: 'show <id>',
      summary: 'what a certificate states',
      load: async () => (await import('./commands/certificate/show.js')).show,
    },
    {
      usage: 'export <id>',
      summary: 'the certificate itself, as a DSSE envelope',
      load: async () => (await import('./commands/certificate/export.js')).exportCertificate,
    },
    {
      usage: 'verify <file>',
      summary: 'check a certificate without a database (exit 1: it is not valid)',
      load: async () => (await import('./commands/certificate/verify.js')).verify,
    },
    {
      usage: 'key',
      summary: 'the key that signs certificates here',
      load: async () => (await import('./commands/certificate/key.js')).key,
    },
  ],
};

/** Every command, in the order of the help. */
export const commands: readonly (CommandEntry | CommandGroup)[] = [
  {
    usage: 'init',
    summary: 'set up this folder: config file, db/migrations with an example, .gitignore',
    load: async () => (await import('./commands/project/init.js')).init,
  },
  {
    usage: 'doctor',
    summary: 'check all that a run depends on, and say what to do',
    load: async () => (await import('./commands/project/doctor.js')).doctor,
  },
  {
    usage: 'schema [command...]',
    summary: 'what commands print with --format json, or the JSON Schema of one',
    load: async () => (await import('./commands/project/schema.js')).schema,
  },
  migrate,
  approvals,
  certificate,
  webhooks,
  {
    usage: 'worker',
    summary: 'send what is due until stopped; run as many as you like',
    load: async () => (await import('./commands/project/worker.js')).worker,
  },
  serve,
  hooks,
];
