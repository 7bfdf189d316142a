import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openEnvelope, signStatement } from '../../../../src/runner/lifecycle/certificate/envelope.js';
import {
  keyIdOf,
  newPrivatePem,
  publicPem,
  readPrivateKey,
  readPublicKey,
} from '../../../../src/runner/lifecycle/certificate/key.js';

const key = readPrivateKey(newPrivatePem());
const other = readPrivateKey(newPrivatePem());
if (!key || !other) throw new Error('no key');
const publicKey = readPublicKey(publicPem(key));
if (!publicKey) throw new Error('no public key');

const statement = { b: [1, 'ü'], a: { z: null, y: '€' } };
const { envelope, payload } = signStatement(statement, { key, keyId: keyIdOf(key) });

describe('an envelope', () => {
  it('holds its payload in the one form that there is', () => {
    expect(payload).toBe('{"a":{"y":"€","z":null},"b":[1,"ü"]}');
    expect(openEnvelope(envelope, publicKey)).toEqual({ payload });
  });

  it('is refused after any of its bytes was altered, taken out or added to', () => {
    const bytes = Buffer.from(envelope, 'utf8');
    const refused = (altered: Buffer) => 'fault' in openEnvelope(altered.toString('utf8'), publicKey);
    const accepted = Array.from(bytes.keys()).filter((index) => {
      const without = Buffer.concat([bytes.subarray(0, index), bytes.subarray(index + 1)]);
      const doubled = Buffer.concat([bytes.subarray(0, index + 1), bytes.subarray(index)]);
      const flipped = [1, 2, 0x20, 0x80].map((bit) => {
        const copy = Buffer.from(bytes);
        copy[index] = (bytes[index] ?? 0) ^ bit;
        return copy;
      });
      return ![without, doubled, ...flipped].every(refused);
    });
    expect(accepted).toEqual([]);
    for (const more of [' ', '\n', '{}']) expect(refused(Buffer.from(envelope + more))).toBe(true);
  });

  it('says which key it names where that is another one', () => {
    expect(openEnvelope(envelope, other)).toEqual({ fault: 'other_key', keyId: keyIdOf(key) });
  });

  it.each([
    ['no JSON', 'certificate'],
    ['a list', '[]'],
    ['null', 'null'],
    ['no signature', envelope.replace(/"signatures":\[.*\]/, '"signatures":[]')],
    ['a second signature', envelope.replace(/(\{"keyid".*\})\]/, '$1,$1]')],
    ['another type', envelope.replace('in-toto', 'in-tot0')],
    ['a further key', envelope.replace('{"payload"', '{"a":1,"payload"')],
    ['other spacing', `${JSON.stringify(JSON.parse(envelope), null, 1)}\n`],
  ])('is malformed where it is %s', (_what, text) => {
    expect(openEnvelope(text, publicKey)).toEqual({ fault: 'malformed', keyId: null });
  });
});

describe('a key', () => {
  it('is read from PEM, from base64 of PKCS #8, and from base64 of its seed', () => {
    const der = key.export({ format: 'der', type: 'pkcs8' });
    const forms = [
      String(key.export({ format: 'pem', type: 'pkcs8' })),
      der.toString('base64'),
      der.subarray(-32).toString('base64'),
    ];
    for (const form of forms) {
      const read = readPrivateKey(form);
      expect(read && keyIdOf(read)).toBe(keyIdOf(key));
    }
    expect(keyIdOf(publicKey)).toBe(keyIdOf(key));
  });

  it('is none where it is of another kind, or nothing at all', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = String(privateKey.export({ format: 'pem', type: 'pkcs8' }));
    for (const text of [pem, '', 'invented', publicPem(key)]) expect(readPrivateKey(text)).toBeNull();
    for (const text of ['', 'invented']) expect(readPublicKey(text)).toBeNull();
  });
});
