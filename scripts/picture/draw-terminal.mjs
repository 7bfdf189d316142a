/** Colours of a terminal on a light and on a dark page; each of them has a contrast of 4.5 or more. */
const THEMES = {
  light: {
    paper: '#f6f8fa',
    edge: '#d0d7de',
    ink: '#1f2328',
    dim: '#59636e',
    red: '#b3261e',
    green: '#116329',
    yellow: '#7d4e00',
    cyan: '#0a5a8a',
  },
  dark: {
    paper: '#0d1117',
    edge: '#30363d',
    ink: '#e6edf3',
    dim: '#9198a1',
    red: '#ff7b72',
    green: '#56d364',
    yellow: '#e3b341',
    cyan: '#79c0ff',
  },
};

/** Select Graphic Rendition codes that the command line uses. */
const CODES = { 1: 'bold', 2: 'dim', 31: 'red', 32: 'green', 33: 'yellow', 36: 'cyan' };

const COLUMN = 8.43;
const LINE = 20;
const MARGIN = 20;

/** An SVG of a terminal that shows `lines`, in which escape sequences set colours. */
export function drawTerminal(lines, theme) {
  const colours = THEMES[theme];
  const parts = lines.map(splitColours);
  const columns = Math.max(...parts.map((line) => line.reduce((sum, { text }) => sum + text.length, 0)));
  const width = Math.ceil(columns * COLUMN + 2 * MARGIN);
  const height = lines.length * LINE + 2 * MARGIN;
  const rows = parts.map((line, index) => drawLine(line, MARGIN + (index + 0.75) * LINE));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="confiture migrate up: twelve migrations are applied, a thirteenth fails">
<style>
text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: ${colours.ink}; white-space: pre }
${['dim', 'red', 'green', 'yellow', 'cyan'].map((name) => `.${name} { fill: ${colours[name]} }`).join('\n')}
.bold { font-weight: bold }
</style>
<rect width="${width - 1}" height="${height - 1}" x="0.5" y="0.5" rx="8" fill="${colours.paper}" stroke="${colours.edge}"/>
${rows.join('\n')}
</svg>
`;
}

function drawLine(line, y) {
  const spans = line.map(({ text, style }) =>
    style === null ? escapeText(text) : `<tspan class="${style}">${escapeText(text)}</tspan>`,
  );
  return `<text x="${MARGIN}" y="${y}" xml:space="preserve">${spans.join('')}</text>`;
}

/** Pieces of a line, each with its style. */
function splitColours(line) {
  const [plain, ...styled] = line.split('\u001b[');
  const pieces = styled.map((piece) => {
    const end = piece.indexOf('m');
    return { text: piece.slice(end + 1), style: CODES[piece.slice(0, end)] ?? null };
  });
  return [{ text: plain, style: null }, ...pieces].filter(({ text }) => text !== '');
}

function escapeText(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
