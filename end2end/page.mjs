// What every test of a page starts from: a browser that fails the test on any error, refused script or foreign host.

import AxeBuilder from "@axe-core/playwright";
import { expect, test as base } from "@playwright/test";

export { expect };

export const test = base.extend({
  baseURL: async ({}, use) => use(process.env.MINSIDE_ADDRESS),

  // Answers of 400 and above that a test provokes; others fail it.
  expectedFailures: [[], { option: true }],

  // What a browser says in a test that provokes it.
  expectedWarnings: [[], { option: true }],

  // Hosts beside the portal that a test leads to; any other that is asked fails it.
  otherHosts: [[], { option: true }],

  page: async ({ page, baseURL, expectedFailures, expectedWarnings, otherHosts }, use) => {
    const wrong = [];
    page.on("pageerror", (error) => wrong.push(`error in a script: ${error.message}`));
    page.on("console", (message) => {
      const provoked = message.text().startsWith("Failed to load resource") && expectedFailures.length > 0;
      const expected = provoked || expectedWarnings.some((text) => message.text().includes(text));
      if (["error", "warning"].includes(message.type()) && !expected) wrong.push(`console: ${message.text()}`);
    });
    page.on("request", (request) => {
      const url = new URL(request.url());
      const known = [baseURL, ...otherHosts].some((host) => url.origin.startsWith(host));
      if (url.protocol !== "data:" && !known) wrong.push(`another host was asked: ${url.origin}`);
    });
    page.on("response", (response) => {
      if (response.status() >= 400 && !expectedFailures.includes(response.status())) {
        wrong.push(`${response.status()} for ${response.url()}`);
      }
    });
    await use(page);
    expect(wrong).toEqual([]);
  },
});

// Finds nothing that WCAG 2.1 AA or good practice forbids, nothing that is wider than the screen, and valid ids.
export async function expectAccessible(page) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"])
    .analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
  expect(found).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow, "the page is wider than the screen").toBeLessThanOrEqual(0);
  const ids = await page.evaluate(() => [...document.querySelectorAll("[id]")].map((element) => element.id));
  expect(ids.filter((id, at) => ids.indexOf(id) !== at), "an id is used twice").toEqual([]);
}
