import type { Page } from 'playwright-core';

/** A node of the accessibility tree, as a screen reader is given it. */
export interface HeardNode {
  readonly role: string;
  readonly name: string;
  readonly description: string;
  readonly isOff: boolean;
  readonly level: number | null;
  readonly url: string | null;
}

interface AxValue {
  readonly value?: unknown;
}
interface AxNode {
  readonly ignored: boolean;
  readonly role?: AxValue;
  readonly name?: AxValue;
  readonly description?: AxValue;
  readonly properties?: readonly { readonly name: string; readonly value: AxValue }[];
}

const CONTROLS = new Set(['button', 'link', 'textbox', 'combobox', 'checkbox', 'tab', 'searchbox']);

/** All that a screen reader comes to, in the order of the document. */
export async function heard(page: Page): Promise<readonly HeardNode[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as { nodes: readonly AxNode[] };
  await session.detach();
  return nodes.filter(({ ignored }) => !ignored).map(heardNode);
}

function heardNode({ role, name, description, properties = [] }: AxNode): HeardNode {
  const property = (key: string) => properties.find((each) => each.name === key)?.value.value;
  const text = (value: AxValue | undefined) =>
    String(value?.value ?? '')
      .replaceAll(/\s+([,:])/g, '$1')
      .trim();
  const level = property('level');
  const url = property('url');
  return {
    role: text(role),
    name: text(name),
    description: text(description),
    isOff: property('disabled') === true,
    level: typeof level === 'number' ? level : null,
    url: typeof url === 'string' ? url : null,
  };
}

/**
 * What a person who hears a screen is not told: controls without a name, several that are named alike and do different
 * things, controls that are off without a reason, tables without a name, headings that leave a level out, and landmarks
 * that are missing.
 */
export function untold(nodes: readonly HeardNode[]): readonly string[] {
  const controls = nodes.filter(({ role }) => CONTROLS.has(role));
  const headings = nodes.flatMap(({ role, level }) => (role === 'heading' && level !== null ? [level] : []));
  const count = (role: string) => nodes.filter((node) => node.role === role).length;
  return [
    ...controls.filter(({ name }) => name === '').map(({ role }) => `a ${role} has no name`),
    ...alike(controls).map((name) => `several are named ${name}`),
    ...controls
      .filter(({ isOff, description }) => isOff && !/\w.*\.$/.test(description))
      .map(({ name }) => `${name} is off without a reason`),
    ...nodes.filter(({ role, name }) => role === 'table' && name === '').map(() => 'a table has no name'),
    ...headings
      .filter((level, at) => level > (headings[at - 1] ?? 0) + 1)
      .map((level) => `a heading of level ${level} leaves one out`),
    ...(['main', 'banner', 'navigation'] as const)
      .filter((role) => (role === 'navigation' ? !hasWays(nodes) : count(role) !== 1))
      .map((role) => `there are ${count(role)} landmarks ${role}`),
  ];
}

/** The rail, or the button that opens it on a phone. */
function hasWays(nodes: readonly HeardNode[]): boolean {
  return nodes.some(({ role, name }) =>
    role === 'navigation' ? name === 'Screens' : role === 'button' && name === 'Menu',
  );
}

/** Names of controls that stand more than once; links that lead to one place may. */
function alike(controls: readonly HeardNode[]): readonly string[] {
  const places = new Map<string, Set<string>>();
  controls.forEach(({ role, name, url }, at) => {
    const key = `${role} "${name}"`;
    places.set(key, (places.get(key) ?? new Set()).add(url ?? String(at)));
  });
  return [...places].flatMap(([key, found]) => (found.size > 1 ? [key] : []));
}

/** Notes from now on what live regions tell, each time that one tells something else. */
export async function noteAnnouncements(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(`
    globalThis.announced = [];
    const told = new Map();
    const note = () => {
      for (const region of document.querySelectorAll('[role=status], [role=alert]')) {
        const text = region.textContent.trim();
        if (told.get(region) === text) continue;
        told.set(region, text);
        if (text !== '') globalThis.announced.push(text);
      }
    };
    note();
    globalThis.announced = [];
    new MutationObserver(note).observe(document.body, { childList: true, subtree: true, characterData: true });
  `);
  return () => page.evaluate<readonly string[]>('globalThis.announced.splice(0)');
}
