import { expect, it } from 'vitest';
import { numberPhases, ownPhases } from '../../../../src/runner/execute/phases/number-phases.js';
import { loadedOf } from '../../loaded.js';

it.each([
  [{ hasPreflight: false }, null, 'up', ['1/2', '2/2']],
  [{ hasPreflight: true }, null, 'up', ['2/3', '3/3']],
  [{ hasPreflight: true }, 'verify', 'up', ['2/4', '3/4']],
  [{ hasPreflight: false }, 'verify', 'down', ['1/2', '2/2']],
] as const)(
  'phases are numbered where %j and the check is %s, on the way %s',
  async (asks, check, direction, expected) => {
    const { file, phases } = await loadedOf(
      '-- confiture: phase a\nselect 1;\n-- confiture: phase b\nselect 2;',
    );
    const verify = check === null ? null : file.up;
    const steps = numberPhases(phases ?? [], ownPhases({ ...file, verify }, direction, asks));
    expect(steps.map(({ number, total }) => `${number}/${total}`)).toEqual(expected);
  },
);
