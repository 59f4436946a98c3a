// How much an old phone has to download.

import { expect, test as base } from "../page.mjs";

// The login is somewhere else.
const test = base.extend({ otherHosts: ["http://127.0.0.1"] });

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

test("the pages of an answer are at most 60 kB without the font", async ({ page, browser, baseURL }) => {
  await page.goto("/min-side");
  await page.getByRole("link", { name: "Logg inn med ID-porten" }).click();
  await page.getByRole("link", { name: "Emma Solberg som med BankID" }).click();
  // Nobody has to look at this case: it is answered a moment after the demo has begun.
  await expect(async () => {
    await page.reload();
    await expect(page.getByText("Du har fått svar")).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
  const path = await page.locator(".case-list").getByRole("link").first().getAttribute("href");
  for (const below of ["/opplysninger/1", "/opplysninger/1/1"]) {
    // Logged in likewise, and with nothing fetched before.
    const context = await browser.newContext({ baseURL, storageState: await page.context().storageState() });
    const fresh = await context.newPage();
    const { page: html, style, script } = await weigh(fresh, `${path}${below}`);
    expect(html).toBeGreaterThan(0);
    expect(html + style + script, below).toBeLessThanOrEqual(60 * kilobyte);
    await context.close();
  }
});
