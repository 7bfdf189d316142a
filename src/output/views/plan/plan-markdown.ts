import { escapeMarkdown, escapeOwnMarkdown } from '../../terminal/escape-markdown.js';
import { formatCount } from '../../terminal/wording.js';
import type { PlanData, PlanFinding, PlanMigration, PlanStatement } from './plan-data.js';
import {
  approvalText,
  isNotable,
  isStyle,
  migrationNotes,
  styleText,
  summaryText,
  tierWord,
  workText,
} from './plan-wording.js';

/** Rows of all tables together; a comment on a pull request may have 65,536 characters. */
const MOST_ROWS = 100;

/** The plan as a comment on a pull request. Text from outside is shown and does nothing. */
export function planMarkdown(data: PlanData): string {
  const { plan, command } = data;
  const approval = approvalText(data);
  let room = MOST_ROWS;
  const parts = plan.migrations.flatMap((migration) => {
    const lines = migrationLines(migration, data.sizes, room);
    room = Math.max(0, room - migration.statements.filter(isNotable).length);
    return lines;
  });
  return [
    '### Migration plan',
    '',
    plan.migrations.length === 0 ? 'There is nothing to run.' : `It ${escapeMarkdown(summaryText(data))}.`,
    '',
    ...(approval === null ? [] : [`**${escapeOwnMarkdown(approval)}**`, '']),
    ...parts,
    'Run this plan and no other:',
    '',
    '```sh',
    `${command.replace(/[^\w ./:@-]/g, '')} --plan ${plan.hash}`,
    '```',
  ].join('\n');
}

function migrationLines(migration: PlanMigration, sizes: PlanData['sizes'], room: number): string[] {
  const { name, title, tier, statements } = migration;
  const notable = statements.filter(isNotable);
  const shown = notable.slice(0, room);
  const style = styleText(migration);
  const left = notable.length - shown.length;
  const rest = statements.length - notable.length;
  return [
    `#### ${escapeMarkdown(name)}: ${tierWord(tier)}`,
    '',
    ...(title === null ? [] : [escapeMarkdown(title), '']),
    ...migrationNotes(migration).map((note) => `- ${escapeMarkdown(note)}`),
    ...(rest > 0 ? [`- ${formatCount(rest, 'additive statement')}`] : []),
    ...(left > 0 ? [`- ${formatCount(left, 'more statement')} with findings`] : []),
    ...(style === null ? [] : [`- ${escapeMarkdown(style)}`]),
    '',
    ...(shown.length === 0
      ? []
      : ['| line | statement | tier | locks and work | findings |', '|--:|---|---|---|---|']),
    ...shown.map((statement) => row(statement, sizes)),
    ...(shown.length === 0 ? [] : ['']),
  ];
}

function row(statement: PlanStatement, sizes: PlanData['sizes']): string {
  const { line, command, tier, findings } = statement;
  const cells = [
    String(line),
    escapeMarkdown(command),
    tierWord(tier),
    escapeMarkdown(workText(statement, sizes)),
    findings
      .filter((found) => !isStyle(found))
      .map(findingCell)
      .join('<br>'),
  ];
  return `| ${cells.join(' | ')} |`;
}

function findingCell({ rule, subject, message, saferWay, silencedBy }: PlanFinding): string {
  const about = subject === null ? '' : ` (${escapeMarkdown(subject)})`;
  if (silencedBy !== null) {
    return `${escapeMarkdown(rule)}${about}: silenced by ${escapeMarkdown(silencedBy.directive)}, line ${silencedBy.line}`;
  }
  const safer = saferWay === null ? '' : ` *Safer:* ${escapeOwnMarkdown(saferWay)}`;
  return `**${escapeMarkdown(rule)}**${about}: ${escapeOwnMarkdown(message)}${safer}`;
}
