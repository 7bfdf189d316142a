import { MASK } from './mask.js';

// A password without quotes. Bounded, so that hostile text costs linear time.
const bareRolePassword =
  /(\b(?:create|alter)\s{1,9}(?:role|user|group)\s{1,9}[^;]{0,200}?\bpassword\s{1,9})(?!null\b)([^\s;'"$]{1,200})/gi;

// `db_password text := '…'` and `token varchar(40) default '…'`: the type stands between the name and the value.
const declaredSecret =
  /(?<![\w.-])([\w.-]{0,40}(?:passw(?:or)?d|passphrase|pwd|secret|token|api_?key|credential)[\w.-]{0,40}\s{1,9}[a-z][\w ]{0,30}(?:\([\d, ]{1,10}\))?\s{0,9}(?::=|=|\bdefault\b)\s{0,9}(?:[enxb]|u&)?)'(?:''|[^'])*(?:'|$)/gi;

/** Masks passwords that stand in SQL where `maskKeyValues` does not expect a value. */
export function maskSqlPasswords(text: string): string {
  return text.replace(bareRolePassword, `$1${MASK}`).replace(declaredSecret, `$1'${MASK}'`);
}
