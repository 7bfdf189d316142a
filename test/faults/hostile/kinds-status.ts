import { answer, delivered, type Ending, type HostileKind, rejected } from './hostile-kind.js';

/** Statuses by what comes of them. */
const received = [200, 201, 202, 204, 206, 299];
const finalOnConfiture = [
  400, 401, 402, 403, 404, 405, 406, 407, 411, 413, 415, 421, 422, 426, 431, 451, 499,
];
const triedAgain = [408, 409, 425, 500, 501, 505, 507, 511, 599, 600, 999];
const slowingDown = [429, 502, 503, 504];

const redirects: Readonly<Record<string, readonly [status: number, location: string]>> = {
  'redirects to itself': [302, '/hook'],
  'redirects to the metadata of a cloud': [307, 'http://169.254.169.254/latest/meta-data/iam/'],
  'redirects to metadata over IPv6': [308, 'http://[fd00:ec2::254]/latest/meta-data/'],
  'redirects to a private address': [301, 'http://10.0.0.5/admin'],
  'redirects to a file': [303, 'file:///etc/passwd'],
  'redirects to nothing that is a URL': [302, 'http://['],
  'offers choices': [300, 'https://a.invented.test/'],
  'says that nothing was modified': [304, ''],
};

/** Receivers that answer with every class of status. */
export const statusKinds: readonly HostileKind[] = [
  ...received.map((status) => answering(status, delivered(status))),
  ...Object.entries(redirects).map(([name, [status, location]]) => ({
    ...answering(status, rejected(status, { confiture: 2, sensei: 60, result: redirected(status) }), [
      `Location: ${location}`,
    ]),
    name: `${name} (${status})`,
  })),
  ...finalOnConfiture.map((status) =>
    answering(status, rejected(status, { confiture: 'failed', sensei: 60 })),
  ),
  ...triedAgain.map((status) => answering(status, rejected(status, { confiture: 2, sensei: 60 }))),
  ...slowingDown.map((status) =>
    answering(
      status,
      rejected(status, { confiture: 2, sensei: 60, throttled: { confiture: 2, sensei: 60 } }),
    ),
  ),
  answering(
    410,
    rejected(410, { confiture: 'failed', sensei: 'failed', disabledReason: 'it answered 410 Gone' }),
  ),
];

function answering(status: number, ending: Ending, headers: readonly string[] = []): HostileKind {
  return {
    name: `answers ${status}`,
    onRequest: (socket) => socket.write(answer(status, headers)),
    ending,
  };
}

function redirected(status: number): string {
  return `HTTP ${status}: redirects are not followed`;
}
