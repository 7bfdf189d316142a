import { useEffect, useRef, useState } from 'react';

/**
 * Tells a screen reader what has changed: once, each time that the text is another. What stands there at first is not
 * told, since the reader comes to it by itself.
 */
export function Announced({ text }: { readonly text: string }) {
  const before = useRef(text);
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (text === before.current) return;
    before.current = text;
    setSaid(text);
  }, [text]);
  return (
    <p className="visually-hidden" role="status">
      {said}
    </p>
  );
}
