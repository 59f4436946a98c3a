// For tests that change something: each has a demo of its own, so that none finds what another has begun.

import { expect, test as base } from "./page.mjs";
import { startDemo } from "./portal.mjs";

export { expect, expectAccessible } from "./page.mjs";

export const test = base.extend({
  demo: async ({}, use) => {
    const demo = await startDemo("--systems", "24");
    await use(demo.address);
    await demo.stop();
  },
  baseURL: async ({ demo }, use) => use(demo),
  otherHosts: ["http://127.0.0.1"],
});

// Whether it is the page with this heading.
export const isAt = (page, title) => expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
