# What is the same in every form.
form-summary = { $count ->
    [one] Éin ting må rettast før du kan gå vidare
   *[other] { $count } ting må rettast før du kan gå vidare
}
form-impossible = Dette gjekk ikkje
form-expired = Vi kan ikkje vise det du skreiv. Det kan vere meir enn 30 minutt sidan, eller så tek ikkje nettlesaren din imot informasjonskapslar. Fyll ut skjemaet på nytt.
form-error-title = Feil
form-missing-choice = Vel eitt av svara.
form-not-a-choice = Vel eitt av svara på sida.
form-missing = Fyll ut dette feltet.
form-unreadable = Det er eit teikn i teksten som vi ikkje kan lese. Vi viser det som ␀. Ta det bort, og prøv igjen.
form-not-in-the-past = Vel ein dag frå { $from } til og med i dag.
form-too-long = { $limit ->
    [one] Teksten er for lang. Han kan ha høgst eitt teikn.
   *[other] Teksten er for lang. Han kan ha høgst { $limit } teikn.
}
form-error-in = { $question } { $problem }
form-not-a-number = Skriv eit gyldig fødselsnummer eller d-nummer. Det har 11 siffer.
form-not-entra = Skriv dei to id-ane frå Entra ID med skråstrek mellom.
form-not-a-date = Vel ein dato, eller skriv han slik: 1.8.2020.
form-over = Vel i dag eller ein seinare dag.
form-too-far = Vel ein dag som er høgst to år fram i tid.
form-held = Den tilsette har denne rolla allereie.
form-oneself = Du kan ikkje gi deg sjølv ei rolle.
form-gone = Rolla er avslutta allereie.
form-unsent = Du vart logga ut før skjemaet vart sendt
form-unsent-text = Ingenting er sendt. Her er det du skreiv. Sjå over det, og send på nytt.
form-unknown = Vi kjenner ikkje fødselsnummeret til dykk begge, og kan difor ikkje sjå at du ikkje gir rolla til deg sjølv. Be den som har ansvaret for Mi side i kommunen, om å gi henne.
form-missing-choices = Vel minst eitt av svara.
form-not-an-address = Skriv ei e-postadresse, til dømes namn@eksempel.no.
form-own-number = Dette er ditt eige nummer. Gjeld det deg sjølv, vel du «Meg sjølv».
form-ends-before = Den siste dagen må vere den same som den første, eller seinare.
form-too-many-lines = Skriv høgst { $limit } linjer.
form-not-open = Saka er ikkje open lenger. Det er ingenting å trekkje.
form-being-carried-out = Vi held på å gjere det vi har bestemt. Då kan saka ikkje trekkjast.
form-begun-for-another = Du har byrja på ein førespurnad om ein annan person. Send eller slett han først.
form-draft-full = Det er ikkje plass til meir i førespurnaden du har byrja på. Send han først.
form-case-ended = Saka er avslutta. Meldinga er ikkje send.
form-too-many-messages = Det er ikkje plass til fleire meldingar i denne saka. Kontakt kommunen på ein annan måte.
form-not-asked = Vi ventar ikkje på dette svaret lenger. Vil du likevel skrive til oss, sender du det som ei melding.
form-empty-file = Ei av filene er tom. Vel ei anna.
form-file-kind = Vi kan ikkje ta imot ei av filene. Send PDF, bilete, tekst, Word eller OpenDocument.
form-unsafe-file = Vi fann noko farleg i ei av filene, og har ikkje teke imot nokon av dei. Sjekk maskina di for virus.
form-file-too-large = Ei av filene er for stor. Ho kan vere høgst { $limit } MB.
form-too-many-files = Du kan sende høgst { $limit } filer om gongen.
form-no-room-for-files = Det er ikkje plass til fleire enn { $limit } filer. Fjern nokre av dei, eller send resten i ei melding når førespurnaden er send.
form-files = Legg ved filer
form-files-help = PDF, bilete, tekst, Word eller OpenDocument. Høgst { $files } filer på { $mb } MB kvar.
form-file = { $name } ({ $size })
form-files-again = Filene må du velje på nytt om noko må rettast.
form-files-lost = Filene kom ikkje med, fordi svara dine vart endra ein annan stad samtidig. Vel dei på nytt.
form-files-of-another = Du har endra kven det gjeld, så vi fjerna filene du hadde lagt ved. Legg ved dei som gjeld no.
form-page-before = Førre side
form-page-next = Neste side
form-pages = Fleire sider
