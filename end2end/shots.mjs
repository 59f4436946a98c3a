import { chromium } from "@playwright/test";
import { startDemoWithProvider } from "./portal.mjs";
const demo = await startDemoWithProvider("--systems", process.argv[2] ?? "24");
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--headless","--no-sandbox","--disable-gpu","--disable-quic","--no-first-run","--disable-background-networking","--disable-component-update","--disable-sync"] });
const logIn = async (page, who, path = "/min-side") => {
  await page.goto(demo.address + path); if (!(await page.getByRole("link", { name: "Logg inn med ID-porten" }).count())) console.log(page.url(), (await page.locator("body").innerText()).slice(0, 600));
  await page.getByRole("link", { name: "Logg inn med ID-porten" }).click();
  await page.getByRole("link", { name: `${who} idporten-loa-high` }).click();
};
for (const [name, width, height] of [["phone", 360, 740], ["desk", 1280, 900]]) {
  const context = await browser.newContext({ locale: "nb-NO", viewport: { width, height } });
  const page = await context.newPage();
  const shot = (what) => page.screenshot({ path: `/tmp/shots/${name}-${what}.png`, fullPage: true });
  await logIn(page, "ingrid");
  for (let i = 0; i < 60; i++) { await page.reload(); if (await page.getByText("Du har fått svar").count()) break; await page.waitForTimeout(500); }
  await shot("mine-ingrid");
  await page.locator(".case-list").getByRole("link").first().click();
  await shot("ingrid-case");
  const url = page.url();
  await page.goto(url + "/henvendelse"); await shot("ingrid-sent");
  await page.goto(url + "/kvittering"); await shot("ingrid-receipt");
  await page.goto(url + "/brev/2"); await shot("ingrid-letter2");
  await page.goto(url + "/brev/3"); await shot("ingrid-letter3");
  await context.clearCookies();
  await logIn(page, "emma");
  for (let i = 0; i < 60; i++) { await page.reload(); if (await page.getByText("Du har fått svar").count()) break; await page.waitForTimeout(500); }
  await page.locator(".case-list").getByRole("link").first().click();
  await shot("emma-case");
  await page.getByRole("link", { name: "Se opplysningene" }).click(); await shot("emma-data");
  await page.locator(".data-systems").getByRole("link").first().click(); await shot("emma-system");
  await page.getByRole("button", { name: /Er dette feil/ }).first().click(); await shot("emma-wrong");
  await page.goto(demo.address + "/min-side/ny/hvor"); await shot("ask-where");
  await page.goto(demo.address + "/min-side/ny/se-over?ferdig=ikke-sendt"); await shot("ask-review");
  await context.close();
}
await browser.close();
await demo.stop();
