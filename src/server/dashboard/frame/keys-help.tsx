import * as Dialog from '@radix-ui/react-dialog';
import { useRef } from 'react';
import { SCREENS } from './screens.js';

const KEYS: readonly (readonly [string, string])[] = [
  ['/', 'filter the list'],
  ['j  k', 'next and previous row'],
  ['Enter  o', 'open the row'],
  ['Esc', 'go back'],
  ['r', 'retry the row, or what is open'],
  ['R', 'retry all that the filter shows'],
  ['p  u  x', 'pause, resume and cancel the run that is open'],
  ['y  n', 'grant and deny the approval that is open'],
  ['?', 'these keys'],
];

/** The keys, in a dialog; the focus goes back to where it was, since a key and no button has opened it. */
export function KeysHelp({
  isOpen,
  setOpen,
}: {
  readonly isOpen: boolean;
  readonly setOpen: (isOpen: boolean) => void;
}) {
  const before = useRef<Element | null>(null);
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Portal>
        <Dialog.Overlay className="sheet-shade" />
        <Dialog.Content
          className="dialog"
          aria-describedby={undefined}
          onOpenAutoFocus={() => {
            before.current = document.activeElement;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (before.current instanceof HTMLElement) before.current.focus();
          }}
        >
          <Dialog.Title>Keys</Dialog.Title>
          <div className="keys">
            <KeyList title="On a screen" keys={KEYS} />
            <KeyList
              title="To a screen"
              keys={SCREENS.map(({ hotkey, title }) => [`g ${hotkey}`, title] as const)}
            />
          </div>
          <Dialog.Close className="button">Close</Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function KeyList({
  title,
  keys,
}: {
  readonly title: string;
  readonly keys: readonly (readonly [string, string])[];
}) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <dl>
        {keys.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              {key.split(/ +/).map((each) => (
                <kbd key={each}>{each}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
