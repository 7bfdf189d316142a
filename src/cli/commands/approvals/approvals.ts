import type { CommandGroup } from '../../command.js';

/** Their files are loaded when they are typed. */
export const approvals: CommandGroup = {
  name: 'approvals',
  summary: 'decide on plans that wait for approval',
  commands: [
    {
      usage: 'list',
      summary: 'requests for approval in this environment, newest first',
      load: async () => (await import('./list.js')).list,
    },
    {
      usage: 'show <approval>',
      summary: 'what is asked for, and what was decided',
      load: async () => (await import('./show.js')).show,
    },
    {
      usage: 'grant <approval>',
      summary: 'agree that this plan runs, once',
      load: async () => (await import('./decide.js')).grant,
    },
    {
      usage: 'deny <approval>',
      summary: 'refuse this plan',
      load: async () => (await import('./decide.js')).deny,
    },
    {
      usage: 'revoke <approval>',
      summary: 'take a decision back',
      load: async () => (await import('./decide.js')).revoke,
    },
  ],
};
