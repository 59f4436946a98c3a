// A citizen asks for something, from the first question to the receipt, with and without a script.

import { expect, expectAccessible, isAt, logIn, next, press, test } from "../own-demo.mjs";

async function begin(page, who) {
  await logIn(page, who);
  await page.getByRole("link", { name: "Ny henvendelse" }).click();
}

const pdf = { name: "bevis.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 fra en test") };

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with a script" : "without a script", () => {
    // What is fetched beforehand for scripts is used by none then.
    test.use({ javaScriptEnabled, expectedWarnings: javaScriptEnabled ? [] : ["was preloaded using link preload"] });
    const accessible = (page) => (javaScriptEnabled ? expectAccessible(page) : Promise.resolve());

    test("all three rights are used in one case", async ({ page }) => {
      // Twenty pages, most of them looked at by axe.
      test.slow();
      await begin(page, "solveig");
      await isAt(page, "Hva vil du?");
      await accessible(page);
      await next(page);
      await expect(page.getByRole("heading", { name: "Én ting må rettes før du kan gå videre" })).toBeVisible();
      await accessible(page);
      await page.getByText("Leter du etter noe annet?").click();
      await expect(page.getByText("Det heter partsinnsyn.")).toBeVisible();
      for (const right of ["Se hva kommunen har om meg", "Rette noe som er feil", "Slette noe"]) await page.getByLabel(right).check();
      await next(page);

      await isAt(page, "Hvem gjelder det?");
      await expect(page.getByLabel("Fødselsnummeret eller d-nummeret til den du spør for")).toBeHidden();
      await page.getByLabel("Barnet mitt").check();
      await expect(page.getByLabel("Fødselsnummeret eller d-nummeret til den du spør for")).toBeVisible();
      await accessible(page);
      await page.getByLabel("Meg selv").check();
      await next(page);

      await isAt(page, "Hva skal vi lete etter?");
      await page.getByLabel("Bare noe bestemt").check();
      await accessible(page);
      await page.getByLabel("Skole og barnehage").check();
      await page.getByLabel("Fra hvilken dag?").fill("2021-08-01");
      await page.getByLabel("Til hvilken dag?").fill("2020-08-01");
      await next(page);
      await expect(page.getByLabel("Skole og barnehage")).toBeChecked();
      await expect(page.getByRole("link", { name: /Den siste dagen må være/ })).toBeVisible();
      await accessible(page);
      await page.getByLabel("Til hvilken dag?").fill("2022-08-01");
      await next(page);

      await isAt(page, "Hva er feil?");
      await page.getByRole("textbox", { name: "Hva er feil?" }).fill("Adressen min");
      await page.getByRole("textbox", { name: "Hva skulle det stått?" }).fill("Storgata 2");
      await page.getByLabel("Legg ved det som viser at det er feil").setInputFiles([pdf, { ...pdf, name: "feil fil.pdf" }]);
      await page.getByRole("button", { name: "Lagre og skriv én feil til" }).click();
      await accessible(page);
      await page.getByRole("button", { name: "Fjern feil fil.pdf" }).click();
      await expect(page.getByText("Det er fjernet.")).toBeVisible();
      await expect(page.getByText("feil fil.pdf")).toHaveCount(0);
      await expect(page.getByText("bevis.pdf (1 kB)")).toBeVisible();
      await page.getByRole("textbox", { name: "Hva er feil?" }).fill("Navnet mitt");
      await page.getByRole("button", { name: "Lagre og skriv én feil til" }).click();
      await page.getByRole("button", { name: "Fjern feil 2" }).click();
      await expect(page.getByText("Navnet mitt")).toHaveCount(0);
      await next(page);

      await isAt(page, "Hva vil du slette?");
      await page.getByLabel("Hva vil du at vi skal slette?").fill("Bildet fra sommerfesten");
      await page.getByLabel("Hvorfor vil du slette det?").fill("Vet ikke");
      await accessible(page);
      await next(page);

      await isAt(page, "Hva kan hjelpe oss å finne opplysningene?");
      await accessible(page);
      await page.getByLabel("Telefonnumre").fill("22 33 44 55");
      await page.getByRole("button", { name: "Tilbake" }).click();
      await expect(page.getByLabel("Hva vil du at vi skal slette?")).toHaveValue("Bildet fra sommerfesten");
      await next(page);
      await expect(page.getByLabel("Telefonnumre")).toHaveValue("22 33 44 55");
      await page.getByLabel("Navn, også tidligere navn").fill("Solveig Nilsen\nSolveig Hansen");
      await next(page);

      await isAt(page, "Vil du ha beskjed på e-post?");
      await page.getByLabel("Ja, send meg en e-post").check();
      await page.getByLabel("E-postadresse").fill("solveig");
      await next(page);
      await expect(page.getByLabel("E-postadresse")).toHaveValue("solveig");
      await accessible(page);
      await page.getByLabel("E-postadresse").fill("solveig@eksempel.no");
      await next(page);

      await isAt(page, "Se over og send");
      await page.getByRole("link", { name: "Tilbake" }).click();
      await isAt(page, "Vil du ha beskjed på e-post?");
      await next(page);
      await isAt(page, "Se over og send");
      await page.getByText("Se hvilke systemer vi spør, og hva de er til").click();
      // What cannot be erased is said before it is sent: by name, and of each system in the list.
      await expect(page.getByRole("heading", { name: "Dette kan vi som regel ikke slette" })).toBeVisible();
      await expect(page.getByRole("listitem").filter({ hasText: /^Skoleadministrasjonen$/ })).toBeVisible();
      await expect(page.locator(".asked-systems").getByText("Dette kan vi som regel ikke slette.").first()).toBeVisible();
      await accessible(page);
      for (const said of ["Adressen min", "Storgata 2", "Vedlegg: bevis.pdf", "Bildet fra sommerfesten", "E-post til solveig@eksempel.no"]) {
        await expect(page.getByText(said)).toBeVisible();
      }
      await expect(page.getByText("Fra søndag 1. august 2021")).toBeVisible();
      await page.getByRole("button", { name: "Send henvendelsen" }).dblclick();
      await isAt(page, "Vi har fått henvendelsen din");
      await accessible(page);
      await page.getByRole("link", { name: "Følg saken" }).click();
      await isAt(page, / – sak \d{4}-\d{6}$/);
      await accessible(page);
      await expect(page.getByText("bevis.pdf viser at dette er feil: Adressen min")).toBeVisible();
      await page.getByRole("link", { name: "Se kvitteringen" }).click();
      await page.getByRole("link", { name: "Følg saken" }).click();
      await page.locator(".timeline").getByRole("link").last().click();
      await expect(page.getByText(/^Sendt .* kl\. \d\d\.\d\d$/)).toBeVisible();
      await accessible(page);
      await page.getByRole("link", { name: "Til saken" }).click();
      await page.getByRole("link", { name: "Til mine saker" }).click();
      // Sent once, however often the button was pressed.
      await expect(page.getByText(/^Sak \d{4}-\d{6}$/)).toHaveCount(1);
      await accessible(page);
    });

    test("somebody asks for their child, and shows that they may", async ({ page }) => {
      await begin(page, "jonas");
      await page.getByLabel("Se hva kommunen har om meg").check();
      await next(page);
      await page.getByLabel("Barnet mitt").check();
      await page.getByLabel("Legg ved det som viser at du kan spørre").setInputFiles({ ...pdf, name: "avtale.exe" });
      await next(page);
      await expect(page.getByRole("link", { name: /Skriv et gyldig fødselsnummer/ })).toBeVisible();
      await page.getByLabel("Fødselsnummeret eller d-nummeret til den du spør for").fill("08811008959");
      await page.getByLabel("Legg ved det som viser at du kan spørre").setInputFiles({ ...pdf, name: "avtale.exe" });
      await next(page);
      await expect(page.getByRole("link", { name: /Vi kan ikke ta imot en av filene/ })).toBeVisible();
      await expect(page.getByLabel("Fødselsnummeret eller d-nummeret til den du spør for")).toHaveValue("08811008959");
      await accessible(page);
      await page.getByLabel("Legg ved det som viser at du kan spørre").setInputFiles({ ...pdf, name: "avtale.pdf" });
      await next(page);
      await page.getByLabel("Overalt").check();
      await next(page);
      await next(page);
      await page.getByLabel("Nei").check();
      await next(page);
      await expect(page.getByText("Vedlegg: avtale.pdf")).toBeVisible();
      await page.getByRole("link", { name: /^Endre.*Hvem gjelder det/ }).click();
      await expect(page.getByText("avtale.pdf (1 kB)")).toBeVisible();
      await accessible(page);
      await page.getByRole("button", { name: "Lagre og gå til oversikten" }).click();
      await page.getByRole("button", { name: "Send henvendelsen" }).click();
      await expect(page.getByText("En ansatt sjekker først at du har lov til å få det.")).toBeVisible();
      await page.getByRole("link", { name: "Følg saken" }).click();
      await expect(page.getByText("avtale.pdf viser at jeg kan spørre for en annen.")).toBeVisible();
      await accessible(page);
    });
  });
}

