import { type ReactNode, useId, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { basePath } from '../api/client.js';
import { useHotkeys } from '../frame/hotkeys.js';
import { Button } from '../parts/button.js';
import type { ListFilter } from './filter.js';
import './filter-bar.css';

/** A part of a filter: one of some choices, or a text. */
export interface FilterField {
  readonly name: string;
  readonly label: string;
  readonly choices?: readonly string[];
  /** Shown in an empty field of text. */
  readonly example?: string;
  /** `long` for names, which are read as a whole; `short` for what has a few characters. */
  readonly size?: 'short' | 'middle' | 'long';
}

/** How many fields a phone shows at first: one line, so that the rows are in sight. */
const ON_PHONE = 2;

/** The fields of a filter; `/` leads to the first of them. */
export function FilterBar({
  filter,
  fields,
}: {
  readonly filter: ListFilter;
  readonly fields: readonly FilterField[];
}) {
  const bar = useRef<HTMLDivElement>(null);
  const cameFrom = useRef<Element | null>(null);
  const isInBar = () => bar.current?.contains(document.activeElement) === true;
  const [isWhole, setWhole] = useState(false);
  useHotkeys({
    '/': () => {
      if (!isInBar()) cameFrom.current = document.activeElement;
      bar.current?.querySelector<HTMLElement>('select, input')?.focus();
    },
    Escape: () => isInBar() && leaveTo(cameFrom.current),
  });
  return (
    <search className={`filter${isWhole ? ' filter-whole' : ''}`} aria-label="Filter" ref={bar}>
      {fields.map((field) => (
        <Field key={field.name} field={field} filter={filter} />
      ))}
      <div className="filter-buttons">
        {fields.length <= ON_PHONE ? null : (
          <span className="filter-more">
            <Button kind="quiet" onPress={() => setWhole(!isWhole)}>
              {isWhole ? 'Fewer filters' : 'More filters'}
            </Button>
          </span>
        )}
        {filter.isEmpty ? null : (
          <Button kind="quiet" onPress={filter.clear}>
            Clear
          </Button>
        )}
      </div>
    </search>
  );
}

/** Gives the focus back to where it came from, or to nothing where that is gone. */
function leaveTo(place: Element | null): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  if (place instanceof HTMLElement && place.isConnected) place.focus();
}

function Field({
  field: { name, label, choices, example, size = 'middle' },
  filter,
}: {
  readonly field: FilterField;
  readonly filter: ListFilter;
}) {
  const id = useId();
  const value = filter.values[name] ?? '';
  return (
    <div className={`filter-field filter-${size}${value === '' ? '' : ' filter-set'}`}>
      <label htmlFor={id}>{label}</label>
      {choices === undefined ? (
        <input
          id={id}
          // A text that is set elsewhere, by a click on a value, makes a field anew.
          key={value}
          defaultValue={value}
          placeholder={example}
          onBlur={({ target }) => target.value !== value && filter.set(name, target.value.trim())}
          onKeyDown={({ key, currentTarget }) =>
            key === 'Enter' && filter.set(name, currentTarget.value.trim())
          }
        />
      ) : (
        <select id={id} value={value} onChange={({ target }) => filter.set(name, target.value)}>
          <option value="">any</option>
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {choice.replaceAll('_', ' ')}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}

/**
 * A value that filters its list on a click. It is a link: a click with a modifier opens `page`, the screen of the value,
 * elsewhere, or the filtered list where the value has none.
 */
export function FilterValue({
  filter,
  name,
  value,
  page,
  children = value,
}: {
  readonly filter: ListFilter;
  readonly name: string;
  readonly value: string;
  readonly page?: string;
  /** How the value is shown; default: as it is. */
  readonly children?: ReactNode;
}) {
  const [location] = useLocation();
  return (
    <a
      className="filter-value outside-text one-line"
      title={`Only ${value}`}
      href={basePath + (page ?? location + filter.searchWith(name, value))}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        filter.set(name, value);
      }}
    >
      {children}
    </a>
  );
}
