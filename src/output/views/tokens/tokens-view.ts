import { momentText } from '../../../text/moment.js';
import { displayText } from '../../terminal/display-text.js';
import { ShownOnce } from '../../terminal/shown-once.js';
import { type Cell, drawTable } from '../../terminal/table.js';
import type { Style, Theme } from '../../terminal/theme.js';

/** A token as it is shown. */
export interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly scopes: readonly string[];
  readonly state: 'active' | 'expired' | 'revoked';
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly lastUsedFrom: string | null;
}

const COLUMNS = [
  { title: 'Token', whole: true },
  { title: 'Name' },
  { title: 'State' },
  { title: 'Scopes' },
  { title: 'Ends with' },
  { title: 'Until (UTC)' },
  { title: 'Last used (UTC)' },
  { title: 'From' },
] as const;

const STYLES = { active: 'good', expired: 'faint', revoked: 'faint' } as const satisfies Record<
  TokenRow['state'],
  Style
>;

/** Tokens, newest first. */
export function tokensView(rows: readonly TokenRow[], theme: Theme): string {
  if (rows.length === 0) return 'There are no tokens. `confiture serve token create NAME` makes one.';
  const cells = rows.map((row): Cell[] => [
    row.id,
    row.name,
    { text: row.state, style: STYLES[row.state] },
    row.scopes.join(', '),
    row.hint,
    row.expiresAt === null ? 'never' : momentText(row.expiresAt),
    row.lastUsedAt === null ? 'never' : momentText(row.lastUsedAt),
    row.lastUsedFrom ?? '',
  ]);
  return drawTable(COLUMNS, cells, theme).join('\n');
}

/** A new token. Its text is what the command was run for, so it stands there as it is. */
export function tokenMadeView(row: TokenRow, text: string, theme: Theme): string {
  const until = row.expiresAt === null ? 'never expires' : `expires ${momentText(row.expiresAt)} UTC`;
  return [
    new ShownOnce(text).text,
    theme.paint(
      'faint',
      `${displayText(row.name)} (${row.id}), ${row.scopes.join(', ')}, ${until}. Keep it now: it is not shown again.`,
    ),
  ].join('\n');
}

export function tokenRevokedView({ name, id }: TokenRow): string {
  return `${displayText(name)} (${id}) is revoked.`;
}
