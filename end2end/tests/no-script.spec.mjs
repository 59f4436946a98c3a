// Everything again without JavaScript.

import { expect, test } from "../page.mjs";

test.use({ javaScriptEnabled: false });

test("the register is searched by sending the form", async ({ page }) => {
  await page.goto("/hva-vi-har");
  await expect(page.locator(".register__entry:visible")).toHaveCount(24);
  await page.getByRole("searchbox").fill("bibliotek");
  await page.getByRole("button", { name: "Søk" }).click();
  await expect(page).toHaveURL("/hva-vi-har?sok=bibliotek");
  await expect(page.locator(".register__entry:visible")).toHaveCount(1);
  await expect(page.getByRole("status")).toHaveText("Viser 1 av 24 systemer.");
  await page.getByText("Mer om Biblioteket").click();
  await expect(page.getByText("Kulturetaten").first()).toBeVisible();
});

test("the language is chosen without a script", async ({ page }) => {
  await page.goto("/personvern");
  await page.getByText("Språk: Bokmål").click();
  await page.getByRole("button", { name: "Nynorsk" }).click();
  await expect(page).toHaveURL("/personvern");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Personvern og informasjonskapslar");
});

test("appearance is chosen without a script", async ({ page }) => {
  await page.goto("/visning");
  await page.getByRole("radio", { name: "Mørkt" }).check();
  await page.getByRole("button", { name: "Lagre valget" }).click();
  await expect(page).toHaveURL("/");
  await expect(page.locator("html")).toHaveAttribute("data-color-scheme", "dark");
});
