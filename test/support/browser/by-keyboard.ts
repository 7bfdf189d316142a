import type { Page } from 'playwright-core';

/** More steps than any screen of a test has places for the focus. */
const MOST_STEPS = 60;

/** What is seen of it: words that a screen reader alone is told are left out. */
const NAME_OF_FOCUSED = `(() => {
  const { activeElement: at } = document;
  const seen = at.cloneNode(true);
  for (const hidden of seen.querySelectorAll('.visually-hidden')) hidden.remove();
  return (at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? seen.textContent).trim();
})()`;

/** Waits for the title of a screen. */
export function heading(page: Page, name: string | RegExp): Promise<void> {
  return page.getByRole('heading', { level: 1, name }).waitFor();
}

export async function press({ keyboard }: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await keyboard.press(key);
}

/** Name of the element that has the focus, as it is seen. */
export function focused(page: Page): Promise<string> {
  return page.evaluate<string>(NAME_OF_FOCUSED);
}

/** Moves the focus on, or back by `Shift+Tab`, until an element of this name has it. */
export async function tabTo(
  page: Page,
  name: string | RegExp,
  key: 'Tab' | 'Shift+Tab' = 'Tab',
): Promise<void> {
  for (let step = 0; step < MOST_STEPS; step += 1) {
    await press(page, key);
    const text = await focused(page);
    if (typeof name === 'string' ? text === name : name.test(text)) return;
  }
  throw new Error(`nothing that the focus comes to is named ${name}`);
}

/** Moves the focus to a button or link, and presses it. */
export async function activate(page: Page, name: string | RegExp): Promise<void> {
  await tabTo(page, name);
  await press(page, 'Enter');
}

/** Writes over what stands in the field that has this name. */
export async function fill(page: Page, name: string | RegExp, text: string): Promise<void> {
  await tabTo(page, name);
  await press(page, 'ControlOrMeta+a');
  await page.keyboard.type(text);
}

/** Faults of a page without the first question for the session, which is refused before the sign-in. */
export function faultsButSignIn(faults: readonly string[]): readonly string[] {
  return faults.filter((fault) => !/\b401\b.*\/v1\/session\)$/.test(fault));
}
