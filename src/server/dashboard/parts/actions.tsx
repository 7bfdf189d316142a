import { type ReactNode, useId } from 'react';
import { Button } from './button.js';
import { WhyOff } from './why-off.js';

/** What can be done on a screen. */
export interface Action {
  readonly name: string;
  readonly act: () => void;
  /** Why it cannot be done now; null where it can. */
  readonly offReason: string | null;
  readonly kind?: 'plain' | 'main' | 'danger';
  readonly hotkey?: string;
  /** What it acts on, for a reader who hears the button alone: `the delivery to billing`. */
  readonly about?: string;
}

/** The actions of a screen as buttons, and under them why some are off: what is off for one reason is told together. */
export function Actions({
  actions,
  isSaid = false,
  children,
}: {
  readonly actions: readonly Action[];
  /** True where the screen says why, so that it is told to a screen reader alone. */
  readonly isSaid?: boolean;
  /** Stands after the buttons, such as a link. */
  readonly children?: ReactNode;
}) {
  const id = useId();
  const reasons = [...new Set(actions.flatMap(({ offReason }) => offReason ?? []))];
  const idOf = (reason: string) => `${id} ${reasons.indexOf(reason)}`.replaceAll(' ', '-');
  return (
    <div>
      <div className="screen-actions">
        {actions.map(({ name, act, offReason, kind, hotkey, about }) => (
          <Button
            key={name}
            onPress={act}
            offReason={offReason}
            {...(offReason !== null && { describedBy: idOf(offReason) })}
            {...(kind !== undefined && { kind })}
            {...(hotkey !== undefined && { hotkey })}
            {...(about !== undefined && { about })}
          >
            {name}
          </Button>
        ))}
        {children}
      </div>
      {reasons.map((reason) => (
        <WhyOff
          key={reason}
          id={idOf(reason)}
          names={actions.flatMap(({ name, offReason }) => (offReason === reason ? name : []))}
          reason={reason}
          isSaid={isSaid}
        />
      ))}
    </div>
  );
}
