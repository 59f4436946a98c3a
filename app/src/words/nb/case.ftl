# A citizen's own case: what is happening, the answer, and what has happened.
case-claims = Det du har bedt om
case-waits = Vi trenger svar fra deg
case-waits-text = Vi spurte deg om noe { $date }. Fristen står stille til du har svart.
case-nobody-asked = Ingen systemer er spurt.
case-all-answered = Alle systemene har svart. Nå gjør vi svaret ditt klart.
case-by-itself = { $count ->
    [one] Ett system gjenstår. De fleste svarer av seg selv.
   *[other] { $count } systemer gjenstår. De fleste svarer av seg selv.
}
case-with-human = { $count ->
    [one] I ett system må et menneske lete.
   *[other] I { $count } systemer må et menneske lete.
}
case-granted = Du har fått det du ba om.
case-partly-granted = Du har fått noe av det du ba om. Brevet forklarer resten.
case-refused = Du har ikke fått det du ba om. Brevet forklarer hvorfor, og hvordan du klager.
case-nothing-held = Vi fant ingen opplysninger der vi lette.
case-not-found = Vi fant ikke opplysningene du skrev om.
case-extended = Fristen var { $date }. Vi trenger mer tid.
case-explained = Brevet forklarer hvorfor:
case-asked = Dette spurte vi om:
case-stands = Fristen har stått stille siden { $date }, fordi vi venter på svar fra deg.
case-stood = { $days ->
    [one] Fristen er flyttet én dag, fordi vi ventet på svar fra deg.
   *[other] Fristen er flyttet { $days } dager, fordi vi ventet på svar fra deg.
}
case-answer = Svaret er klart
case-given = Det du har fått
case-given-again = Vi ser på saken på nytt.
case-given-text = Det du fikk tidligere, kan du fortsatt hente.
case-package-first = Opplysningene dine
case-package-more = Det som manglet
case-download = Last ned alt
case-package = ZIP-fil, { $size }. Du kan hente den til og med { $date }.
case-package-over = Tiden for å hente filen er ute, og vi har slettet den. Du kan be om innsyn på nytt.
case-package-fetched = Du har lastet ned filen.
case-happened = Dette har skjedd
case-happened-received = Vi fikk henvendelsen din.
case-happened-letter = Du fikk et brev:
case-happened-package = { $number ->
    [1] Opplysningene dine ble klare til å lastes ned.
   *[other] Opplysninger som manglet, ble klare til å lastes ned.
}
case-happened-fetched = { $number ->
    [1] Du lastet ned opplysningene dine.
   *[other] Du lastet ned det som manglet.
}
case-happened-answered = Saken er besvart.
case-happened-closed = Saken ble avsluttet.
case-happened-withdrawn = Du trakk henvendelsen.
case-unread = Ulest
case-kept = Hva vi tar vare på
case-kept-file = Filen vi laget til deg, kan du hente til og med { $date }. Så sletter vi den.
case-kept-more = Filen med det som manglet, kan du hente til og med { $date }. Så sletter vi den.
case-kept-days = Får du en fil med opplysninger, sletter vi den senest { $days ->
    [one] én dag
   *[other] { $days } dager
} etter at svaret er klart. Den siste dagen du kan hente den, ser du her.
case-kept-gone = Filen vi laget til deg, er slettet. Opplysningene ligger fortsatt i systemene.
case-kept-text = Henvendelsen, meldingene, avgjørelsen og brevene tar vi vare på. Loven om arkiver (arkivlova) sier at vi ikke kan slette dem før det er bestemt. Ingen dato er bestemt ennå.
case-kept-answers = Svarene fra systemene, og listen over hvem som har sett på saken, ligger i saken så lenge vi har den.
case-withdraw = Trekk henvendelsen
case-withdraw-text = Da slutter vi å lete, og du får ikke noe svar. Det vi har samlet inn, gir vi ikke ut. Har du bedt om at vi ikke bruker opplysninger så lenge, gjelder ikke det mer. Du kan sende en ny henvendelse når du vil. Dette kan du ikke angre.
case-withdraw-rest = Da gjør vi ikke mer med resten. Det du har fått svar på, beholder du. Har du bedt om at vi ikke bruker opplysninger så lenge, gjelder ikke det mer. Du kan sende en ny henvendelse når du vil. Dette kan du ikke angre.
case-was-withdrawn = Henvendelsen er trukket.
case-letter-description = Et brev i saken din.
case-letter-sent = Sendt { $date } kl. { $time }
case-letter-print = Skriv ut
case-facts = Om hvert system
case-back = Til saken
case-size = { $number } { $unit }
case-see = Se opplysningene
case-withheld = Hva er holdt tilbake, og hvorfor
case-why = Hvorfor
case-complain = Slik klager du
case-complain-text = Du kan klage til Datatilsynet. Se datatilsynet.no eller ring 22 39 69 00. Personvernombudet i kommunen kan gi deg råd.
case-missing-one = { $system }: Du hører fra oss senest { $date }.
case-missing-late = { $system }: Du skulle ha hørt fra oss senest { $date }. Vi er forsinket.
case-read-letter = Les hele svaret i brevet:
case-read-later = Siden har du fått et brev til:
case-again = Be om innsyn på nytt
case-news = Det har skjedd noe nytt i saken.
case-reload = Last siden på nytt
case-sent-in = Det du sendte inn
case-sent-in-description = Svarene du ga da du sendte henvendelsen.
case-sent-in-link = Se hva du sendte inn
case-sent-in-files = Vedlegg du sendte, ligger under «Meldinger» i saken.
case-about = Gjelder
case-about-child = Barnet ditt
case-about-principal = En som har gitt deg fullmakt
case-on-behalf = Når vi skriver «deg» om opplysningene, mener vi den du spør for.
