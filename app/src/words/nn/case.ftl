# A citizen's own case: what is happening, the answer, and what has happened.
case-claims = Det du har bede om
case-waits = Vi treng svar frå deg
case-waits-text = Vi spurde deg om noko { $date }. Fristen står stille til du har svart.
case-nobody-asked = Ingen system er spurde.
case-all-answered = Alle systema har svart. No gjer vi svaret ditt klart.
case-by-itself = { $count ->
    [one] Eitt system står att. Dei fleste svarer av seg sjølve.
   *[other] { $count } system står att. Dei fleste svarer av seg sjølve.
}
case-with-human = { $count ->
    [one] I eitt system må eit menneske leite.
   *[other] I { $count } system må eit menneske leite.
}
case-granted = Du har fått det du bad om.
case-partly-granted = Du har fått noko av det du bad om. Brevet forklarer resten.
case-refused = Du har ikkje fått det du bad om. Brevet forklarer kvifor, og korleis du klagar.
case-nothing-held = Vi fann ingen opplysningar der vi leita.
case-not-found = Vi fann ikkje opplysningane du skreiv om.
case-extended = Fristen var { $date }. Vi treng meir tid.
case-explained = Brevet forklarer kvifor:
case-asked = Dette spurde vi om:
case-stands = Fristen har stått stille sidan { $date }, fordi vi ventar på svar frå deg.
case-stood = { $days ->
    [one] Fristen er flytta éin dag, fordi vi venta på svar frå deg.
   *[other] Fristen er flytta { $days } dagar, fordi vi venta på svar frå deg.
}
case-answer = Svaret er klart
case-given = Det du har fått
case-given-again = Vi ser på saka på nytt.
case-given-text = Det du fekk tidlegare, kan du framleis hente.
case-package-first = Opplysningane dine
case-package-more = Det som mangla
case-download = Last ned alt
case-package = ZIP-fil, { $size }. Du kan hente ho til og med { $date }.
case-package-over = Tida for å hente fila er ute, og vi har sletta ho. Du kan be om innsyn på nytt.
case-package-fetched = Du har lasta ned fila.
case-happened = Dette har skjedd
case-happened-received = Vi fekk førespurnaden din.
case-happened-letter = Du fekk eit brev:
case-happened-package = { $number ->
    [1] Opplysningane dine vart klare til å lastast ned.
   *[other] Opplysningar som mangla, vart klare til å lastast ned.
}
case-happened-fetched = { $number ->
    [1] Du lasta ned opplysningane dine.
   *[other] Du lasta ned det som mangla.
}
case-happened-answered = Du fekk svar i saka.
case-happened-closed = Saka vart avslutta.
case-happened-withdrawn = Du trekte førespurnaden.
case-unread = Ulese
case-kept = Kva vi tek vare på
case-kept-file = Fila vi laga til deg, kan du hente til og med { $date }. Så slettar vi ho.
case-kept-more = Fila med det som mangla, kan du hente til og med { $date }. Så slettar vi ho.
case-kept-days = Får du ei fil med opplysningar, slettar vi ho seinast { $days ->
    [one] éin dag
   *[other] { $days } dagar
} etter at svaret er klart. Den siste dagen du kan hente ho, ser du her.
case-kept-gone = Fila vi laga til deg, er sletta. Opplysningane ligg framleis i systema.
case-kept-text = Førespurnaden, meldingane, avgjerda og breva tek vi vare på. Lova om arkiv (arkivlova) seier at vi ikkje kan slette dei før det er bestemt. Ingen dato er bestemt enno.
case-kept-answers = Svara frå systema, og lista over kven som har sett på saka, ligg i saka så lenge vi har ho.
case-withdraw = Trekk førespurnaden
case-withdraw-text = Då sluttar vi å leite, og du får ikkje noko svar. Det vi har samla inn, gir vi ikkje ut. Har du bede om at vi ikkje bruker opplysningar så lenge, gjeld ikkje det meir. Du kan sende ein ny førespurnad når du vil. Dette kan du ikkje angre.
case-withdraw-rest = Då gjer vi ikkje meir med resten. Det du har fått svar på, beheld du. Har du bede om at vi ikkje bruker opplysningar så lenge, gjeld ikkje det meir. Du kan sende ein ny førespurnad når du vil. Dette kan du ikkje angre.
case-was-withdrawn = Førespurnaden er trekt.
case-letter-description = Eit brev i saka di.
case-letter-sent = Sendt { $date } kl. { $time }
case-letter-print = Skriv ut
case-facts = Om kvart system
case-back = Til saka
case-size = { $number } { $unit }
case-see = Sjå opplysningane
case-withheld = Kva er halde tilbake, og kvifor
case-why = Kvifor
case-complain = Slik klagar du
case-complain-text = Du kan klage til Datatilsynet. Sjå datatilsynet.no eller ring 22 39 69 00. Personvernombodet i kommunen kan gi deg råd.
case-missing-one = { $system }: Du høyrer frå oss seinast { $date }.
case-missing-late = { $system }: Du skulle ha høyrt frå oss seinast { $date }. Vi er forseinka.
case-read-letter = Les heile svaret i brevet:
case-read-later = Sidan har du fått eit brev til:
case-again = Be om innsyn på nytt
case-news = Det har skjedd noko nytt i saka.
case-reload = Last sida på nytt
case-sent-in = Det du sende inn
case-sent-in-description = Svara du gav då du sende førespurnaden.
case-sent-in-link = Sjå kva du sende inn
case-sent-in-files = Vedlegg du sende, ligg under «Meldingar» i saka.
case-about = Gjeld
case-about-child = Barnet ditt
case-about-principal = Ein som har gitt deg fullmakt
case-on-behalf = Når vi skriv «deg» om opplysningane, meiner vi den du spør for.
