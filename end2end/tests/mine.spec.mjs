// A citizen's own case, once there is an answer, and while there is none: reading the data, saying what is wrong, writing to the
// municipality, seeing who has looked.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, expectAccessible, isAt, logIn, openFirst, press, test, untilAnswered } from "../own-demo.mjs";

const pdf = { name: "../brev om skole.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 fra en test") };

// The case of somebody who is answered by programs alone, a moment after the demo has begun.
async function openAnswered(page) {
  await logIn(page, "emma");
  await untilAnswered(page);
  await openFirst(page);
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with a script" : "without a script", () => {
    // What is fetched beforehand for scripts is used by none then.
    test.use({ javaScriptEnabled, expectedWarnings: javaScriptEnabled ? [] : ["was preloaded using link preload"] });
    const accessible = (page) => (javaScriptEnabled ? expectAccessible(page) : Promise.resolve());

    test("the answer is read, fetched, and corrected from where one reads it", async ({ page }) => {
      test.slow();
      await openAnswered(page);
      await expect(page.getByText("Du har fått det du ba om.").first()).toBeVisible();
      await accessible(page);
      const downloading = page.waitForEvent("download");
      await page.getByRole("link", { name: "Last ned alt" }).click();
      const download = await downloading;
      expect(download.suggestedFilename()).toMatch(/^innsyn-\d{4}-\d{6}-1\.zip$/);
      const names = execFileSync("unzip", ["-Z1", await download.path()]).toString();
      expect(names).toContain("index.html");
      const own = execFileSync("unzip", ["-p", await download.path(), names.split("\n").find((name) => name.endsWith("index.html"))]);
      expect(own.toString()).toContain("Vann, avløp og renovasjon");

      await page.getByRole("link", { name: "Se opplysningene" }).click();
      await isAt(page, "Opplysningene dine");
      await expect(page.getByRole("heading", { name: "Vann, avløp og avfall" })).toBeVisible();
      await page.getByText("Ett system", { exact: true }).click();
      await accessible(page);
      await page.locator(".data-systems").getByRole("link").first().click();
      await expect(page.getByRole("heading", { name: "Om systemet" })).toBeVisible();
      await accessible(page);
      await page.getByRole("button", { name: "Er dette feil? adresse" }).first().click();
      await isAt(page, "Hva er feil?");
      await expect(page.getByRole("textbox", { name: "Hva er feil?" })).toHaveValue(/ – adresse \(.*\)$/);
      await expect(page.getByRole("textbox", { name: "Hva står det nå?" })).toHaveValue(/Fjordvik$/);
      await page.getByRole("textbox", { name: "Hva skulle det stått?" }).fill("Storgata 2");
      await page.getByRole("button", { name: "Neste", exact: true }).click();
      await isAt(page, "Hva kan hjelpe oss å finne opplysningene?");

      await page.goBack();
      await page.goBack();
      await page.getByRole("button", { name: /^Vil du ha dette slettet\?/ }).first().click();
      await isAt(page, "Hva vil du slette?");
      await expect(page.getByLabel("Hva vil du at vi skal slette?")).not.toHaveValue("");
    });

    test("the person and the caseworker write to each other", async ({ page, browser, demo }) => {
      test.slow();
      await logIn(page, "arne");
      await page.locator(".case-list").getByRole("link").first().click();
      const title = await page.getByRole("heading", { level: 1 }).textContent();
      await page.getByLabel("Skriv til oss").fill("Når får jeg svar?");
      await page.getByLabel("Legg ved filer").setInputFiles({ ...pdf, name: "program.exe", buffer: Buffer.from("MZ") });
      await page.getByRole("button", { name: "Send meldingen" }).click();
      await expect(page.getByRole("link", { name: /Vi kan ikke ta imot en av filene/ })).toBeVisible();
      await expect(page.getByLabel("Skriv til oss")).toHaveValue("Når får jeg svar?");
      await accessible(page);
      await page.getByLabel("Legg ved filer").setInputFiles(pdf);
      await page.getByRole("button", { name: "Send meldingen" }).dblclick();
      await expect(page.getByText("Meldingen er sendt.")).toBeVisible();
      await expect(page.getByText("Når får jeg svar?")).toHaveCount(1);
      await expect(page.getByText("Ikke lest ennå")).toBeVisible();
      await accessible(page);
      await expect(page.getByRole("link", { name: "brev om skole.pdf (1 kB)" })).toBeVisible();

      const context = await browser.newContext({ baseURL: demo.staff, locale: "nb-NO", javaScriptEnabled });
      const kari = await context.newPage();
      await kari.goto("/saksbehandling");
      await kari.getByRole("link", { name: "Logg inn med Ansattporten" }).click();
      await kari.getByRole("link", { name: "Kari Moen som med BankID" }).click();
      await expect(kari.getByText("Ny melding")).toBeVisible();
      await kari.getByRole("link", { name: title.split(" ").pop() }).click();
      await expect(kari.getByText("Ta saken før du skriver til innbyggeren.")).toBeVisible();
      await kari.getByRole("button", { name: "Ta saken" }).click();
      await expect(kari.getByText("Når får jeg svar?")).toBeVisible();
      const downloading = kari.waitForEvent("download");
      await kari.getByRole("link", { name: "brev om skole.pdf (1 kB)" }).click();
      expect(readFileSync(await (await downloading).path())).toEqual(pdf.buffer);
      await kari.getByLabel("Skriv til innbyggeren").fill("I løpet av uka.");
      await kari.getByRole("button", { name: "Send meldingen" }).click();
      await expect(kari.getByText("Meldingen er sendt.")).toBeVisible();
      if (javaScriptEnabled) await expectAccessible(kari);
      await context.close();

      await page.reload();
      await expect(page.getByText("I løpet av uka.")).toBeVisible();
      await page.getByRole("link", { name: "Hvem har sett på saken din" }).click();
      await isAt(page, "Hvem har sett på saken din");
      await expect(page.getByText("Saksbehandler, Dokumentsenteret").first()).toBeVisible();
      await expect(page.getByText("Kari")).toHaveCount(0);
      await accessible(page);
    });

    test("what the caseworker asks is answered, and the time begins to run again", async ({ page }) => {
      await logIn(page, "piotr");
      await expect(page.getByText("Vi trenger svar fra deg")).toBeVisible();
      await accessible(page);
      await page.locator(".case-list").getByRole("link").first().click();
      await expect(page.getByText(/Fristen står stille til du har svart/)).toBeVisible();
      await accessible(page);
      await page.getByLabel("Svaret ditt").fill("Bare det som handler om meg.");
      await page.getByRole("button", { name: "Send svaret" }).dblclick();
      await expect(page.getByText("Meldingen er sendt.")).toBeVisible();
      await expect(page.getByText("Bare det som handler om meg.")).toHaveCount(1);
      await expect(page.getByLabel("Svaret ditt")).toHaveCount(0);
      await accessible(page);
      await page.goto("/min-side");
      await expect(page.getByText("Vi trenger svar fra deg")).toHaveCount(0);
    });

    test("what was decided is read, with its reasons, and what was sent in is read again", async ({ page }) => {
      test.slow();
      await logIn(page, "ingrid");
      await untilAnswered(page);
      await page.getByRole("link", { name: "Retting og sletting" }).click();
      await isAt(page, /^Retting og sletting – sak /);
      await expect(page.getByText("Du har fått det du ba om.")).toBeVisible();
      await expect(page.getByText("Du har ikke fått det du ba om.")).toBeVisible();
      await page.getByText("Slik klager du", { exact: true }).click();
      await expect(page.getByText("Du kan klage til Datatilsynet.", { exact: false }).first()).toBeVisible();
      await accessible(page);
      await page.getByRole("link", { name: "Vi sletter ikke det du ba om" }).first().click();
      await isAt(page, "Vi sletter ikke det du ba om");
      await expect(page.getByRole("button", { name: "Skriv ut" })).toBeVisible({ visible: javaScriptEnabled });
      await accessible(page);
      await page.getByRole("link", { name: "Til saken" }).click();
      await page.getByRole("link", { name: "Se hva du sendte inn" }).click();
      await isAt(page, "Det du sendte inn");
      await expect(page.getByText("Hva skulle det stått? 1 042")).toBeVisible();
      await accessible(page);
    });

    test("what was sent in is taken back", async ({ page }) => {
      await logIn(page, "fatima");
      await page.locator(".case-list").getByRole("link").first().click();
      await page.getByText("Trekk henvendelsen").first().click();
      await page.getByRole("button", { name: "Trekk henvendelsen" }).click();
      await expect(page.getByText("Henvendelsen er trukket.")).toBeVisible();
      await expect(page.getByText("Du kan ikke skrive i denne saken lenger.")).toBeVisible();
      await accessible(page);
    });

    test("the profile says what is kept, and where one is told", async ({ page }) => {
      await logIn(page, "arne");
      await page.getByRole("link", { name: "Profilen din" }).click();
      await accessible(page);
      await page.getByLabel("Ja, send meg en e-post").check();
      await page.getByLabel("E-postadresse").fill("arne");
      await page.getByRole("button", { name: "Lagre" }).click();
      await expect(page.getByLabel("E-postadresse")).toHaveValue("arne");
      await accessible(page);
      await page.getByLabel("E-postadresse").fill("arne@eksempel.no");
      await page.getByRole("button", { name: "Lagre" }).click();
      await expect(page.getByText("Endringen er lagret.")).toBeVisible();
      await expect(page.getByText("E-postadressen din.", { exact: false })).toBeVisible();
    });
  });
}

