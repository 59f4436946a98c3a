# The questions that a person answers when asking for something, one page each.
ask-step-of = Steg { $number } av { $total }
ask-steps = Alle stegene
ask-next = Neste
ask-before = Tilbake
ask-seen = Til opplysningene der du så dette
ask-not-sent = Henvendelsen er ikke sendt ennå. Noe er nytt siden du så over den. Les det som står her, og gå videre derfra.
ask-kept = Svarene dine blir lagret når du går videre. Du kan lukke siden og fortsette en annen dag.
ask-kept-until = Har du ikke sendt henvendelsen innen { $date }, sletter vi svarene.

# What
ask-what = Hva vil du?
ask-what-description = Velg om du vil se, rette eller slette opplysninger.
ask-what-legend = Velg ett eller flere svar
ask-what-access = Se hva kommunen har om meg
ask-what-access-help = Du får en kopi av opplysningene, og du får vite hva vi bruker dem til. Dette heter innsyn.
ask-what-rectification = Rette noe som er feil
ask-what-rectification-help = Vi retter det, eller forklarer hvorfor vi ikke kan. Dette heter retting.
ask-what-erasure = Slette noe
ask-what-erasure-help = Noe må vi ta vare på etter loven. Da får du vite hvorfor. Dette heter sletting.
ask-guide = Leter du etter noe annet?
ask-guide-party = Gjelder det en sak du selv er part i, som en byggesak eller en søknad? Da kan du be om å se dokumentene i saken. Det heter partsinnsyn. Spør den som behandler saken.
ask-guide-document = Vil du se dokumenter som ikke handler om deg? Det kan alle be om. Det heter dokumentinnsyn. Bruk postlisten til kommunen.
ask-guide-journal = Gå til postlisten
ask-guide-anyway = Er du usikker, kan du spørre her. Vi hjelper deg videre.

# Who
ask-who = Hvem gjelder det?
ask-who-description = Si om du spør for deg selv eller for en annen.
ask-who-oneself = Meg selv
ask-who-child = Barnet mitt
ask-who-child-help = Foreldreansvar er retten og plikten til å bestemme for barnet. En ansatt må først sjekke at du har det. Barn har også rett til privatliv, så det kan hende at du ikke får se alt.
ask-who-principal = En som har gitt meg fullmakt, eller som jeg er verge for
ask-who-principal-help = En fullmakt er et papir der noen lar deg handle for seg. En verge er utpekt til å hjelpe. Legg ved fullmakten eller vergemålet nedenfor.
ask-who-other = Fødselsnummeret eller d-nummeret til den du spør for
ask-who-other-help = Fyll bare ut dette hvis du spør for en annen.
ask-who-answer = Spør du for en annen, er det du som får svaret her på Min side. En ansatt sjekker først at du har lov til å få det. Før det blir ingenting sperret eller sendt ut. Vi begynner å lete med en gang.

# Where
ask-where = Hva skal vi lete etter?
ask-where-description = Velg om vi skal lete overalt, eller bare i noen deler av kommunen.
ask-where-extent = Hvor skal vi lete?
ask-where-everything = Overalt
ask-where-everything-help = Du trenger ikke å vite hvem i kommunen som har opplysningene.
ask-where-parts = Bare noe bestemt
ask-where-sectors = Hvilke deler av kommunen?
ask-where-sectors-help = Velger du ingen, leter vi i alle.
ask-where-words = Er det noe bestemt du leter etter?
ask-where-words-help = Skriv med dine egne ord. Du kan la feltet stå tomt.
ask-where-period = Hvilket tidsrom?
ask-where-from = Fra hvilken dag?
ask-where-to = Til hvilken dag?
ask-where-day-help = Du kan la feltet stå tomt.

# Wrong
ask-wrong = Hva er feil?
ask-wrong-description = Si hva som er feil, og hva som er riktig.
ask-wrong-known = Dette har du skrevet
ask-wrong-change = Endre feil { $number }
ask-wrong-remove = Fjern feil { $number }
ask-wrong-what = Hva er feil?
ask-wrong-what-help = For eksempel «adressen min» eller «datoen i et vedtak».
ask-wrong-current = Hva står det nå?
ask-wrong-right = Hva skulle det stått?
ask-wrong-why = Hvordan kan vi se at det er feil?
ask-wrong-why-help = Du trenger ikke svare.
ask-wrong-restrict = Ikke bruk opplysningene mens dere sjekker
ask-wrong-restrict-help = Da lar vi dem stå, men bruker dem ikke før du har fått svar. Dette heter begrensning.
ask-wrong-one-more = Lagre og skriv én feil til
ask-wrong-optional = Du kan la feltet stå tomt.
ask-wrong-full = Du kan ikke skrive flere feil i samme henvendelse.

# Erase
ask-erase = Hva vil du slette?
ask-erase-description = Si hva du vil slette, og hvorfor.
ask-erase-what = Hva vil du at vi skal slette?
ask-erase-what-help = Skriv «alt» hvis du mener alt.
ask-erase-why = Hvorfor vil du slette det?
ask-erase-why-help = «Vet ikke» er et fullgodt svar. Du kan også la feltet stå tomt.
ask-erase-law = Kommunen må etter loven om arkiver (arkivlova) ta vare på mye av det vi skriver ned. Da kan vi ikke slette det, men vi kan ofte sperre det, så det ikke brukes mer. Du får et svar med begrunnelse for hvert system.
ask-erase-restrict = Ikke bruk opplysningene mens dere vurderer saken

