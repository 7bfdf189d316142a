import { z } from 'zod';
import { tokenNameFault } from '../../storage/tokens/token-name.js';
import { tokenScopes } from '../../storage/tokens/token-scope.js';
import { Time } from './time.js';

const TokenScopeName = z.enum(tokenScopes);

const facts = {
  id: z.string().startsWith('tok_'),
  name: z.string(),
  state: z.enum(['active', 'expired', 'revoked']),
  scopes: z.array(TokenScopeName),
  secret_hint: z.string().meta({ description: 'The last four characters of its text.' }),
  created_by: z.string(),
  created_at: Time,
  expires_at: Time.nullable().meta({ description: 'Null where it does not expire.' }),
  revoked_at: Time.nullable(),
  last_used_at: Time.nullable().meta({ description: 'To the minute.' }),
  last_used_from: z.string().nullable().meta({ description: 'Address of the last request.' }),
};

export const Token = z
  .strictObject(facts)
  .meta({ id: 'Token', description: 'Who may use the API, and for what.' });

export const NewToken = z
  .strictObject({
    ...facts,
    secret: z
      .string()
      .nullable()
      .meta({ description: 'The text to send. Shown once; null where the request is repeated.' }),
  })
  .meta({ id: 'NewToken' });

export const TokenRequest = z
  .strictObject({
    name: z
      .string()
      .max(64)
      .refine((name) => tokenNameFault(name) === null, {
        error: (issue) => tokenNameFault(String(issue.input)) ?? '',
      })
      .meta({ description: 'Stands in the audit log and in events as who has acted.' }),
    scopes: z.array(TokenScopeName).min(1).max(tokenScopes.length),
    expires_in_days: z
      .int()
      .min(1)
      .max(3650)
      .nullable()
      .default(90)
      .meta({ description: 'Null for a token that does not expire.' }),
  })
  .meta({ id: 'TokenRequest' });

export const SignIn = z.strictObject({ token: z.string().min(1).max(512) }).meta({ id: 'SignIn' });

export const WhoAmI = z
  .strictObject({
    token_id: z.string(),
    name: z.string(),
    scopes: z.array(TokenScopeName),
    database: z.string().meta({ description: 'Name of the database.' }),
    environment: z.string(),
    version: z.string().meta({ description: 'Of Confiture.' }),
    now: Time.meta({ description: 'By the clock of the server.' }),
  })
  .meta({ id: 'Session' });
