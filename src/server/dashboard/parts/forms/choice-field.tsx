import { useId } from 'react';

/** A choice of a few under its name. */
export function ChoiceField<Value extends string>({
  label,
  value,
  set,
  choices,
}: {
  readonly label: string;
  readonly value: Value;
  readonly set: (value: Value) => void;
  readonly choices: readonly (readonly [value: Value, title: string])[];
}) {
  const id = useId();
  return (
    <div className="entry-field">
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
