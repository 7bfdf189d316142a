import { describe, expect, it } from 'vitest';
import { mergeEnvironment } from '../../src/config/merge-environment.js';

const audit = { url: 'https://a', events: ['*'] };
const written = {
  environment: 'local',
  migrationsDir: 'base',
  redact: { patterns: [/base/] },
  webhooks: { allowInsecure: true, endpoints: { audit } },
  environments: {
    production: {
      redact: { patterns: [/own/] },
      webhooks: { endpoints: { audit: { events: ['migration.failed'] }, extra: { url: 'https://b' } } },
    },
  },
};

describe('mergeEnvironment', () => {
  it('merges objects by key and replaces lists', () => {
    expect(mergeEnvironment(written, 'production', 'f').config).toEqual({
      migrationsDir: 'base',
      redact: { patterns: [/own/] },
      webhooks: {
        allowInsecure: true,
        endpoints: { audit: { url: 'https://a', events: ['migration.failed'] }, extra: { url: 'https://b' } },
      },
    });
  });

  it.each(['staging', 'constructor', '__proto__'])('leaves the base as it is for environment %s', (name) => {
    expect(mergeEnvironment(written, name, 'f').config.webhooks).toEqual({
      allowInsecure: true,
      endpoints: { audit },
    });
  });

  it('does not change what was written', () => {
    mergeEnvironment(written, 'production', 'f');
    expect(written.webhooks.endpoints).toEqual({ audit: { url: 'https://a', events: ['*'] } });
  });

  it('takes an undefined value of the environment as not written', () => {
    const config = { migrationsDir: 'base', environments: { production: { migrationsDir: undefined } } };
    expect(mergeEnvironment(config, 'production', 'f').config.migrationsDir).toBe('base');
  });

  it('keeps hook objects as they are', () => {
    const hook = new (class Hook {})();
    expect(mergeEnvironment({ hooks: [hook] }, 'local', 'f').config.hooks?.[0]).toBe(hook);
  });

  it('names the path at which a value is written', () => {
    const { originOf } = mergeEnvironment(written, 'production', 'f');
    const events = ['webhooks', 'endpoints', 'audit', 'events', 0];
    expect(originOf(events)).toEqual({
      path: 'environments.production.webhooks.endpoints.audit.events[0]',
      source: 'f',
    });
    expect(originOf(['webhooks', 'endpoints', 'audit', 'url']).path).toBe('webhooks.endpoints.audit.url');
  });
});