test.describe("where the server was away", () => {
  test.use({ expectedFailures: [503] });

  test("a page that is open hears the server again", async ({ page, context }) => {
    test.slow();
    let asked = 0;
    await page.route("**/fremdrift", (route) => {
      asked += 1;
      return asked === 1 ? route.fulfill({ status: 503 }) : route.continue();
    });
    await logIn(page, "arne");
    await page.locator(".case-list").getByRole("link").first().click();
    await expect.poll(() => asked, { timeout: 20_000 }).toBeGreaterThan(1);
    const elsewhere = await context.newPage();
    await elsewhere.goto(page.url());
    await elsewhere.getByText("Trekk henvendelsen").first().click();
    await elsewhere.getByRole("button", { name: "Trekk henvendelsen" }).click();
    await expect(page.getByText("Det har skjedd noe nytt i saken.")).toBeVisible({ timeout: 10_000 });
  });
});

test("a case that changes elsewhere says so by itself, and nothing can be written in one that is over", async ({ page, context }) => {
  await logIn(page, "arne");
  await page.locator(".case-list").getByRole("link").first().click();
  await expect(page.getByText("systemer har svart")).toBeVisible();
  const elsewhere = await context.newPage();
  await elsewhere.goto(page.url());
  await elsewhere.getByText("Trekk henvendelsen").first().click();
  await elsewhere.getByRole("button", { name: "Trekk henvendelsen" }).click();
  await expect(elsewhere.getByText("Henvendelsen er trukket.")).toBeVisible();
  await expectAccessible(elsewhere);
  await expect(page.getByText("Det har skjedd noe nytt i saken.")).toBeVisible({ timeout: 10_000 });
  await expectAccessible(page);
  await page.getByRole("link", { name: "Last siden på nytt" }).click();
  await expect(page.getByText("Du trakk henvendelsen.")).toBeVisible();
  await expect(page.getByLabel("Skriv til oss")).toHaveCount(0);
});

