import type { Direction } from '../../../run-events.js';
import { momentText } from '../../../text/moment.js';
import { type Cell, drawTable } from '../../terminal/table.js';
import type { Style, Theme } from '../../terminal/theme.js';

/** A request for approval as it is shown. */
export interface ApprovalRow {
  readonly id: string;
  readonly state: 'pending' | 'granted' | 'denied' | 'expired' | 'stale' | 'revoked' | 'used';
  /** The state in words, for instance `was denied by ann@laptop at …`. */
  readonly remark: string;
  readonly direction: Direction;
  readonly migrations: readonly string[];
  /** The phase that needs it, for instance `005: switch_over`; null where the whole plan does. */
  readonly phase: string | null;
  /** The highest first. */
  readonly tiers: readonly string[];
  readonly risks: readonly {
    readonly migration: string;
    readonly line: number;
    readonly command: string;
    readonly tier: string;
  }[];
  readonly reasons: readonly string[];
  readonly approvers: readonly string[];
  readonly forbidSelf: boolean;
  readonly requiredCount: number;
  readonly grantedCount: number;
  readonly requestedBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly planHash: string;
  readonly command: string | null;
  readonly decisions: readonly {
    readonly verb: 'grant' | 'deny' | 'revoke';
    readonly actor: string;
    readonly source: string;
    readonly comment: string | null;
    readonly at: Date;
  }[];
}

const COLUMNS = [
  { title: 'Approval', whole: true },
  { title: 'State' },
  { title: 'Grants', align: 'right' },
  { title: 'For' },
  { title: 'Highest tier' },
  { title: 'Asked for by' },
  { title: 'Until (UTC)' },
] as const;

const STYLES = {
  pending: 'caution',
  granted: 'good',
  denied: 'bad',
  expired: 'faint',
  stale: 'faint',
  revoked: 'bad',
  used: 'faint',
} as const satisfies Record<ApprovalRow['state'], Style>;

/** Requests for approval, newest first. */
export function approvalsView(rows: readonly ApprovalRow[], theme: Theme): string {
  if (rows.length === 0) return 'There are no requests for approval.';
  const cells = rows.map((row): Cell[] => [
    row.id,
    { text: row.state, style: STYLES[row.state] },
    `${row.grantedCount} of ${row.requiredCount}`,
    subjectOf(row),
    row.tiers[0] ?? '',
    row.requestedBy,
    momentText(row.expiresAt),
  ]);
  return drawTable(COLUMNS, cells, theme).join('\n');
}

/** For instance `up 004_drop_carts and 2 more`. */
function subjectOf({ direction, migrations, phase }: ApprovalRow): string {
  if (phase !== null) return `phase ${phase}`;
  const [first = ''] = migrations;
  return `${direction} ${first}${migrations.length > 1 ? ` and ${migrations.length - 1} more` : ''}`;
}
