/** Colours of a terminal on a light and on a dark page; each of the text has a contrast of 4.5 or more. */
const THEMES = {
  light: {
    paper: '#ffffff',
    bar: '#eff2f5',
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
    bar: '#161b22',
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
const LINE = 19;
const BAR = 30;
const PADDING = 16;
const GAP = 14;

/** An SVG of terminals below each other; escape sequences in their lines set colours. */
export function drawTerminals(terminals, { theme, description }) {
  const colours = THEMES[theme];
  const windows = terminals.map(({ title, lines }) => ({ title, lines: lines.map(splitColours) }));
  const width = Math.ceil(Math.max(...windows.flatMap(({ lines }) => lines.map(widthOf))) + 2 * PADDING);
  let bottom = 0;
  const drawn = windows.map((window) => {
    const top = bottom;
    const height = BAR + 2 * PADDING + window.lines.length * LINE;
    bottom += height + GAP;
    return drawWindow(window, { top, width, height });
  });
  const height = bottom - GAP;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="description">
<title id="description">${escapeText(description)}</title>
<style>
text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: ${colours.ink}; white-space: pre }
.paper { fill: ${colours.paper}; stroke: ${colours.edge} }
.bar { fill: ${colours.bar}; stroke: ${colours.edge} }
.dot { fill: ${colours.edge} }
.title { font-size: 12px; fill: ${colours.dim}; text-anchor: middle }
${['dim', 'red', 'green', 'yellow', 'cyan'].map((name) => `.${name} { fill: ${colours[name]} }`).join('\n')}
.bold { font-weight: bold }
</style>
${drawn.join('\n')}
</svg>
`;
}

function drawWindow({ title, lines }, { top, width, height }) {
  const right = width - 0.5;
  const bar = `M0.5 ${top + BAR}V${top + 8}a7.5 7.5 0 0 1 7.5 -7.5H${right - 7.5}a7.5 7.5 0 0 1 7.5 7.5V${top + BAR}Z`;
  const first = top + BAR + PADDING;
  return [
    `<rect class="paper" x="0.5" y="${top + 0.5}" width="${width - 1}" height="${height - 1}" rx="7.5"/>`,
    `<path class="bar" d="${bar}"/>`,
    ...[18, 36, 54].map((x) => `<circle class="dot" cx="${x}" cy="${top + BAR / 2}" r="5"/>`),
    `<text class="title" x="${width / 2}" y="${top + BAR / 2 + 4}">${escapeText(title)}</text>`,
    ...lines.map((line, index) => drawLine(line, first + (index + 0.75) * LINE)),
  ].join('\n');
}

function drawLine(line, y) {
  const spans = line.map(({ text, style }) =>
    style === null ? escapeText(text) : `<tspan class="${style}">${escapeText(text)}</tspan>`,
  );
  return `<text x="${PADDING}" y="${y}" xml:space="preserve">${spans.join('')}</text>`;
}

function widthOf(line) {
  return line.reduce((columns, { text }) => columns + text.length, 0) * COLUMN;
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