test("what was begun is there in another browser, and can be deleted", async ({ page, browser, baseURL }) => {
  await begin(page, "fatima");
  await page.getByLabel("Slette noe").check();
  await next(page);
  const context = await browser.newContext({ baseURL, locale: "nb-NO" });
  const elsewhere = await context.newPage();
  await logIn(elsewhere, "fatima");
  await expectAccessible(elsewhere);
  await elsewhere.getByRole("link", { name: "Fortsett der du slapp" }).click();
  await isAt(elsewhere, "Hvem gjelder det?");
  await elsewhere.getByText("Slett svarene og begynn på nytt").click();
  await expect(elsewhere.getByText("Dette kan du ikke angre.")).toBeVisible();
  await elsewhere.getByRole("button", { name: "Ja, slett svarene" }).click();
  await expect(elsewhere.getByText("Svarene er slettet.")).toBeVisible();
  await expect(elsewhere.getByLabel("Slette noe")).not.toBeChecked();
  await context.close();
});

test("the questions are answered with the keyboard alone", async ({ page }) => {
  await begin(page, "piotr");
  await page.getByLabel("Se hva kommunen har om meg").focus();
  await press(page, "Space", "Enter");
  await isAt(page, "Hvem gjelder det?");
  await page.getByLabel("Meg selv").focus();
  await press(page, "Enter");
  await isAt(page, "Hva skal vi lete etter?");
  await page.getByLabel("Overalt").focus();
  await press(page, "Enter");
  await isAt(page, "Hva kan hjelpe oss å finne opplysningene?");
  await page.getByLabel("Kundenumre hos kommunen").focus();
  // Back, and on.
  await press(page, "Tab", "Tab", "Enter");
  await page.getByLabel("Ja, send meg en e-post").focus();
  await press(page, "Space", "ArrowDown", "Enter");
  await isAt(page, "Se over og send");
  // Enter goes on, and does not press the button that asks for one more.
  await page.goto("/min-side/ny");
  await page.getByLabel("Rette noe som er feil").focus();
  await press(page, "Space", "Enter");
  await isAt(page, "Hvem gjelder det?");
  await page.goto("/min-side/ny/retting");
  await page.getByRole("textbox", { name: "Hva er feil?" }).fill("Adressen min");
  await page.getByLabel("Ikke bruk opplysningene").focus();
  await press(page, "Enter");
  await isAt(page, "Hva kan hjelpe oss å finne opplysningene?");
});

