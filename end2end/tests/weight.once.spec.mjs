// How much an old phone has to download.

import { logIn, openFirst, test as demoTest, untilSaid } from "../own-demo.mjs";
import { expect, test as base } from "../page.mjs";

// The login is somewhere else.
const test = base.extend({ otherHosts: ["http://127.0.0.1"] });

const kilobyte = 1000;

// The compressed size of everything that a page loads, by kind.
async function weigh(page, path) {
  const sizes = { page: 0, style: 0, script: 0, wasm: 0, font: 0, other: 0 };
  const kinds = { "text/html": "page", "text/css": "style", "text/javascript": "script", "application/wasm": "wasm", "font/woff2": "font" };
  const measured = [];
  let hasWasm = false;
  const count = (response) => {
    const type = response.headers()["content-type"]?.split(";")[0];
    // What the server sends as long as the page is open has no end.
    if (type === "text/event-stream") return;
    const kind = kinds[type] ?? "other";
    hasWasm ||= kind === "wasm";
    measured.push(response.request().sizes().then(({ responseBodySize }) => { sizes[kind] += responseBodySize; }));
  };
  page.on("response", count);
  await page.goto(path, { waitUntil: "load" });
  if (await page.locator("leptos-island").count()) await expect.poll(() => hasWasm).toBe(true);
  // What came after this would be asked about when the page may be closed already.
  page.off("response", count);
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

demoTest.describe("with 400 systems", () => {
  demoTest.use({ systems: "400" });

  demoTest("every page of a person who has an answer is at most 60 kB without the font", async ({ page, browser, baseURL }) => {
    demoTest.slow();
    await logIn(page, "leif");
    await untilSaid(page, "Du har fått en del av svaret.");
    const path = await openFirst(page);
    const storageState = await page.context().storageState();
    const below = ["", "/kvittering", "/henvendelse", "/oppslag", "/brev/2", "/opplysninger/1", "/opplysninger/1/1"];
    const others = ["/min-side", "/min-side/profil", "/min-side/ny", "/hva-vi-har", "/hva-vi-har/health", "/personvern"];
    for (const address of [...below.map((name) => `${path}${name}`), ...others]) {
      // Logged in likewise, and with nothing fetched before.
      const context = await browser.newContext({ baseURL, storageState });
      const fresh = await context.newPage();
      const { page: html, style, script, wasm } = await weigh(fresh, address);
      console.log(`${address}: ${html} + ${style} + ${script} bytes, WASM ${wasm}`);
      expect(html).toBeGreaterThan(0);
      expect(html + style + script, address).toBeLessThanOrEqual(60 * kilobyte);
      expect(wasm, address).toBeLessThanOrEqual(60 * kilobyte);
      await context.close();
    }
  });
});
