# Letters to the person a case is about: what was decided, and why. Plain words first, the article of the law after them.

letter-receipt-title = Vi har fått førespurnaden din
letter-extension-title = Vi treng meir tid
letter-clarification-title = Vi treng svar frå deg
letter-granted-title = Her er opplysningane vi fann om deg
letter-partly-title = Du får sjå opplysningar om deg, men ikkje alle
letter-refused-title = Du får ikkje innsyn
letter-nothing-title = Vi fann ingen opplysningar om deg
letter-supplement-title = Eit nytt svar på førespurnaden din
letter-rectified-title = Vi har retta opplysningane om deg
letter-partly-rectified-title = Vi har retta noko av det du bad om
letter-not-rectified-title = Vi rettar ikkje det du bad om
letter-nothing-to-rectify-title = Vi fann ikkje noko å rette
letter-erased-title = Svar på kravet ditt om sletting
letter-partly-erased-title = Noko av det du bad om, er sletta eller sperra
letter-not-erased-title = Vi slettar ikkje det du bad om
letter-nothing-to-erase-title = Vi fann ikkje noko å slette
letter-lifted-title = Vi tek til å bruke opplysningane igjen
letter-request-refused-title = Vi gjer ikkje det du bad om
letter-request-refused = Vi seier nei til kravet ditt om { $right }.

letter-right-access = innsyn
letter-right-rectification = retting
letter-right-erasure = sletting

letter-reference = Saksnummer { $reference }. Oppgi det når du kontaktar oss.
letter-received = Vi fekk førespurnaden din { $date } kl. { $time }.
letter-on-behalf = Du har sendt førespurnaden for ein annan person. Når vi skriv «opplysningar om deg» i brevet, meiner vi opplysningar om den personen.
letter-dated = Brevet er datert { $date }.
letter-due = Du får svar på kravet om { $right } seinast { $date }.
letter-steps = Kva skjer no?
letter-steps-systems = { $count ->
    [one] Vi spør eitt system i kommunen. Når det har svart, får du svar frå oss.
   *[other] Vi spør { $count } system i kommunen. Når dei har svart, får du svar frå oss.
}
letter-steps-follow = Du kan følgje saka på Mi side. Der kan du òg trekkje førespurnaden. Det kostar ingenting å be om dette.

letter-extension-dates = Du skulle fått svar på kravet om { $right } seinast { $was }. Ny frist er { $is }.
letter-extension-law = Lova gir oss inntil to månader ekstra når det er nødvendig fordi førespurnaden er komplisert eller du har sendt fleire (personvernforordninga artikkel 12 nr. 3).
letter-extension-amount = Grunnen er at det er svært mange opplysningar å gå gjennom.
letter-extension-retrieval = Grunnen er at opplysningane er lagra slik at dei er vanskelege å finne og samle.
letter-extension-redaction = Grunnen er at vi må ta ut det som handlar om andre, før du kan få opplysningane dine.
letter-extension-explanation = Grunnen er at opplysningane må forklarast for at dei skal kunne forståast.
letter-extension-many-requests = Grunnen er at du har sendt oss fleire førespurnader som må behandlast samstundes.

letter-clarification-identity = Vi er i tvil om kven som har sendt førespurnaden, og må vere sikre før vi gir ut noko (personvernforordninga artikkel 12 nr. 6).
letter-clarification-authority = Vi må vite at du kan be om dette for ein annan person.
letter-clarification-scope = Kommunen har svært mange opplysningar om deg. Kva vil du vite noko om? Du kan òg svare at du vil ha alt (personvernforordninga, fortalen punkt 63).
letter-clarification-question = Spørsmålet vårt:
letter-clarification-clock = Fristen for kravet om { $right } står stille frå { $date } til vi får svar frå deg.
letter-clarification-answer = Svar på Mi side, i saka di.

letter-granted = Du får alt det vi har om deg i systema vi har leita i.
letter-partly = Du får ein del av opplysningane vi har om deg. Resten får du ikkje. Grunnen står under.
letter-refused = Vi har opplysningar om deg som du ikkje får sjå. Grunnen står under.
letter-nothing = Vi har ingen opplysningar om deg i systema vi har leita i.
letter-systems-asked = { $count ->
    [one] Vi har leita i eitt system.
   *[other] Vi har leita i { $count } system.
}
letter-supplement = Då du fekk det første svaret, mangla det noko. Her er det som har kome sidan.
letter-supplement-nothing = Då du fekk det første svaret, mangla det noko. No har vi leita der òg, og fann ikkje meir om deg.
letter-supplement-refused = Då du fekk det første svaret, mangla det noko. No har vi leita der òg. Det vi fann, får du ikkje sjå. Grunnen står under.
letter-automatic = Svaret er laga av eit dataprogram. Ingen tilsett har vurdert det. Programmet svarer når alle systema har svart og ingenting må vurderast av eit menneske først. Det kan ikkje seie nei. Du kan be om at ein tilsett ser på saka. Regelen heiter { $rule }.
letter-words = Frå saksbehandlaren:
letter-delivery = Du kan sjå opplysningane og laste dei ned på Mi side til og med { $date }. Etter det slettar vi kopien vi laga til deg. Opplysningane i systema blir ikkje sletta.

