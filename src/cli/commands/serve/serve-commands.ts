import type { CommandEntry } from '../../command.js';

/** `serve` and what stands below it; their files are loaded when they are typed. */
export const serve: CommandEntry = {
  usage: 'serve',
  summary: 'management API, with a worker; run as many as you like',
  load: async () => (await import('./serve.js')).serve,
  commands: [
    {
      name: 'token',
      summary: 'who may use the API',
      commands: [
        {
          usage: 'create <name>',
          summary: 'make a token, whose text is shown once',
          load: async () => (await import('./token/create.js')).create,
        },
        {
          usage: 'list',
          summary: 'tokens of this environment, newest first',
          load: async () => (await import('./token/list.js')).list,
        },
        {
          usage: 'revoke <token>',
          summary: 'end a token at once, by its id or name',
          load: async () => (await import('./token/revoke.js')).revoke,
        },
      ],
    },
    {
      usage: 'rekey',
      summary: 'seal the endpoints of the database with a new master key',
      load: async () => (await import('./rekey.js')).rekey,
    },
  ],
};
