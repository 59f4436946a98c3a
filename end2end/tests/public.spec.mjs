// The public pages, on a phone and at a desk, light and dark, in every language.

import { expect, expectAccessible, test } from "../page.mjs";

const pages = ["/", "/hva-vi-har", "/logg-inn", "/personvern", "/utviklere", "/verifiser", "/visning"];

for (const path of pages) {
  for (const colorScheme of ["light", "dark"]) {
    test(`${path} is accessible, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.goto(path);
      await expectAccessible(page);
    });
  }

  for (const [language, title] of [["nb", "Fjordvik"], ["nn", "Fjordvik"], ["en", "Fjordvik"], ["se", "Fjordvik"]]) {
    test(`${path} is accessible in ${language}`, async ({ page, context, baseURL }) => {
      await context.addCookies([{ name: "minside-display", value: `${language}.auto`, url: baseURL }]);
      await page.goto(path);
      await expect(page).toHaveTitle(new RegExp(title));
      await expectAccessible(page);
    });
  }

  test(`${path} can be read at 400 per cent`, async ({ page }) => {
    // WCAG 1.4.10: 1280 pixels at 400 per cent are 320.
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto(path);
    await expectAccessible(page);
  });
}

test("the choice of colour scheme wins over the device's", async ({ page, context, baseURL }) => {
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.goto("/");
  const light = await background();
  await context.addCookies([{ name: "minside-display", value: "nb.dark", url: baseURL }]);
  await page.goto("/");
  expect(await background()).not.toBe(light);
  await page.emulateMedia({ colorScheme: "dark" });
  await context.addCookies([{ name: "minside-display", value: "nb.light", url: baseURL }]);
  await page.goto("/");
  expect(await background()).toBe(light);
});

test("from the front page one gets everywhere, and back", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("link", { name: "Se systemene våre" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Hva har kommunen om meg?");
  await page.getByRole("link", { name: "Forside" }).click();
  await page.getByRole("link", { name: "Logg inn med ID-porten" }).click();
  await expect(page.getByRole("heading", { name: "For deg som innbygger" })).toBeVisible();
  await page.getByRole("link", { name: "Personvern og informasjonskapsler" }).click();
  await page.getByRole("link", { name: "Språk og utseende" }).last().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Språk og utseende");
});

test("the keyboard reaches the content first, and sees where it is", async ({ page }) => {
  await page.goto("/");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Hopp til hovedinnholdet" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeVisible();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Logg inn med ID-porten" })).toBeFocused();
});

test("the language is changed with the keyboard alone, and one stays where one was", async ({ page }) => {
  await page.goto("/hva-vi-har");
  await page.getByText("Språk: Bokmål").focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "English" }).focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/hva-vi-har");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("What does the municipality hold about me?");
});

test("a page prints without what only a screen can use", async ({ page }) => {
  await page.goto("/");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("link", { name: "Logg inn med ID-porten" })).toBeHidden();
  await expect(page.getByRole("heading", { name: "Slik går det til" })).toBeVisible();
});
