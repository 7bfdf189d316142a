import { describe, expect, it } from 'vitest';
import { drawRows, drawTable } from '../../../src/output/terminal/table.js';
import { createTheme } from '../../../src/output/terminal/theme.js';
import { plainTheme } from '../captured-output.js';

describe('drawTable', () => {
  it('aligns columns by what is seen', () => {
    const columns = [{ title: 'Name' }, { title: 'Rows', align: 'right' as const }];
    const rows = [
      ['日本', '5'],
      ['a', '1,200'],
    ];
    expect(`\n${drawTable(columns, rows, plainTheme()).join('\n')}`).toMatchInlineSnapshot(`
      "
      Name    Rows
      日本       5
      a      1,200"
    `);
  });

  it('makes control characters in cells visible', () => {
    expect(drawRows([{}], [['a\u001b[2Jb']], plainTheme())).toEqual(['a\\x1b[2Jb']);
  });

  it('cuts cells in a terminal that is narrower than a row, but none that people copy', () => {
    const theme = createTheme({ color: false, unicode: true, width: () => 30, cuts: true });
    const columns = [{ title: 'Id', whole: true }, { title: 'State' }, { title: 'What is known' }];
    const rows = [['dlv_0123456789', 'waiting', 'endpoint not configured here']];
    const lines = drawTable(columns, rows, theme);
    expect(lines).toEqual(['Id               State   What…', 'dlv_0123456789   wait…   endp…']);
    const piped = createTheme({ color: false, unicode: true, width: () => 30 });
    expect(drawTable(columns, rows, piped)[1]).toContain('endpoint not configured here');
  });

  it('leaves no blanks at the end of a line', () => {
    expect(
      drawRows(
        [{}, {}],
        [
          ['a', ''],
          ['bbb', 'c'],
        ],
        plainTheme(),
      )[0],
    ).toBe('a');
  });

  it('pads before it paints, so that colour does not shift columns', () => {
    const theme = createTheme({ color: true, unicode: true, width: () => 80 });
    const rows = [
      [{ text: 'a', style: 'good' as const }, 'x'],
      ['bbb', 'y'],
    ];
    expect(drawRows([{}, {}], rows, theme)[0]).toBe('\u001b[32ma  \u001b[39m   x');
  });
});
