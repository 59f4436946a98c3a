// For tests that change something: each has a demo of its own, so that none finds what another has begun. Its citizens log in
// with the certified provider.

import { expect, test as base } from "./page.mjs";
import { startDemoWithProvider } from "./portal.mjs";

export { expect, expectAccessible } from "./page.mjs";

export const test = base.extend({
  systems: ["24", { option: true }],
  demo: async ({ systems }, use) => {
    const demo = await startDemoWithProvider("--systems", systems);
    await use(demo);
    await demo.stop();
  },
  baseURL: async ({ demo }, use) => use(demo.address),
  otherHosts: ["http://127.0.0.1"],
});

// Whether it is the page with this heading.
export const isAt = (page, title) => expect(page.getByRole("heading", { level: 1 })).toHaveText(title);

// Goes on to the next question.
export const next = (page) => page.getByRole("button", { name: "Neste", exact: true }).click();

// From the first question to the third: one right, for oneself.
export async function askFor(page, right) {
  await page.goto("/min-side/ny");
  await page.getByLabel(right).check();
  await next(page);
  await page.getByLabel("Meg selv").check();
  await next(page);
  await isAt(page, "Hva skal vi lete etter?");
}

// From the question after the last about what is asked for, to the overview.
export async function toOverview(page) {
  await next(page);
  await page.getByLabel("Nei").check();
  await next(page);
  await isAt(page, "Se over og send");
}

// The same from the first question, for something that is to be erased.
export async function askForErasure(page, what) {
  await askFor(page, "Slette noe");
  await page.getByLabel("Overalt").check();
  await next(page);
  await page.getByLabel("Hva vil du at vi skal slette?").fill(what);
  await next(page);
  await toOverview(page);
}

// Opens the first case of «Mine saker»; its path.
export async function openFirst(page) {
  await page.locator(".case-list").getByRole("link").first().click();
  await isAt(page, / – sak \d{4}-\d{6}$/);
  return new URL(page.url()).pathname;
}

// Presses these keys, one after the other.
export async function press(page, ...keys) {
  for (const key of keys) await page.keyboard.press(key);
}

// Goes to a page that one must log in for, and logs in as one of the demo's citizens, by their first name in lower case.
export async function logIn(page, who, path = "/min-side") {
  await page.goto(path);
  await page.getByRole("link", { name: "Logg inn med ID-porten" }).click();
  await page.getByRole("link", { name: `${who} idporten-loa-high` }).click();
}

// Waits on «Mine saker» until it says this: what is decided comes a moment after the demo has begun.
export async function untilSaid(page, text) {
  await expect(async () => {
    await page.reload();
    await expect(page.getByText(text)).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
}

// Likewise, until there is an answer.
export const untilAnswered = (page) => untilSaid(page, "Du har fått svar");