# Find
ask-find = Hva kan hjelpe oss å finne opplysningene?
ask-find-description = Navn, adresser og numre som kan hjelpe oss å finne opplysningene.
ask-find-text = Noen systemer kjenner ikke fødselsnummeret. Da leter vi med navn, adresse eller telefonnummer. Alt her er frivillig. Skriv én ting på hver linje. Spør du for en annen, skriver du om den du spør for.
ask-find-names = Navn, også tidligere navn
ask-find-addresses = Adresser, også tidligere adresser
ask-find-phones = Telefonnumre
ask-find-customer = Kundenumre hos kommunen

# Notify
ask-notify = Vil du ha beskjed på e-post?
ask-notify-description = Velg om du vil ha en e-post når det er noe nytt.
ask-notify-legend = Vil du ha en e-post når det er noe nytt?
ask-notify-yes = Ja, send meg en e-post
ask-notify-yes-help = I e-posten står det bare at du har en ny melding. Vi sender aldri opplysninger om deg på e-post.
ask-notify-no = Nei, jeg følger med selv
ask-notify-no-help = Svaret ligger på Min side når det er klart.
ask-notify-email = E-postadresse

# Review
ask-review = Se over og send
ask-review-description = Se over svarene dine før du sender.
ask-review-answers = Svarene dine
ask-review-change = Endre
ask-review-missing = Ikke besvart ennå
ask-review-go-on = Svar på resten
ask-review-everything = Overalt
ask-review-all-sectors = Alle deler av kommunen
ask-review-from = Fra { $date }
ask-review-to = Til og med { $date }
ask-review-nothing = Ikke fylt ut
ask-review-restrict = Dere skal ikke bruke opplysningene før jeg har fått svar.
ask-review-by-email = E-post til { $address }
ask-review-for-child = Barnet mitt, { $number }
ask-review-for-principal = En som har gitt meg fullmakt, { $number }
ask-review-happens = Dette skjer når du sender
ask-review-systems = { $count ->
    [one] Vi spør 1 system i kommunen. Du får vite hva det har. Vi sender aldri opplysninger om deg på e-post.
   *[other] Vi spør { $count } systemer i kommunen. Du får vite hva hvert av dem har. Vi sender aldri opplysninger om deg på e-post.
}
ask-review-beyond = Vi har ikke noe system som hører til det du valgte. Derfor spør vi alle.
ask-review-list = Se hvilke systemer vi spør, og hva de er til
ask-review-due = Du får svar senest { $date }.
ask-review-due-why = Loven gir oss én måned fra den dagen du spør. Er den siste dagen i en helg eller på en helligdag, er fristen neste virkedag. Trenger vi mer tid, får du vite hvorfor, og en ny dato.
ask-review-kept = Dette kan vi som regel ikke slette
ask-review-kept-text = Disse systemene har opplysninger som vi må ta vare på etter loven om arkiver (arkivlova):
ask-review-kept-count = { $count ->
    [one] Ett av systemene har opplysninger som vi må ta vare på etter loven om arkiver (arkivlova). Du ser hvilket under «Se hvilke systemer vi spør».
   *[other] { $count } av systemene har opplysninger som vi må ta vare på etter loven om arkiver (arkivlova). Du ser hvilke under «Se hvilke systemer vi spør».
}
ask-systems-kept = Dette kan vi som regel ikke slette.
ask-review-open = Du har en sak hos oss fra før
ask-review-open-text = Spør du om det samme, trenger du ikke å sende på nytt. Følg heller saken:
ask-review-full = Du har så mange åpne saker at vi ikke kan ta imot flere nå. Vent til en av dem er besvart, eller trekk en av dem.
ask-review-send = Send henvendelsen
ask-review-send-anyway = Send henvendelsen likevel
ask-discard = Slett svarene og begynn på nytt
ask-discarded = Svarene er slettet.
ask-next-back = Lagre og gå til oversikten
ask-step-done = besvart
ask-discard-text = Da sletter vi alle svarene du har gitt her. Dette kan du ikke angre.
ask-discard-yes = Ja, slett svarene
ask-review-kept-answer = Vi vurderer likevel alt du ber om, og begrunner svaret.
ask-review-full-title = Vi kan ikke ta imot flere henvendelser fra deg nå
ask-who-files = Legg ved det som viser at du kan spørre
ask-who-files-help = For eksempel en fullmakt med underskrift. Du kan også sende den senere.
ask-wrong-files = Legg ved det som viser at det er feil
ask-wrong-files-help = For eksempel et bilde av et dokument. Du kan la feltet stå tomt.
ask-files = Dette har du lagt ved
ask-file-remove = Fjern
ask-review-files = Vedlegg: { $names }
ask-removed = Det er fjernet.
ask-systems = Systemene vi spør
ask-systems-description = Hvilke systemer vi spør, hva de er til, og hva de har.
ask-systems-back = Tilbake til oversikten
