import { answer, delivered, type Ending, type HostileKind, rejected } from './hostile-kind.js';

const DAY = 86_400;

/** As if nothing had been asked for. */
const ignored = asked(2, 60, { confiture: 2, sensei: 60 });

/** Come back at once: there is nothing to wait for on behalf of the other deliveries. */
const unthrottled = asked(2, 60, null);

/** Values of `Retry-After` beside a 503. The clock stands at 2100-01-01 00:00:00, a Friday. */
const values: Readonly<Record<string, readonly [value: string, ending: Ending]>> = {
  'a number of seconds': ['120', asked(120, 120)],
  'less than the schedules wait': ['1', asked(2, 60, { confiture: 1, sensei: 1 })],
  'a fraction': ['90.5', asked(90.5, 90.5)],
  zero: ['0', unthrottled],
  'a day': ['86400', asked(DAY, DAY)],
  'a second more than a day': ['86401', asked(DAY, DAY)],
  'a year': ['31536000', asked(DAY, DAY)],
  'a number of 400 digits': ['9'.repeat(400), asked(DAY, DAY)],
  'a date': ['Fri, 01 Jan 2100 00:01:30 GMT', asked(90, 90)],
  'a date in the form of C': ['Fri Jan  1 00:01:30 2100', asked(90, 90)],
  'a date in the past': ['Thu, 31 Dec 2099 23:59:00 GMT', unthrottled],
  'a date a year ahead': ['Sat, 01 Jan 2101 00:00:00 GMT', asked(DAY, DAY)],
  'a date that is none': ['Fri, 99 Jan 2100 00:01:30 GMT', ignored],
  'a negative number': ['-5', ignored],
  nonsense: ['soon', ignored],
  'a number with a unit': ['5 minutes', ignored],
  'a power': ['1e3', ignored],
  'nothing at all': ['', ignored],
};

/** What `Retry-After: 600` does beside other statuses. */
const statuses: readonly Ending[] = [
  rejected(429, { confiture: 600, sensei: 600, throttled: { confiture: 600, sensei: 600 } }),
  rejected(500, { confiture: 600, sensei: 600 }),
  rejected(408, { confiture: 600, sensei: 600 }),
  rejected(302, { confiture: 600, sensei: 600, result: 'HTTP 302: redirects are not followed' }),
  rejected(413, { confiture: 'failed', sensei: 600 }),
  rejected(410, { confiture: 'failed', sensei: 'failed', disabledReason: 'it answered 410 Gone' }),
  delivered(200),
];

/** Receivers that say when to come back. */
export const retryAfterKinds: readonly HostileKind[] = [
  ...Object.entries(values).map(([what, [value, ending]]) =>
    asking(`asks for ${what} in Retry-After`, 503, [value], ending),
  ),
  asking('asks for two different pauses', 503, ['120', '240'], ignored),
  asking('has received it and asks for two different pauses', 200, ['120', '240'], delivered(200)),
  ...statuses.map((ending) => {
    const { status } = ending.answer ?? { status: 0 };
    return asking(`asks for 600 s beside ${status}`, status, ['600'], ending);
  }),
];

/** A 503 and the seconds until the next attempt; the endpoint is left alone as long, where nothing else is said. */
function asked(
  confiture: number,
  sensei: number,
  throttled: Ending['throttled'] = { confiture, sensei },
): Ending {
  return rejected(503, { confiture, sensei, throttled });
}

function asking(name: string, status: number, pauses: readonly string[], ending: Ending): HostileKind {
  const headers = pauses.map((pause) => `Retry-After: ${pause}`);
  return { name, onRequest: (socket) => socket.write(answer(status, headers)), ending };
}