letter-grounds = Kvifor får du ikkje alt?
letter-grounds-refused = Kvifor får du ikkje innsyn?
letter-grounds-request = Kvifor gjer vi ikkje det du bad om?
letter-ground-popplyl-16-1-a = Opplysningane kan ha noko å seie for forsvaret, tryggleiken til riket eller forholdet til andre land, og kan unntakast etter offentleglova § 20 eller § 21. Det står i personopplysningslova § 16 første ledd bokstav a.
letter-ground-popplyl-16-1-b = Dette må vi halde hemmeleg for å kunne hindre lovbrot, eller for at dei skal bli oppklarte og straffa. Det står i personopplysningslova § 16 første ledd bokstav b.
letter-ground-popplyl-16-1-c = Vi meiner at du ikkje bør få vite dette. Det er av omsyn til helsa di, eller forholdet til nokon som står deg nær. Det står i personopplysningslova § 16 første ledd bokstav c. Ein som representerer deg, kan be om å få vite det, og får det om ikkje særlege grunnar talar mot det.
letter-ground-popplyl-16-1-d = Vi har teieplikt om dette, også overfor deg. Det vil seie at vi ikkje har lov til å gi det ut. Det står i personopplysningslova § 16 første ledd bokstav d. Teieplikta står i { $text }.
letter-ground-popplyl-16-1-e = Dette finst berre i tekst som kommunen har laga for å førebu saker internt, og som ingen andre har fått. Vi må halde det tilbake for å kunne arbeide forsvarleg med saka. Det står i personopplysningslova § 16 første ledd bokstav e.
letter-ground-popplyl-16-1-f = Det ville vere klart i strid med viktige interesser, for nokon eller for samfunnet, å gi deg dette. Det står i personopplysningslova § 16 første ledd bokstav f. Dette er omsyna: { $text }
letter-ground-popplyl-17 = Opplysningane blir berre brukte til arkiv, forsking eller statistikk. Å gjere det du bed om, ville krevje altfor mykje arbeid eller hindre at vi når målet. Det står i personopplysningslova § 17.
letter-ground-gdpr-15-4 = Ein kopi til deg ville gå ut over rettane og fridommane til andre. Det står i personvernforordninga artikkel 15 nr. 4.
letter-ground-gdpr-16 = Vi har undersøkt opplysningane, og meiner at dei er rette og fullstendige. Då har du ikkje rett til å få dei endra etter personvernforordninga artikkel 16. Dette er grunnen: { $text }
letter-ground-gdpr-17-1 = Lova gir ikkje rett til sletting her. Det står i personvernforordninga artikkel 17 nr. 1. Dette er grunnen: { $text }
letter-ground-gdpr-17-3-a = Opplysningane trengst av omsyn til retten alle har til å ytre seg og få informasjon. Det står i personvernforordninga artikkel 17 nr. 3 bokstav a.
letter-ground-gdpr-17-3-b = Kommunen må ha opplysningane for å gjere det vi har plikt til etter lova, ei oppgåve for fellesskapet eller noko vi har mynde til. Det står i personvernforordninga artikkel 17 nr. 3 bokstav b.
letter-ground-gdpr-17-3-c = Opplysningane trengst for å ta vare på folkehelsa. Det står i personvernforordninga artikkel 17 nr. 3 bokstav c.
letter-ground-gdpr-17-3-d = Opplysningane trengst til arkiv for ålmenta, til forsking eller til statistikk. Slettar vi dei, blir det umogleg eller svært vanskeleg. Det står i personvernforordninga artikkel 17 nr. 3 bokstav d.
letter-ground-gdpr-17-3-e = Opplysningane trengst for å avgjere kven som har rett i ei sak, no eller seinare. Lova kallar det eit rettskrav. Det står i personvernforordninga artikkel 17 nr. 3 bokstav e.
letter-ground-arkivlova-13 = Opplysningane er ein del av arkivet til kommunen. Vi har ikkje lov til å slette dei der. Det står i lova om arkiv (arkivlova § 13). Sjå også personvernforordninga artikkel 17 nr. 3 bokstav b.
letter-ground-gdpr-12-5-unfounded = Kravet er openbert grunnlaust. Då kan vi seie nei etter personvernforordninga artikkel 12 nr. 5. Dette er grunnen: { $text }
letter-ground-gdpr-12-5-excessive = Kravet er openbert overdrive. Då kan vi seie nei etter personvernforordninga artikkel 12 nr. 5. Dette er grunnen: { $text }
letter-ground-gdpr-12-5-repetitive = Kravet er overdrive fordi det gjentek tidlegare krav. Då kan vi seie nei etter personvernforordninga artikkel 12 nr. 5. Dette er grunnen: { $text }

