import type { MigrationShape, PlannedMigration } from '../../api/generated.js';
import { Notice } from '../../parts/notice.js';
import { nameWithVersion } from './migration-name.js';

/** What a migration would do: its statements with risk and locks, and what a rule found in them. */
export function PlannedMigrationView({
  planned,
  isWaiting,
}: {
  readonly planned: PlannedMigration;
  /** True where a person has to decide on it. */
  readonly isWaiting: boolean;
}) {
  return (
    <section className="event-part" aria-label={`Plan of ${planned.name}`}>
      <h2 className="outside-text">{nameWithVersion(planned)}</h2>
      <StatementsView shape={planned} isWaiting={isWaiting} />
    </section>
  );
}

/** The statements of a file, in order. */
export function StatementsView({
  shape,
  isWaiting,
}: {
  readonly shape: Pick<MigrationShape, 'file' | 'statements'>;
  /** True where what is found in them can still be heeded. */
  readonly isWaiting: boolean;
}) {
  return (
    <>
      <p className="screen-lead mono outside-text">{shape.file}</p>
      <table className="statements statements-of-file" aria-label={`Statements of ${shape.file}`}>
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col">Command</th>
            <th scope="col">Risk</th>
            <th scope="col">Locks</th>
          </tr>
        </thead>
        <tbody>
          {shape.statements.map((statement) => (
            <tr key={statement.line}>
              <td>{statement.line}</td>
              <td className="outside-text">{statement.command}</td>
              <td>{statement.tier.replaceAll('_', ' ')}</td>
              <td className={statement.locks.length === 0 ? 'statement-no-locks' : 'outside-text'}>
                {statement.locks.map(({ mode, table }) => `${mode} on ${table}`).join(', ') || '–'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shape.statements.flatMap(({ line, findings }) =>
        findings.map((finding) => (
          <Notice
            key={`${line} ${finding.rule} ${finding.subject}`}
            tone={isWaiting && finding.silenced_by === null ? 'waits' : 'off'}
            title={`Line ${line}: ${finding.message}`}
          >
            {finding.safer_way === null ? null : <p className="outside-text">{finding.safer_way}</p>}
            {finding.silenced_by === null ? null : (
              <p>
                Silenced in line {finding.silenced_by.line} by <code>{finding.silenced_by.directive}</code>.
              </p>
            )}
          </Notice>
        )),
      )}
    </>
  );
}
