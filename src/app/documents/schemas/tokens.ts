import { closed } from '../../../events/catalog/schema.js';
import { tokenScopes } from '../../../storage/tokens/token-scope.js';
import { about, listOf, oneOf, orNull, type Properties, text, time } from './shapes.js';

const one = closed({
  id: { type: 'string', pattern: '^tok_' },
  name: text,
  state: oneOf('active', 'expired', 'revoked'),
  scopes: listOf(oneOf(...tokenScopes)),
  secret_hint: about('The last four characters of its text.', text),
  created_by: text,
  created_at: time,
  expires_at: about('Null where it does not expire.', orNull(time)),
  revoked_at: orNull(time),
  last_used_at: about('To the minute.', orNull(time)),
  last_used_from: about('Address of the last request.', orNull(text)),
});

export const list: Properties = { tokens: about('Newest first.', listOf(one)) };
export const token: Properties = { token: one };
export const made: Properties = {
  token: one,
  secret: about('The text of the token, which is not shown again.', { type: 'string', pattern: '^sk_live_' }),
};
export const serving: Properties = {
  url: about('Where it listens.', text),
  sign_in_url: about('For a browser, where the server has made a token for itself.', orNull(text)),
  worker: about('It sends events too.', { type: 'boolean' }),
};
