# The questions that a person answers when asking for something, one page each.
ask-step-of = Steg { $number } av { $total }
ask-steps = Alle stega
ask-next = Neste
ask-before = Tilbake
ask-seen = Til opplysningane der du såg dette
ask-not-sent = Førespurnaden er ikkje send enno. Noko er nytt sidan du såg over han. Les det som står her, og gå vidare derifrå.
ask-kept = Svara dine blir lagra når du går vidare. Du kan lukke sida og halde fram ein annan dag.
ask-kept-until = Har du ikkje sendt førespurnaden innan { $date }, slettar vi svara.

# What
ask-what = Kva vil du?
ask-what-description = Vel om du vil sjå, rette eller slette opplysningar.
ask-what-legend = Vel eitt eller fleire svar
ask-what-access = Sjå kva kommunen har om meg
ask-what-access-help = Du får ein kopi av opplysningane, og du får vite kva vi bruker dei til. Dette heiter innsyn.
ask-what-rectification = Rette noko som er feil
ask-what-rectification-help = Vi rettar det, eller forklarer kvifor vi ikkje kan. Dette heiter retting.
ask-what-erasure = Slette noko
ask-what-erasure-help = Noko må vi ta vare på etter lova. Då får du vite kvifor. Dette heiter sletting.
ask-guide = Leitar du etter noko anna?
ask-guide-party = Gjeld det ei sak du sjølv er part i, som ei byggjesak eller ein søknad? Då kan du be om å sjå dokumenta i saka. Det heiter partsinnsyn. Spør den som behandlar saka.
ask-guide-document = Vil du sjå dokument som ikkje handlar om deg? Det kan alle be om. Det heiter dokumentinnsyn. Bruk postlista til kommunen.
ask-guide-journal = Gå til postlista
ask-guide-anyway = Er du usikker, kan du spørje her. Vi hjelper deg vidare.

# Who
ask-who = Kven gjeld det?
ask-who-description = Sei om du spør for deg sjølv eller for ein annan.
ask-who-oneself = Meg sjølv
ask-who-child = Barnet mitt
ask-who-child-help = Foreldreansvar er retten og plikta til å bestemme for barnet. Ein tilsett må først sjekke at du har det. Barn har òg rett til privatliv, så det kan hende at du ikkje får sjå alt.
ask-who-principal = Ein som har gitt meg fullmakt, eller som eg er verje for
ask-who-principal-help = Ei fullmakt er eit papir der nokon lèt deg handle for seg. Ein verje er peikt ut til å hjelpe. Legg ved fullmakta eller verjemålet nedanfor.
ask-who-other = Fødselsnummeret eller d-nummeret til den du spør for
ask-who-other-help = Fyll berre ut dette viss du spør for ein annan.
ask-who-answer = Spør du for ein annan, er det du som får svaret her på Mi side. Ein tilsett sjekkar først at du har lov til å få det. Før det blir ingenting sperra eller sendt ut. Vi byrjar å leite med ein gong.

# Where
ask-where = Kva skal vi leite etter?
ask-where-description = Vel om vi skal leite overalt, eller berre i nokre delar av kommunen.
ask-where-extent = Kvar skal vi leite?
ask-where-everything = Overalt
ask-where-everything-help = Du treng ikkje å vite kven i kommunen som har opplysningane.
ask-where-parts = Berre noko bestemt
ask-where-sectors = Kva delar av kommunen?
ask-where-sectors-help = Vel du ingen, leitar vi i alle.
ask-where-words = Er det noko bestemt du leitar etter?
ask-where-words-help = Skriv med dine eigne ord. Du kan la feltet stå tomt.
ask-where-period = Kva tidsrom?
ask-where-from = Frå kva dag?
ask-where-to = Til kva dag?
ask-where-day-help = Du kan la feltet stå tomt.

# Wrong
ask-wrong = Kva er feil?
ask-wrong-description = Sei kva som er feil, og kva som er rett.
ask-wrong-known = Dette har du skrive
ask-wrong-change = Endre feil { $number }
ask-wrong-remove = Fjern feil { $number }
ask-wrong-what = Kva er feil?
ask-wrong-what-help = Til dømes «adressa mi» eller «datoen i eit vedtak».
ask-wrong-current = Kva står det no?
ask-wrong-right = Kva skulle det ha stått?
ask-wrong-why = Korleis kan vi sjå at det er feil?
ask-wrong-why-help = Du treng ikkje svare.
ask-wrong-restrict = Ikkje bruk opplysningane medan de sjekkar
ask-wrong-restrict-help = Då lèt vi dei stå, men bruker dei ikkje før du har fått svar. Dette heiter avgrensing.
ask-wrong-one-more = Lagre og skriv éin feil til
ask-wrong-optional = Du kan la feltet stå tomt.
ask-wrong-full = Du kan ikkje skrive fleire feil i same førespurnad.

# Erase
ask-erase = Kva vil du slette?
ask-erase-description = Sei kva du vil slette, og kvifor.
ask-erase-what = Kva vil du at vi skal slette?
ask-erase-what-help = Skriv «alt» viss du meiner alt.
ask-erase-why = Kvifor vil du slette det?
ask-erase-why-help = «Veit ikkje» er eit fullgodt svar. Du kan òg la feltet stå tomt.
ask-erase-law = Kommunen må etter lova om arkiv (arkivlova) ta vare på mykje av det vi skriv ned. Då kan vi ikkje slette det, men vi kan ofte sperre det, så det ikkje blir brukt meir. Du får eit svar med grunngiving for kvart system.
ask-erase-restrict = Ikkje bruk opplysningane medan de vurderer saka

