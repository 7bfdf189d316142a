import { durationText } from '../time/duration-text.js';
import './timing-bar.css';

/** Milliseconds that the stages of a request took; null where a stage was not reached or is not known. */
export interface Timing {
  readonly dns_ms: number | null;
  readonly connect_ms: number | null;
  readonly tls_ms: number | null;
  readonly first_byte_ms: number | null;
  readonly total_ms: number;
}

const STAGES = [
  ['dns_ms', 'DNS'],
  ['connect_ms', 'Connect'],
  ['tls_ms', 'TLS'],
  ['first_byte_ms', 'First byte'],
] as const;

/** Where the time of a request went, as one bar with its figures under it. */
export function TimingBar({ timing }: { readonly timing: Timing }) {
  const known = STAGES.flatMap(([key, title]) => {
    const ms = timing[key];
    return ms === null ? [] : [{ key, title, ms }];
  });
  const rest = Math.max(timing.total_ms - known.reduce((sum, { ms }) => sum + ms, 0), 0);
  const parts = [...known, { key: 'rest', title: known.length === 0 ? 'In all' : 'Rest', ms: rest }];
  return (
    <div className="timing">
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        {parts.map(({ key, ms }, index) => {
          const before = parts.slice(0, index).reduce((sum, part) => sum + part.ms, 0);
          const all = Math.max(timing.total_ms, 1);
          return (
            <rect
              key={key}
              className={`timing-${key}`}
              x={(before / all) * 100}
              y={0}
              width={(ms / all) * 100}
              height={8}
            />
          );
        })}
      </svg>
      <dl>
        {parts.map(({ key, title, ms }) => (
          <div key={key} className={`timing-name timing-${key}`}>
            <dt>{title}</dt>
            <dd>{durationText(ms / 1000)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