test("the answer is reached and read with the keyboard alone", async ({ page }) => {
  await openAnswered(page);
  const follow = async (name) => {
    await page.getByRole("link", { name }).first().focus();
    await page.keyboard.press("Enter");
  };
  await follow("Se opplysningene");
  await isAt(page, "Opplysningene dine");
  await page.locator(".data-systems").getByRole("link").first().focus();
  await page.keyboard.press("Enter");
  const button = page.getByRole("button", { name: /^Er dette feil\?/ }).first();
  // It is reached from the heading above it, in the order in which it is read.
  await page.getByRole("link", { name: "Forside" }).focus();
  for (let presses = 0; presses < 8; presses += 1) {
    if (await button.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press("Tab");
  }
  await expect(button).toBeFocused();
  await page.keyboard.press("Enter");
  await isAt(page, "Hva er feil?");
});

test("a message with a file is written, and the case taken back, with the keyboard alone", async ({ page }) => {
  await logIn(page, "arne");
  await page.locator(".case-list").getByRole("link").first().focus();
  await press(page, "Enter");
  await page.getByLabel("Skriv til oss").focus();
  await page.keyboard.type("Her er brevet jeg fikk.");
  await press(page, "Tab");
  await expect(page.getByLabel("Legg ved filer")).toBeFocused();
  const choosing = page.waitForEvent("filechooser");
  await press(page, "Space");
  await (await choosing).setFiles(pdf);
  await press(page, "Tab");
  await expect(page.getByRole("button", { name: "Send meldingen" })).toBeFocused();
  await press(page, "Enter");
  await expect(page.getByText("Meldingen er sendt.")).toBeVisible();
  await expect(page.getByText("Her er brevet jeg fikk.")).toBeVisible();
  await expect(page.getByRole("link", { name: "brev om skole.pdf (1 kB)" })).toBeVisible();
  await page.locator("summary", { hasText: "Trekk henvendelsen" }).focus();
  await press(page, "Enter", "Tab");
  await expect(page.getByRole("button", { name: "Trekk henvendelsen" })).toBeFocused();
  await press(page, "Enter");
  await expect(page.getByText("Henvendelsen er trukket.")).toBeVisible();
});

test("what is asked is answered, the answer fetched and the profile changed with the keyboard alone", async ({ page }) => {
  await logIn(page, "piotr");
  await page.locator(".case-list").getByRole("link").first().focus();
  await press(page, "Enter");
  await page.getByLabel("Svaret ditt").focus();
  await page.keyboard.type("Bare det siste.");
  await press(page, "Tab", "Tab", "Enter");
  await expect(page.getByText("Meldingen er sendt.")).toBeVisible();
  await page.goto("/min-side/profil");
  await page.getByLabel("Nei, jeg følger med selv").focus();
  await press(page, "ArrowUp", "Tab");
  await expect(page.getByLabel("E-postadresse")).toBeFocused();
  await page.keyboard.type("piotr@eksempel.no");
  await press(page, "Enter");
  await expect(page.getByText("Endringen er lagret.")).toBeVisible();
  await page.context().clearCookies();
  await openAnswered(page);
  await page.getByRole("link", { name: "Last ned alt" }).focus();
  const downloading = page.waitForEvent("download");
  await press(page, "Enter");
  expect((await downloading).suggestedFilename()).toMatch(/\.zip$/);
});

test("a screen reader hears the case in the order in which it matters", async ({ page }) => {
  await openAnswered(page);
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - heading /Innsyn – sak \\d+-\\d+/ [level=1]
      - paragraph: Du har fått svar
      - region "Svaret er klart":
        - heading "Svaret er klart" [level=2]
        - heading "Innsyn" [level=3]
        - paragraph: Du har fått det du ba om.
        - paragraph:
          - link "Se opplysningene"
          - link "Last ned alt"
      - region "Dette har skjedd":
        - heading "Dette har skjedd" [level=2]
      - list:
        - listitem:
          - link "Se hva du sendte inn"
        - listitem:
          - link "Hvem har sett på saken din"
  `);
  await page.getByRole("link", { name: "Se opplysningene" }).click();
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - heading "Opplysningene dine" [level=1]
      - heading "Vann, avløp og avfall" [level=2]
      - list:
        - listitem:
          - link "Vann, avløp og renovasjon"
  `);
});

