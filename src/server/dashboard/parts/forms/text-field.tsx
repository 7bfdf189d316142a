import { type ReactNode, useId } from 'react';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly set: (value: string) => void;
  readonly placeholder?: string;
  readonly hint?: ReactNode;
  /** More than one holds several lines. */
  readonly lines?: number;
  readonly suggestions?: readonly string[];
}

/** A field of text under its name, with a sentence of help that belongs to it. */
export function TextField({ label, value, set, placeholder, hint, lines = 1, suggestions }: TextFieldProps) {
  const [id, hintId, listId] = [useId(), useId(), useId()];
  const shared = {
    id,
    value,
    placeholder,
    spellCheck: false,
    autoComplete: 'off',
    onChange: ({ target }: { readonly target: { readonly value: string } }) => set(target.value),
    ...(hint !== undefined && { 'aria-describedby': hintId }),
  };
  return (
    <div className="entry-field">
      <label htmlFor={id}>{label}</label>
      {lines === 1 ? (
        <input {...shared} {...(suggestions !== undefined && { list: listId })} />
      ) : (
        <textarea {...shared} rows={lines} />
      )}
      {suggestions === undefined ? null : (
        <datalist id={listId}>
          {suggestions.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      )}
      {hint === undefined ? null : (
        <p id={hintId} className="entry-hint outside-text">
          {hint}
        </p>
      )}
    </div>
  );
}