# Find
ask-find = Kva kan hjelpe oss å finne opplysningane?
ask-find-description = Namn, adresser og nummer som kan hjelpe oss å finne opplysningane.
ask-find-text = Nokre system kjenner ikkje fødselsnummeret. Då leitar vi med namn, adresse eller telefonnummer. Alt her er frivillig. Skriv éin ting på kvar linje. Spør du for ein annan, skriv du om den du spør for.
ask-find-names = Namn, også tidlegare namn
ask-find-addresses = Adresser, også tidlegare adresser
ask-find-phones = Telefonnummer
ask-find-customer = Kundenummer hos kommunen

# Notify
ask-notify = Vil du ha beskjed på e-post?
ask-notify-description = Vel om du vil ha ein e-post når det er noko nytt.
ask-notify-legend = Vil du ha ein e-post når det er noko nytt?
ask-notify-yes = Ja, send meg ein e-post
ask-notify-yes-help = I e-posten står det berre at du har ei ny melding. Vi sender aldri opplysningar om deg på e-post.
ask-notify-no = Nei, eg følgjer med sjølv
ask-notify-no-help = Svaret ligg på Mi side når det er klart.
ask-notify-email = E-postadresse

# Review
ask-review = Sjå over og send
ask-review-description = Sjå over svara dine før du sender.
ask-review-answers = Svara dine
ask-review-change = Endre
ask-review-missing = Ikkje svart på enno
ask-review-go-on = Svar på resten
ask-review-everything = Overalt
ask-review-all-sectors = Alle delar av kommunen
ask-review-from = Frå { $date }
ask-review-to = Til og med { $date }
ask-review-nothing = Ikkje fylt ut
ask-review-restrict = De skal ikkje bruke opplysningane før eg har fått svar.
ask-review-by-email = E-post til { $address }
ask-review-for-child = Barnet mitt, { $number }
ask-review-for-principal = Ein som har gitt meg fullmakt, { $number }
ask-review-happens = Dette skjer når du sender
ask-review-systems = { $count ->
    [one] Vi spør 1 system i kommunen. Du får vite kva det har. Vi sender aldri opplysningar om deg på e-post.
   *[other] Vi spør { $count } system i kommunen. Du får vite kva kvart av dei har. Vi sender aldri opplysningar om deg på e-post.
}
ask-review-beyond = Vi har ikkje noko system som høyrer til det du valde. Difor spør vi alle.
ask-review-list = Sjå kva system vi spør, og kva dei er til
ask-review-due = Du får svar seinast { $date }.
ask-review-due-why = Lova gir oss éin månad frå den dagen du spør. Er den siste dagen i ei helg eller på ein heilagdag, er fristen neste verkedag. Treng vi meir tid, får du vite kvifor, og ein ny dato.
ask-review-kept = Dette kan vi som regel ikkje slette
ask-review-kept-text = Desse systema har opplysningar som vi må ta vare på etter lova om arkiv (arkivlova):
ask-review-kept-count = { $count ->
    [one] Eitt av systema har opplysningar som vi må ta vare på etter lova om arkiv (arkivlova). Du ser kva for eitt under «Sjå kva system vi spør».
   *[other] { $count } av systema har opplysningar som vi må ta vare på etter lova om arkiv (arkivlova). Du ser kva for nokre under «Sjå kva system vi spør».
}
ask-systems-kept = Dette kan vi som regel ikkje slette.
ask-review-open = Du har ei sak hos oss frå før
ask-review-open-text = Spør du om det same, treng du ikkje å sende på nytt. Følg heller saka:
ask-review-full = Du har så mange opne saker at vi ikkje kan ta imot fleire no. Vent til du har fått svar i ei av dei, eller trekk ei av dei.
ask-review-send = Send førespurnaden
ask-review-send-anyway = Send førespurnaden likevel
ask-discard = Slett svara og begynn på nytt
ask-discarded = Svara er sletta.
ask-next-back = Lagre og gå til oversikta
ask-step-done = svart på
ask-discard-text = Då slettar vi alle svara du har gitt her. Dette kan du ikkje angre.
ask-discard-yes = Ja, slett svara
ask-review-kept-answer = Vi vurderer likevel alt du ber om, og grunngir svaret.
ask-review-full-title = Vi kan ikkje ta imot fleire førespurnader frå deg no
ask-who-files = Legg ved det som viser at du kan spørje
ask-who-files-help = Til dømes ei fullmakt med underskrift. Du kan òg sende ho seinare.
ask-wrong-files = Legg ved det som viser at det er feil
ask-wrong-files-help = Til dømes eit bilete av eit dokument. Du kan la feltet stå tomt.
ask-files = Dette har du lagt ved
ask-file-remove = Fjern
ask-review-files = Vedlegg: { $names }
ask-removed = Det er fjerna.
ask-systems = Systema vi spør
ask-systems-description = Kva for system vi spør, kva dei er til, og kva dei har.
ask-systems-back = Tilbake til oversikta
