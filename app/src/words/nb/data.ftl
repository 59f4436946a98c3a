# What a person was given access to, on the pages; and who has looked.
data-title = Opplysningene dine
data-description = Opplysningene du har fått innsyn i, område for område.
data-lead = Dette er det vi fant om deg der du ba oss lete. Det samme ligger i filen du kan laste ned.
data-until = Du kan se opplysningene her til og med { $date }. Etter det sletter vi kopien.
data-systems = { $count ->
    [one] Ett system har opplysninger om deg.
   *[other] { $count } systemer har opplysninger om deg.
}
data-none = Ingen systemer har gitt opplysninger i dette svaret. Brevet forklarer hvorfor.
data-looks = { $count ->
    [one] 1 oppslag
   *[other] { $count } oppslag
}
data-missing = Dette mangler ennå
data-missing-then = Dette manglet da vi laget denne filen
data-missing-now = I saken ser du hva som mangler ennå, og når det kommer.
data-nothing = Disse har ingenting om deg
data-nothing-count = { $count ->
    [one] Ett system
   *[other] { $count } systemer
}
data-system-description = Opplysninger fra ett system.
data-about = Om systemet
data-answered = Hentet { $date }
data-withheld = Noe er tatt ut
data-complain = Er du uenig, kan du klage. Brevet i saken forklarer hvordan.
data-records = Opplysninger
data-shown = Viser { $from } til { $to } av { $total }.
data-too-much = Her er det for mye til å vises på siden. Du finner alt i filen.
data-wrong = Er dette feil?
data-erase = Vil du ha dette slettet?
data-point-help = Ser du noe som er feil, trykker du på «Er dette feil?». Da begynner vi på en henvendelse for deg. Ingenting sendes før du har sett over det.
data-not-begun = Henvendelsen
data-more = { $count ->
    [one] Én rad til står i filen.
   *[other] { $count } rader til står i filen.
}
data-back = Til alle opplysningene
data-all = Last ned alt
data-looked-title = Hvem har sett på saken din
data-looked-description = Hvilke ansatte som har sett på saken din, og når.
data-looked-lead = Hver gang en ansatt ser på saken din, noterer vi det. Her ser du hvilken rolle de hadde, når det var, og hvorfor.
data-looked-names = Vi viser ikke navnene på de ansatte. Mener du at noen har sett på saken uten grunn, kan du skrive til personvernombudet.
data-looked-none = Ingen ansatt har sett på saken din ennå.
data-looked-when = Når
data-looked-who = Hvem
data-looked-what = Hva
data-looked-why = Hvorfor
data-looked-caseworker = Saksbehandler, { $unit }
data-looked-reviewer-of = Ansatt som vurderer svar, { $sector }
data-looked-owner = Systemeier
data-looked-other = Ansatt i kommunen
data-looked-case = Så på saken
data-looked-answer = Leste hva et system hadde svart
data-looked-why-caseworker = For å behandle saken
data-looked-why-reviewer = For å vurdere svaret før du får det
data-looked-why-owner = For å se hva systemet er spurt om
data-looked-why-other = For å følge opp saken
data-looked-more = Her står de siste. Vil du se alle, kan du be om innsyn. Da er listen med i svaret.
data-looked-systems = Hvem har sett på opplysningene i systemene
data-looked-systems-text = Noen systemer kan fortelle hvem som har sett på opplysningene om deg.
data-looked-systems-none = Systemene har ikke sagt hvem som har sett på opplysningene. Vil du vite det, kan du spørre personvernombudet.
data-looked-systems-over = Filen med svaret er slettet, så vi kan ikke vise dette lenger. Du kan be om innsyn på nytt.
data-looked-systems-later = Saken er ikke besvart ennå. Har systemene fortalt hvem som har sett på opplysningene, ser du det her når svaret er klart.
data-looked-file = Åpnet en fil fra en melding
