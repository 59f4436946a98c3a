// The demo's own provider: anybody can be anybody, and it looks like nothing real.

import { readFileSync } from "node:fs";
import { expect, expectAccessible, test } from "../page.mjs";

const people = JSON.parse(readFileSync(new URL("../../server/src/demo/people.json", import.meta.url)));

// The provider has a port of its own, whichever was free.
test.use({ otherHosts: ["http://127.0.0.1"] });

test("somebody made up logs in and out in the demo", async ({ page, context }) => {
  const elsewhere = [];
  page.on("request", (request) => elsewhere.push(new URL(request.url())));
  await page.goto("/logg-inn");
  await expect(page.getByRole("heading", { name: "For deg som jobber i kommunen" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Logg inn med ID-porten" }).click();
  await expect(page.getByText("Alle er oppdiktet.")).toBeVisible();
  await page.getByRole("link", { name: "Solveig Nilsen som med BankID" }).click();
  await expect(page).toHaveURL("/min-side");
  await expect(page.getByText("Du har ingen saker ennå")).toBeVisible();
  await page.getByRole("button", { name: "Logg ut", exact: true }).click();
  // The page goes on by itself, there and back.
  await expect(page).toHaveURL("/utlogget", { timeout: 15_000 });
  const cookies = (await context.cookies()).filter(({ name, value }) => value !== "" && name !== "minside-login");
  expect(cookies).toEqual([]);
  const told = people.filter(({ number }) => elsewhere.some((url) => url.href.includes(number)));
  expect(told, "numbers that stand in an address").toEqual([]);
});

test("an employee sees what they may do", async ({ page }) => {
  await page.goto("/saksbehandling");
  await page.getByRole("link", { name: "Logg inn med Ansattporten" }).click();
  await page.getByRole("link", { name: "Kari Moen som med BankID" }).click();
  await expect(page).toHaveURL("/saksbehandling");
  await expect(page.getByRole("term").filter({ hasText: "Saksbehandler" })).toBeVisible();
  await expect(page.getByText(/^Dokumentsenteret\. Gjelder til og med/)).toBeVisible();
  await expectAccessible(page);
  await page.goto("/min-side");
  await expect(page.getByText("Logg inn for å komme videre.")).toBeVisible();
});