letter-gaps = Kva manglar enno?
letter-gaps-text = { $count ->
    [one] Eitt system er ikkje med i svaret enno. Du får eit nytt svar når det er klart.
   *[other] { $count } system er ikkje med i svaret enno. Du får eit nytt svar når dei er klare.
}
letter-gap = { $system }: vi er ikkje ferdige her. Du høyrer frå oss seinast { $date }.

letter-facts = Om opplysningane
letter-facts-text = For kvart system fortel vi kva opplysningane blir brukte til, kva opplysningar det er, kven som får dei, kor lenge dei blir lagra, kvar dei kjem frå, om noko blir avgjort utan menneske, og om dei blir sende ut av Europa (EØS). Det står i personvernforordninga artikkel 15 nr. 1 og 2.
letter-facts-where = Du finn dette på sida «Om opplysningane» i pakka.
letter-fact-controller = Ansvarleg
letter-fact-purposes = Kva dei blir brukte til
letter-fact-categories = Kva opplysningar
letter-fact-recipients = Kven som får dei
letter-fact-storage = Kor lenge dei blir lagra
letter-fact-source = Kvar dei kjem frå
letter-fact-unknown = Det har vi ikkje registrert. Spør oss, så finn vi det ut.
letter-fact-automated = Avgjerder utan menneske
letter-fact-transfers = Blir sende ut av Europa (EØS)
letter-fact-safeguards = Slik er dei sikra der
letter-fact-legal-bases = Kvifor det er lov

letter-rights = Rettane dine
letter-rights-text = Er noko feil, kan du be oss rette det. Du kan òg be oss slette opplysningar eller avgrense bruken av dei. Og du kan protestere mot at vi bruker dei (personvernforordninga artikkel 16, 17, 18 og 21).
letter-complaint = Om du er usamd
letter-complaint-datatilsynet = Du kan klage til Datatilsynet (personvernforordninga artikkel 77). Sjå datatilsynet.no eller ring 22 39 69 00.
letter-complaint-statsforvalteren = Gjeld det retting eller sletting i ein pasientjournal, kan du klage til statsforvaltaren (helsepersonellova §§ 42 og 43). Send klaga til oss, så sender vi henne vidare om vi ikkje er samde.
letter-remedy = Du kan òg ta saka til domstolane (personvernforordninga artikkel 79).
letter-law = Personvernforordninga er EU si lov om personvern. Den norske lova heiter personopplysningslova.
letter-ombud = Personvernombodet kan gi deg råd: { $contact }.
letter-ombud-plain = Personvernombodet i kommunen kan gi deg råd.

letter-changes = Dette er gjort i kvart system
letter-change-supplement = Då du fekk det første svaret, mangla det noko. Her er svaret for resten.
letter-changed = Vi har vurdert kravet ditt om { $right }. Under står det kva som er gjort for kvart system.
letter-change-rectify = { $system }: Opplysningane er retta. Må kommunen ta vare på det som stod der før, er det ikkje borte, men merkt som retta (arkivforskrifta § 11; for pasientjournalar helsepersonellova § 42).
letter-change-supplemented = { $system }: Det er lagt til ein merknad om kva du meiner er rett.
letter-change-erased = { $system }: Opplysningane er sletta.
letter-change-anonymised = { $system }: Opplysningane er gjorde anonyme. Det går ikkje lenger an å sjå at dei handlar om deg.
letter-change-restricted = { $system }: Opplysningane er sperra. Dei blir lagra, men ikkje brukte.
letter-change-retained = { $system }: Opplysningane er ikkje sletta. { $ground }
letter-change-referred = { $system }: Nasjonalarkivet må avgjere om opplysningane kan slettast (arkivlova § 13). Vi har sendt saka dit.
letter-change-refused = { $system }: Vi har ikkje gjort det du bad om. { $ground }
letter-change-noted = { $system }: Vi har ikkje endra noko. { $ground } Vi har lagt til ein merknad om kva du meiner er rett.
letter-change-nothing = { $system }: Her finst ikkje opplysningane du skriv om.
letter-note = Er du usamd i det vi ikkje rettar, kan du be om ein merknad om kva du meiner er rett.
letter-journal-noted = Kravet ditt og grunnen til at vi seier nei, blir skrivne inn i pasientjournalen (helsepersonellova §§ 42 og 43).
letter-recipients = Har vi gitt opplysningane til andre, seier vi frå til dei, om det ikkje er umogleg eller krev uforholdsmessig mykje arbeid (personvernforordninga artikkel 19). Du kan be om å få vite kven dei er.
letter-nothing-found = Vi fann ikkje opplysningane du skriv om, i nokon av systema vi har spurt. Difor er det ingenting vi kan rette eller slette.

letter-lifted = Medan vi såg på saka, var opplysningane sperra. Frå { $date } blir dei brukte igjen i desse systema (personvernforordninga artikkel 18 nr. 3):
letter-sent-authority = { $name } viser at eg kan spørje for ein annan.
letter-sent-evidence = { $name } viser at dette er feil: { $what }