for (const language of ["Nynorsk", "English"]) {
  test(`every question is accessible in ${language}`, async ({ page }) => {
    await begin(page, "jonas");
    await page.getByText(/^Språk: /).click();
    await page.getByRole("button", { name: language }).click();
    for (const path of ["", "/hvem", "/hvor", "/retting", "/sletting", "/finne", "/varsel", "/se-over", "/systemer"]) {
      await page.goto(`/min-side/ny${path}`);
      await expectAccessible(page);
    }
    await page.goto("/min-side");
    await expectAccessible(page);
  });
}

test("a screen reader hears what is asked, what it means, and where it leads", async ({ page }) => {
  await begin(page, "jonas");
  const hears = (snapshot) => expect(page.getByRole("main")).toMatchAriaSnapshot(snapshot);
  await hears(`
    - main:
      - heading "Hva vil du?" [level=1]
      - navigation "Alle stegene":
        - paragraph: /Steg 1 av \\d/
      - group:
        - checkbox "Se hva kommunen har om meg"
        - checkbox "Rette noe som er feil"
        - checkbox "Slette noe"
      - button "Tilbake"
      - button "Neste"
  `);
  for (const right of ["Se hva kommunen har om meg", "Rette noe som er feil", "Slette noe"]) await page.getByLabel(right).check();
  await next(page);
  await hears(`
    - main:
      - heading "Hvem gjelder det?" [level=1]
      - navigation "Alle stegene":
        - paragraph: Steg 2 av 8
      - group "Hvem gjelder det?":
        - radio "Meg selv"
        - radio "Barnet mitt"
        - paragraph: /Foreldreansvar er retten og plikten/
        - radio "En som har gitt meg fullmakt, eller som jeg er verge for"
        - paragraph: /En fullmakt er et papir/
      - button "Tilbake"
      - button "Neste"
  `);
  await page.getByLabel("Meg selv").check();
  await next(page);
  await page.getByLabel("Bare noe bestemt").check();
  await hears(`
    - main:
      - heading "Hva skal vi lete etter?" [level=1]
      - group "Hvor skal vi lete?":
        - radio "Overalt"
        - radio "Bare noe bestemt" [checked]
      - group "Hvilke deler av kommunen?":
        - paragraph: Velger du ingen, leter vi i alle.
        - checkbox "Skole og barnehage"
      - textbox "Er det noe bestemt du leter etter?"
      - group "Hvilket tidsrom?":
        - textbox "Fra hvilken dag?"
        - textbox "Til hvilken dag?"
      - button "Tilbake"
      - button "Neste"
  `);
  await page.getByLabel("Overalt").check();
  await next(page);
  await page.getByRole("textbox", { name: "Hva er feil?" }).fill("Adressen min");
  await hears(`
    - main:
      - heading "Hva er feil?" [level=1]
      - textbox "Hva er feil?":
        - text: Adressen min
      - textbox "Hva står det nå?"
      - textbox "Hva skulle det stått?"
      - textbox "Hvordan kan vi se at det er feil?"
      - checkbox "Ikke bruk opplysningene mens dere sjekker" [checked]
      - button "Legg ved det som viser at det er feil"
      - paragraph:
        - button "Lagre og skriv én feil til"
      - button "Tilbake"
      - button "Neste"
  `);
  await next(page);
  await page.getByLabel("Hva vil du at vi skal slette?").fill("Bildet");
  await hears(`
    - main:
      - heading "Hva vil du slette?" [level=1]
      - paragraph: /Kommunen må etter loven om arkiver/
      - textbox "Hva vil du at vi skal slette?":
        - text: Bildet
      - paragraph: /«Vet ikke» er et fullgodt svar/
      - textbox "Hvorfor vil du slette det?"
      - checkbox "Ikke bruk opplysningene mens dere vurderer saken"
      - button "Neste"
  `);
  await next(page);
  await hears(`
    - main:
      - heading "Hva kan hjelpe oss å finne opplysningene?" [level=1]
      - paragraph: /Alt her er frivillig/
      - textbox "Navn, også tidligere navn"
      - textbox "Adresser, også tidligere adresser"
      - textbox "Telefonnumre"
      - textbox "Kundenumre hos kommunen"
      - button "Neste"
  `);
  await next(page);
  await hears(`
    - main:
      - heading "Vil du ha beskjed på e-post?" [level=1]
      - group "Vil du ha en e-post når det er noe nytt?":
        - radio "Ja, send meg en e-post"
        - paragraph: /Vi sender aldri opplysninger om deg på e-post/
        - radio "Nei, jeg følger med selv"
      - button "Neste"
  `);
  await page.getByLabel("Nei").check();
  await next(page);
  await hears(`
    - main:
      - heading "Se over og send" [level=1]
      - heading "Svarene dine" [level=2]
      - term: Hva vil du?
      - definition:
        - paragraph: Innsyn
        - paragraph: Retting
        - paragraph: Sletting
        - link "Endre Hva vil du?"
      - term: Hva er feil?
      - definition:
        - paragraph: Adressen min
        - link "Endre Hva er feil?"
      - heading "Dette skjer når du sender" [level=2]
      - paragraph:
        - link "Se hvilke systemer vi spør, og hva de er til"
      - heading "Dette kan vi som regel ikke slette" [level=3]
      - paragraph:
        - strong: /Du får svar senest/
      - link "Tilbake"
      - button "Send henvendelsen"
  `);
});
