import { useEffect, useState } from 'react';
import { Button } from './button.js';

/** Copies a text, and says for two seconds that it did. */
export function CopyButton({
  text,
  children,
  about,
  hotkey,
}: {
  readonly text: () => string;
  readonly children: string;
  /** What is copied, for a reader who hears the button alone. */
  readonly about?: string;
  readonly hotkey?: string;
}) {
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null);
  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), 2_000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = () =>
    write(text()).then(
      () => setOutcome('copied'),
      () => setOutcome('refused'),
    );
  return (
    <>
      <Button
        onPress={copy}
        {...(about !== undefined && { about })}
        {...(hotkey !== undefined && { hotkey })}
      >
        {outcome === 'copied' ? 'Copied' : outcome === 'refused' ? 'The browser refused' : children}
      </Button>
      <span className="visually-hidden" role="status">
        {outcome === null ? '' : outcome === 'copied' ? 'Copied' : 'The browser refused to copy'}
      </span>
    </>
  );
}

/** Rejects also where the browser has no clipboard: on a page that came without TLS from another host. */
async function write(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
}
