// Language and appearance, and the way a refused form comes back.

import { expect, expectAccessible, test } from "../page.mjs";

test("language and appearance are chosen and remembered", async ({ page }) => {
  await page.goto("/hva-vi-har");
  await page.getByText("Språk: Bokmål").click();
  await page.getByRole("link", { name: "Språk og utseende" }).first().click();
  await page.getByRole("radio", { name: "Nynorsk" }).check();
  await page.getByRole("radio", { name: "Mørkt" }).check();
  await page.getByRole("button", { name: "Lagre valget" }).click();
  await expect(page).toHaveURL("/hva-vi-har");
  await expect(page.locator("html")).toHaveAttribute("lang", "nn");
  await expect(page.locator("html")).toHaveAttribute("data-color-scheme", "dark");
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sjå, rett eller slett det kommunen veit om deg");
});

test("a form that lacks an answer comes back with the rest, and the focus on what is wrong", async ({ page }) => {
  await page.goto("/visning");
  await page.getByRole("radio", { name: "Mørkt" }).check();
  await page.getByRole("radio", { name: "Bokmål" }).evaluate((radio) => { radio.value = "klingon"; });
  await page.getByRole("button", { name: "Lagre valget" }).click();
  const summary = page.getByRole("group", { name: "Én ting må rettes før du kan gå videre" });
  await expect(summary).toBeFocused();
  await expect(page.getByRole("radio", { name: "Mørkt" })).toBeChecked();
  await expectAccessible(page);
  await page.screenshot({ path: `../target/test-reports/refused-form-${test.info().project.name}.png`, fullPage: true });
  await page.getByRole("link", { name: "Hvilket språk vil du bruke? Velg ett av svarene på siden." }).click();
  await expect(page.getByRole("radio", { name: "Bokmål" })).toBeFocused();
  await page.getByRole("radio", { name: "Bokmål" }).check();
  await page.getByRole("button", { name: "Lagre valget" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-color-scheme", "dark");
});

test("a returned form that is gone says so", async ({ page }) => {
  await page.goto("/visning?skjema=0000000000000000000000000000000000000000000000000000000000000000");
  await expect(page.getByRole("alert")).toContainText("Vi kan ikke vise det du skrev.");
  await expectAccessible(page);
});

test("a language without this page says so in bokmål", async ({ page }) => {
  await page.goto("/");
  await page.getByText("Språk: Bokmål").click();
  await page.getByRole("button", { name: "Davvisámegiella" }).click();
  await expect(page.getByText("Denne siden finnes ikke på Davvisámegiella ennå. Derfor ser du den på bokmål.")).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "nb");
});
