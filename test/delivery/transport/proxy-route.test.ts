import { describe, expect, it } from 'vitest';
import { proxyFor } from '../../../src/delivery/transport/proxy-route.js';

const proxies = {
  HTTPS_PROXY: 'http://secure.invented.test:3128',
  HTTP_PROXY: 'http://plain.invented.test:3128',
};

function through(url: string, variables: Record<string, string>): string | null {
  return proxyFor(new URL(url), variables)?.uri ?? null;
}

describe('proxyFor', () => {
  it.each([
    { url: 'https://hooks.example.com/', uri: proxies.HTTPS_PROXY },
    { url: 'http://hooks.example.com/', uri: proxies.HTTP_PROXY },
  ])('sends $url through $uri', ({ url, uri }) => {
    expect(through(url, proxies)).toBe(uri);
  });

  it('prefers lower case, as curl does', () => {
    expect(
      through('https://hooks.example.com/', { ...proxies, https_proxy: 'http://lower.invented.test' }),
    ).toBe('http://lower.invented.test');
  });

  it('does not use HTTP_PROXY for https', () => {
    expect(through('https://hooks.example.com/', { HTTP_PROXY: proxies.HTTP_PROXY })).toBeNull();
  });

  it('takes an empty variable as not set', () => {
    expect(
      through('https://hooks.example.com/', { https_proxy: ' ', HTTPS_PROXY: 'http://p.invented.test' }),
    ).toBe('http://p.invented.test');
  });

  it('reads a proxy without a scheme as http', () => {
    expect(through('https://hooks.example.com/', { HTTPS_PROXY: 'p.invented.test:3128' })).toBe(
      'http://p.invented.test:3128',
    );
  });

  it.each(['http://localhost:8000/', 'http://127.0.0.1:8000/', 'http://[::1]:8000/', 'http://a.localhost/'])(
    'never sends %s to a proxy',
    (url) => {
      expect(through(url, proxies)).toBeNull();
    },
  );

  it.each([
    { entry: '*', direct: ['example.com', '10.0.0.1'], proxied: [] },
    {
      entry: 'example.com',
      direct: ['example.com', 'a.example.com', 'EXAMPLE.com.'],
      proxied: ['notexample.com'],
    },
    { entry: '.example.com', direct: ['example.com', 'a.b.example.com'], proxied: ['example.com.evil.test'] },
    { entry: '*.example.com', direct: ['a.example.com'], proxied: ['example.org'] },
    { entry: 'Example.COM', direct: ['example.com'], proxied: [] },
    { entry: 'example.com:443', direct: ['example.com'], proxied: ['example.com:8443'] },
    { entry: 'a.test, b.test c.test', direct: ['a.test', 'b.test', 'c.test'], proxied: ['d.test'] },
    { entry: '10.0.0.0/8', direct: ['10.1.2.3', '0x0a.1'], proxied: ['11.0.0.1', 'ten.test'] },
    { entry: '10.0.0.7', direct: ['10.0.0.7'], proxied: ['10.0.0.8'] },
    { entry: '10.0.0.7:8443', direct: ['10.0.0.7:8443'], proxied: ['10.0.0.7'] },
    { entry: 'fd00::/8', direct: ['[fd12::1]'], proxied: ['[2001:4860::1]'] },
    { entry: ', ,', direct: [], proxied: ['example.com'] },
    { entry: '.', direct: [], proxied: ['example.com'] },
  ])('with NO_PROXY=$entry reaches $direct directly, $proxied not', ({ entry, direct, proxied }) => {
    const variables = { ...proxies, NO_PROXY: entry };
    for (const host of direct) expect([host, through(`https://${host}/`, variables)]).toEqual([host, null]);
    for (const host of proxied) expect(through(`https://${host}/`, variables)).toBe(proxies.HTTPS_PROXY);
  });
});
