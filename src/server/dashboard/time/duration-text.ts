/** Text of a duration in seconds, with two figures: `38 ms`, `1.4 s`, `1 min 6 s`, `12 min`, `3 h 20 min`. */
export function durationText(seconds: number): string {
  if (seconds < 0.9995) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  if (seconds < 599.5) return withRest(Math.round(seconds), 'min', 's', 60);
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60) return withRest(minutes, 'h', 'min', 60);
  return withRest(Math.floor(minutes / 60), 'd', 'h', 24);
}

/** A count of small units as large ones with what is left over. */
function withRest(count: number, large: string, small: string, smallInLarge: number): string {
  const whole = `${Math.floor(count / smallInLarge)} ${large}`;
  return count % smallInLarge === 0 ? whole : `${whole} ${count % smallInLarge} ${small}`;
}
