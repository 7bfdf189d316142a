import type { Address } from '../failures/failure-case.js';
import { type TellAddress, urlOf } from '../failures/stage.js';
import { PLANTED } from './find-leaks.js';

/** A way in which a password gets to the command. */
export interface CredentialForm {
  readonly title: string;
  readonly password: string;
  readonly tell: TellAddress;
}

const SIMPLE = PLANTED.join('-');
/** Holds what a URL must have encoded. */
const AWKWARD = PLANTED.join('/ü@:%#?&=+[]');

const inVariable =
  (name: string): TellAddress =>
  async (address) => ({ env: { [name]: urlOf(address) } });

/** Forms that every failure is tried with. */
export const forms: readonly CredentialForm[] = [
  { title: 'plain in CONFITURE_DATABASE_URL', password: SIMPLE, tell: inVariable('CONFITURE_DATABASE_URL') },
  {
    title: 'encoded in CONFITURE_DATABASE_URL',
    password: AWKWARD,
    tell: inVariable('CONFITURE_DATABASE_URL'),
  },
  { title: 'encoded in DATABASE_URL', password: AWKWARD, tell: inVariable('DATABASE_URL') },
  {
    title: 'in --database-url',
    password: AWKWARD,
    tell: async (address) => ({ args: ['--database-url', urlOf(address)] }),
  },
  {
    title: 'in PGPASSWORD',
    password: AWKWARD,
    tell: async (address) => ({
      env: { CONFITURE_DATABASE_URL: urlOf({ ...address, password: '' }), PGPASSWORD: address.password },
    }),
  },
  {
    title: 'in .env',
    password: AWKWARD,
    tell: async (address, project) => {
      await project.write('.env', `CONFITURE_DATABASE_URL="${urlOf(address)}"\n`);
      return {};
    },
  },
  {
    title: 'as a parameter of the URL',
    password: AWKWARD,
    tell: async (address) => ({ env: { CONFITURE_DATABASE_URL: urlOf(asParameter(address)) } }),
  },
];

/** Forms that need the config file for themselves. */
export const configForms: readonly CredentialForm[] = [
  {
    title: 'in the config file',
    password: AWKWARD,
    tell: async (address, project) => {
      await project.write('confiture.config.json', JSON.stringify({ databaseUrl: urlOf(address) }));
      return {};
    },
  },
  {
    title: 'in a variable that the config file names',
    password: AWKWARD,
    tell: async (address, project) => {
      const databaseUrl = urlOf({ ...address, password: 'X' }).replace(':X@', `:\${APP_PASSWORD}@`);
      await project.write('confiture.config.json', JSON.stringify({ databaseUrl }));
      return { env: { APP_PASSWORD: encodeURIComponent(address.password) } };
    },
  },
];

function asParameter({ password, query, ...address }: Address): Address {
  const parameter = `password=${encodeURIComponent(password)}`;
  return { ...address, password: '', query: [parameter, query].filter(Boolean).join('&') };
}
