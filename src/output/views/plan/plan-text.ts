import { displayOwn, displayText } from '../../terminal/display-text.js';
import type { Style, Theme } from '../../terminal/theme.js';
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

const STYLES: Readonly<Record<string, Style>> = {
  additive: 'good',
  reversible: 'accent',
  lock_risky: 'caution',
  destructive: 'bad',
  irreversible: 'bad',
  unclassified: 'bad',
};

/** What would run, migration by migration, with what each notable statement puts at stake. */
export function planText(data: PlanData, theme: Theme): string {
  const { plan, command } = data;
  if (plan.migrations.length === 0) {
    return `There is nothing to ${plan.direction === 'up' ? 'apply' : 'roll back'}.\nplan ${plan.hash}`;
  }
  const approval = approvalText(data);
  return [
    displayOwn(`Plan: ${summaryText(data)}.`),
    ...plan.migrations.flatMap((migration) => ['', ...migrationLines(migration, data, theme)]),
    '',
    ...(approval === null ? [] : [displayOwn(approval)]),
    displayText(`Nothing was changed. This plan and no other: \`${command} --plan ${plan.hash}\``),
    `plan ${plan.hash}`,
  ].join('\n');
}

function migrationLines(migration: PlanMigration, { sizes }: PlanData, theme: Theme): string[] {
  const { name, title, tier, statements } = migration;
  const notable = statements.filter(isNotable);
  const rest = statements.length - notable.length;
  const style = styleText(migration);
  return [
    [
      theme.paint('strong', displayText(name)),
      ...(title === null ? [] : [displayText(title)]),
      theme.paint(STYLES[tier] ?? 'bad', tierWord(tier)),
    ].join('  '),
    ...migrationNotes(migration).map((note) => `  ${displayText(note)}`),
    ...notable.flatMap((statement) => statementLines(statement, sizes, theme)),
    ...(rest > 0
      ? [
          theme.paint(
            'faint',
            `  ${notable.length > 0 ? 'and ' : ''}${formatCount(rest, 'additive statement')}`,
          ),
        ]
      : []),
    ...(style === null ? [] : [theme.paint('faint', `  ${displayText(style)}`)]),
  ];
}

function statementLines(statement: PlanStatement, sizes: PlanData['sizes'], theme: Theme): string[] {
  const { line, command, tier, findings } = statement;
  const work = workText(statement, sizes);
  return [
    `  line ${line}: ${displayText(command)}, ${theme.paint(STYLES[tier] ?? 'bad', tierWord(tier))}`,
    ...(work === '' ? [] : [`    ${displayText(work)}`]),
    ...findings.filter((found) => !isStyle(found)).flatMap((found) => findingLines(found, theme)),
  ];
}

function findingLines({ rule, subject, message, saferWay, silencedBy }: PlanFinding, theme: Theme): string[] {
  const about = subject === null ? '' : ` ${displayText(subject)}:`;
  if (silencedBy !== null) {
    const by = `silenced by ${silencedBy.directive} (line ${silencedBy.line})`;
    return [theme.paint('faint', `    ${rule}${about} ${by}`)];
  }
  return [
    `    ${rule}:${about} ${message}`,
    ...(saferWay === null ? [] : [theme.paint('faint', `      Safer: ${saferWay}`)]),
  ];
}
