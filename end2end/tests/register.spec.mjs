// The search in the register: live with the island, a form without it.

import { expect, expectAccessible, test } from "../page.mjs";

test("typing filters at once, without asking the server", async ({ page }) => {
  await page.goto("/hva-vi-har");
  const search = page.getByRole("searchbox", { name: "Søk i systemene" });
  const entries = page.locator(".register__entry:visible");
  await expect(entries).toHaveCount(24);
  await expect(page.getByRole("status")).toHaveText("Kommunen har 24 systemer.");
  await page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => name.endsWith(".wasm")));
  await page.waitForLoadState("networkidle");

  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await search.fill("BIBLIOTEK");
  await expect(entries).toHaveCount(1);
  await expect(page.getByRole("status")).toHaveText("Viser 1 av 24 systemer.");
  await search.fill("helse journal");
  await expect(page.getByRole("heading", { name: "Helsestasjon og skolehelsetjeneste" })).toBeVisible();
  await search.fill("øæå finnes ikke");
  await expect(entries).toHaveCount(0);
  await expect(page.getByRole("status")).toHaveText("Ingen systemer passer med det du skrev.");
  await expect(page.getByText("Prøv et kortere ord, eller vis alle systemene.")).toBeVisible();
  await expectAccessible(page);
  expect(asked).toEqual([]);
  await page.getByRole("link", { name: "Vis alle" }).click();
  await expect(entries).toHaveCount(24);
});

test("capital Norwegian letters are found", async ({ page }) => {
  await page.goto("/hva-vi-har");
  await page.waitForLoadState("networkidle");
  await page.getByRole("searchbox").fill("ØKONOMISK");
  await expect(page.getByRole("heading", { name: "Økonomisk sosialhjelp" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Biblioteket" })).toBeHidden();
});

test("the facts of a system fold out", async ({ page }) => {
  await page.goto("/hva-vi-har?sok=bibliotek");
  const entry = page.locator(".register__entry:visible");
  await expect(entry.getByText("Kulturetaten")).toBeHidden();
  await entry.getByText("Mer om Biblioteket").click();
  await expect(entry.getByText("Kulturetaten")).toBeVisible();
  await expectAccessible(page);
});

test("what was searched for stays after a reload", async ({ page }) => {
  await page.goto("/hva-vi-har?sok=bibliotek");
  await page.waitForLoadState("networkidle");
  await expect(page.getByRole("searchbox")).toHaveValue("bibliotek");
  await expect(page.locator(".register__entry:visible")).toHaveCount(1);
});

test("only this page loads the WASM", async ({ page }) => {
  const loaded = [];
  page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
  for (const path of ["/", "/logg-inn", "/personvern", "/visning"]) await page.goto(path, { waitUntil: "networkidle" });
  expect(loaded.filter((path) => path.endsWith(".wasm") || path.endsWith(".js"))).toEqual([]);
  await page.goto("/hva-vi-har", { waitUntil: "networkidle" });
  expect(loaded.filter((path) => path.endsWith(".wasm"))).toHaveLength(1);
});
