import { useEffect, useRef } from 'react';
import { Button } from './button.js';
import { CopyButton } from './copy-button.js';
import { Notice } from './notice.js';

/** A secret at the one moment at which it can be seen. */
export function ShownOnce({
  what,
  secret,
  close,
}: {
  readonly what: string;
  readonly secret: string;
  readonly close: () => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector('button')?.focus(), []);
  return (
    <div className="screen-notice shown-once" ref={box}>
      <Notice tone="done" title={`${what} is shown this once. Keep it now.`} isUrgent>
        <p className="mono outside-text">{secret}</p>
        <div className="confirm-buttons">
          <CopyButton text={() => secret} about={what.replace(/^The/, 'the')}>
            Copy
          </CopyButton>
          <Button onPress={close}>I have it</Button>
        </div>
      </Notice>
    </div>
  );
}
