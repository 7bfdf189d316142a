import type { ReactNode } from 'react';
import './styles/facts.css';

/** Names with their values; what is null is left out. */
export function Facts({ facts }: { readonly facts: Readonly<Record<string, ReactNode | null>> }) {
  return (
    <dl className="facts">
      {Object.entries(facts)
        .filter(([, value]) => value !== null)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
