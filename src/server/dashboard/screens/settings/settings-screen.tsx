import { useId } from 'react';
import type { Session } from '../../api/generated.js';
import { setTheme, useTheme } from '../../frame/theme.js';
import { Facts } from '../../parts/facts.js';
import type { TimeZoneChoice } from '../../time/exact-time.js';
import { setTimeZone, useTimeZone } from '../../time/time-zone.js';

const THEMES = [
  ['system', 'as the system has it'],
  ['light', 'light'],
  ['dark', 'dark'],
] as const;
const ZONES: readonly (readonly [TimeZoneChoice, string])[] = [
  ['local', 'local'],
  ['utc', 'UTC'],
];

/** What this browser keeps, and who is signed in. */
export function SettingsScreen({ session }: { readonly session: Session }) {
  const theme = useTheme();
  const zone = useTimeZone();
  return (
    <>
      <div className="screen-head">
        <div>
          <h1>Settings</h1>
          <p className="screen-lead">Kept in this browser.</p>
        </div>
      </div>
      <div className="event-part screen-form">
        <Choice label="Colours" value={theme} choices={THEMES} set={setTheme} />
        <Choice label="Exact times" value={zone} choices={ZONES} set={setTimeZone} />
      </div>
      <Facts
        facts={{
          'Signed in as': <span className="outside-text">{session.name}</span>,
          Scopes: session.scopes.join(', '),
          Environment: <span className="outside-text">{session.environment}</span>,
          Confiture: session.version,
        }}
      />
    </>
  );
}

function Choice<Value extends string>({
  label,
  value,
  choices,
  set,
}: {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly (readonly [Value, string])[];
  readonly set: (value: Value) => void;
}) {
  const id = useId();
  return (
    <div className="filter-field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={({ target }) => set(target.value as Value)}>
        {choices.map(([choice, title]) => (
          <option key={choice} value={choice}>
            {title}
          </option>
        ))}
      </select>
    </div>
  );
}
