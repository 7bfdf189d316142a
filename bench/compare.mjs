// Measures things beside each other: the candidates run in turn, in one order and then in the other, so that a
// machine that becomes slower meanwhile is slower for both.

/**
 * Runs each of `measures` once a round, after a round that does not count. Gives the values of each, round by round.
 */
export async function inTurn(rounds, measures) {
  const names = Object.keys(measures);
  const values = Object.fromEntries(names.map((name) => [name, []]));
  for (const name of names) await measures[name]();
  for (let round = 0; round < rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed())
      values[name].push(await measures[name]());
  }
  return values;
}

/** `1,062 ms ± 3 %`: the median, and half of the distance between the quartiles. */
export function figure(values, unit, digits = 0) {
  const text = median(values).toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${text} ${unit} ± ${spread(values).toFixed(0)} %`;
}

/** `1.24 × WHAT`: the median of the ratios of each round, and how far apart they are. */
export function ratio(values, others, what) {
  const ratios = values.map((value, round) => value / others[round]);
  return `${median(ratios).toFixed(2)} × ${what} (± ${spread(ratios).toFixed(0)} %)`;
}

/** `WHAT + 72 ms`: the median of the differences of each round. */
export function difference(values, others, what) {
  const ms = median(values.map((value, round) => value - others[round]));
  return `${what} ${ms < 0 ? '−' : '+'} ${Math.abs(ms).toFixed(0)} ms`;
}

export function median(values) {
  return quantile(values, 0.5);
}

function spread(values) {
  return ((quantile(values, 0.75) - quantile(values, 0.25)) / 2 / median(values)) * 100;
}

function quantile(values, part) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * part;
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at % 1);
}
