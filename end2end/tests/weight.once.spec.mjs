// How much an old phone has to download.

import { expect, test } from "../page.mjs";

const kilobyte = 1000;

// The compressed size of everything that a page loads, by kind.
async function weigh(page, path) {
  const sizes = { page: 0, style: 0, script: 0, wasm: 0, font: 0, other: 0 };
  const kinds = { "text/html": "page", "text/css": "style", "text/javascript": "script", "application/wasm": "wasm", "font/woff2": "font" };
  const measured = [];
  page.on("response", (response) => {
    const kind = kinds[response.headers()["content-type"]?.split(";")[0]] ?? "other";
    measured.push(response.request().sizes().then(({ responseBodySize }) => { sizes[kind] += responseBodySize; }));
  });
  await page.goto(path, { waitUntil: "networkidle" });
  await Promise.all(measured);
  return sizes;
}

test("the front page is at most 60 kB without its font", async ({ page }) => {
  const { page: html, style, script, wasm } = await weigh(page, "/");
  expect(html).toBeGreaterThan(0);
  expect(html + style + script).toBeLessThanOrEqual(60 * kilobyte);
  expect(wasm).toBe(0);
});

test("the WASM of the page with an island is at most 60 kB", async ({ page }) => {
  const { page: html, style, script, wasm } = await weigh(page, "/hva-vi-har");
  expect(wasm).toBeGreaterThan(0);
  expect(wasm).toBeLessThanOrEqual(60 * kilobyte);
  expect(html + style + script).toBeLessThanOrEqual(60 * kilobyte);
});
