import { type ReactNode, useState } from 'react';
import { Button } from './button.js';
import { CopyButton } from './copy-button.js';
import './styles/body-text.css';

/** A body of a request or an answer: JSON with a line a field, and the very bytes at hand. */
export function BodyText({
  text,
  label,
  heading = null,
}: {
  readonly text: string;
  readonly label: string;
  /** Stands before the buttons. */
  readonly heading?: ReactNode;
}) {
  const [isRaw, setRaw] = useState(false);
  const formatted = formattedJson(text);
  if (text === '') return <p>The body is empty.</p>;
  return (
    <section className="body-text" aria-label={label}>
      <div className="body-text-actions">
        {heading}
        {formatted === null || formatted === text ? null : (
          <Button onPress={() => setRaw(!isRaw)}>{isRaw ? 'Formatted' : 'As sent'}</Button>
        )}
        <CopyButton text={() => text}>Copy the body</CopyButton>
      </div>
      <pre className="body outside-text">{isRaw ? text : (formatted ?? text)}</pre>
    </section>
  );
}

/** JSON with a line a field; null for other texts. */
function formattedJson(text: string): string | null {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return null;
  }
}
