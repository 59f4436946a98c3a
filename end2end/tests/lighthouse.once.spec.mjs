// What Lighthouse says of every public page: accessibility, best practices and SEO are to be perfect.
// Its figure for performance depends on the machine and is measured by `make bench` instead.

import { audit } from "../lighthouse.mjs";
import { expect, test } from "../page.mjs";

for (const path of ["/", "/hva-vi-har", "/personvern", "/utviklere", "/visning", "/logg-inn"]) {
  test(`${path} gets full marks`, async ({ baseURL }) => {
    test.setTimeout(120_000);
    const scores = await audit(`${baseURL}${path}`, ["accessibility", "best-practices", "seo"]);
    expect(scores.found).toEqual([]);
    expect(scores.points).toEqual({ accessibility: 100, "best-practices": 100, seo: 100 });
  });
}
