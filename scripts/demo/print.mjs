import { styleText } from 'node:util';

const useColour = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (style, text) => (useColour ? styleText(style, text) : text);

export function print(text) {
  console.log(text);
}

export function printTitle(title) {
  print(`\n${paint('bold', title)}\n`);
}

/** A line an event, and the whole of the last one, headers that sign it included. */
export function printEvents(events) {
  const inOrder = [...events].sort((a, b) => `${a.migration}`.localeCompare(`${b.migration}`));
  const width = Math.max(0, ...inOrder.map(({ migration }) => `${migration}`.length));
  print('\nWhat the receiver got:');
  for (const { event, migration, verified, status } of inOrder) {
    const verdict = verified ? paint('green', 'verified') : paint('red', 'NOT VERIFIED');
    print(`  ${`${event}`.padEnd(17)}  ${`${migration}`.padEnd(width)}  ${verdict}, answered ${status}`);
  }
  const last = inOrder.at(-1);
  if (last !== undefined) printWhole(last);
}

function printWhole({ headers, body }) {
  print('\nThe last one in full:');
  const signing = Object.entries(headers).filter(([name]) => /^(x-confiture-signature|webhook-)/i.test(name));
  const lines = [...signing.map(([name, value]) => `${name}: ${value}`), JSON.stringify(body, null, 2)];
  print(paint('dim', lines.join('\n').replace(/^/gm, '  ')));
}