for (const language of ["Nynorsk", "English"]) {
  test(`the pages of an answered case are accessible in ${language}`, async ({ page }) => {
    test.slow();
    await openAnswered(page);
    const path = new URL(page.url()).pathname;
    await page.getByText(/^Språk: /).click();
    await page.getByRole("button", { name: language }).click();
    for (const below of ["", "/opplysninger/1", "/opplysninger/1/1", "/oppslag", "/kvittering", "/brev/1", "/brev/2"]) {
      await page.goto(`${path}${below}`);
      await expectAccessible(page);
    }
    for (const other of ["/min-side/profil", "/hva-vi-har/technical"]) {
      await page.goto(other);
      await expectAccessible(page);
    }
  });
}

test("every area has its privacy statement", async ({ page }) => {
  test.slow();
  await page.goto("/hva-vi-har");
  const links = page.getByRole("main").locator('a[href^="/hva-vi-har/"]');
  const areas = await links.evaluateAll((all) => all.map((link) => [link.textContent, link.getAttribute("href")]));
  expect(areas.length).toBeGreaterThan(6);
  for (const [name, path] of areas) {
    await page.goto(path);
    await isAt(page, `Personvernerklæring: ${name}`);
    for (const title of ["Hvem er ansvarlig?", "Hva vi bruker det til", "Hvor lenge vi tar vare på dem", "Rettighetene dine"]) {
      await expect(page.getByRole("heading", { name: title })).toBeVisible();
    }
    await expectAccessible(page);
  }
});
