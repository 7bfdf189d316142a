import { useSyncExternalStore } from 'react';

export interface Setting<Choice extends string> {
  readonly use: () => Choice;
  readonly get: () => Choice;
  readonly set: (choice: Choice) => void;
}

/** A choice of the reader that this browser keeps under `key`. The first of `choices` holds until another is made. */
export function createSetting<Choice extends string>(
  key: string,
  choices: readonly [Choice, ...Choice[]],
): Setting<Choice> {
  const listeners = new Set<() => void>();
  let current = choices.find((choice) => choice === localStorage.getItem(key)) ?? choices[0];
  const get = () => current;
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    get,
    use: () => useSyncExternalStore(subscribe, get),
    set: (choice) => {
      current = choice;
      localStorage.setItem(key, choice);
      for (const listener of listeners) listener();
    },
  };
}
