import { useQuery } from '@tanstack/react-query';
import { dataOf } from '../../api/client.js';
import { getSettings, type ServerSettings, type Session } from '../../api/generated.js';
import { setTheme, useTheme } from '../../frame/theme.js';
import { Facts } from '../../parts/facts.js';
import { ChoiceField } from '../../parts/forms/choice-field.js';
import { ProblemNotice } from '../../parts/problem-notice.js';
import { Skeleton } from '../../parts/skeleton.js';
import type { TimeZoneChoice } from '../../time/exact-time.js';
import { setTimeZone, useTimeZone } from '../../time/time-zone.js';
import { optionText } from './option-text.js';
import { sessionText } from './session-text.js';
import './settings-screen.css';

const THEMES = [
  ['system', 'like the system'],
  ['light', 'light'],
  ['dark', 'dark'],
] as const;
const ZONES: readonly (readonly [TimeZoneChoice, string])[] = [
  ['local', 'local'],
  ['utc', 'UTC'],
];

/** What this browser keeps, who is signed in, and how the server is set up. */
export function SettingsScreen({ session }: { readonly session: Session }) {
  const theme = useTheme();
  const zone = useTimeZone();
  return (
    <>
      <div className="screen-head">
        <div>
          <h1>Settings</h1>
          <p className="screen-lead outside-text">{sessionText(session)}</p>
        </div>
      </div>
      <section className="event-part" aria-label="This browser">
        <h2>This browser</h2>
        <div className="settings-choices">
          <ChoiceField label="Colours" value={theme} choices={THEMES} set={setTheme} />
          <ChoiceField label="Exact times" value={zone} choices={ZONES} set={setTimeZone} />
        </div>
        <p className="entry-hint">
          Times read “3 min ago”. Rest the pointer on one for the exact time; on a touch screen, the page of
          each thing shows it.
        </p>
      </section>
      <section aria-label="You">
        <h2 className="settings-title">You</h2>
        <Facts
          facts={{
            'Signed in as': <span className="outside-text">{session.name}</span>,
            Token: <span className="mono">{session.token_id}</span>,
            Scopes: session.scopes.join(', '),
          }}
        />
      </section>
      <ServerPart />
    </>
  );
}

/** How the server is set up; it is changed where it is started. */
function ServerPart() {
  const {
    data: settings,
    error,
    refetch,
  } = useQuery({ queryKey: ['settings'], queryFn: () => dataOf(getSettings()) });
  return (
    <section aria-label="The server">
      <h2 className="settings-title">The server</h2>
      {settings === undefined ? (
        error === null ? (
          <Skeleton rows={8} label="the settings of the server" />
        ) : (
          <div className="screen-notice">
            <ProblemNotice error={error} retry={() => void refetch()} />
          </div>
        )
      ) : (
        <ServerFacts settings={settings} />
      )}
    </section>
  );
}

function ServerFacts({ settings }: { readonly settings: ServerSettings }) {
  return (
    <>
      <Facts
        facts={{
          Confiture: settings.version,
          Environment: <span className="outside-text">{settings.environment}</span>,
          Database: (
            <span className="outside-text">
              {settings.database.name} at {settings.database.host}
            </span>
          ),
          'Config file':
            settings.config_file === null ? (
              'none'
            ) : (
              <span className="mono outside-text">{settings.config_file}</span>
            ),
          Migrations: <span className="mono outside-text">{settings.migrations_dir}</span>,
          Ledger: <span className="mono outside-text">{settings.tracking_table}</span>,
          'Settled deliveries are kept': `${settings.retention_days} ${settings.retention_days === 1 ? 'day' : 'days'}`,
          'Key of stored endpoints':
            settings.master_key === null ? (
              'none: no endpoint can be stored here'
            ) : (
              <span className="mono outside-text">{settings.master_key}</span>
            ),
        }}
      />
      <div className="event-part">
        <table className="statements options" aria-label="Options of the server">
          <thead>
            <tr>
              <th scope="col">Option</th>
              <th scope="col">Value</th>
              <th scope="col">Meaning</th>
            </tr>
          </thead>
          <tbody>
            {settings.options.map(({ key, value, meaning }) => (
              <tr key={key}>
                <th scope="row" className="mono outside-text">
                  {key}
                </th>
                <td className="mono outside-text">{optionText(key, value)}</td>
                <td>{meaning.replaceAll('`', '')}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className="entry-hint">
          They are set in the config file of the server, its flags or its environment variables, and take
          effect when it is restarted.
        </p>
      </div>
    </>
  );
}
