# What a person was given access to, on the pages; and who has looked.
data-title = Opplysningane dine
data-description = Opplysningane du har fått innsyn i, område for område.
data-lead = Dette er det vi fann om deg der du bad oss leite. Det same ligg i fila du kan laste ned.
data-until = Du kan sjå opplysningane her til og med { $date }. Etter det slettar vi kopien.
data-systems = { $count ->
    [one] Eitt system har opplysningar om deg.
   *[other] { $count } system har opplysningar om deg.
}
data-none = Ingen system har gitt opplysningar i dette svaret. Brevet forklarer kvifor.
data-looks = { $count ->
    [one] 1 oppslag
   *[other] { $count } oppslag
}
data-missing = Dette manglar enno
data-missing-then = Dette mangla då vi laga denne fila
data-missing-now = I saka ser du kva som manglar enno, og når det kjem.
data-nothing = Desse har ingenting om deg
data-nothing-count = { $count ->
    [one] Eitt system
   *[other] { $count } system
}
data-system-description = Opplysningar frå eitt system.
data-about = Om systemet
data-answered = Henta { $date }
data-withheld = Noko er teke ut
data-complain = Er du usamd, kan du klage. Brevet i saka forklarer korleis.
data-records = Opplysningar
data-shown = Viser { $from } til { $to } av { $total }.
data-too-much = Her er det for mykje til å visast på sida. Du finn alt i fila.
data-wrong = Er dette feil?
data-erase = Vil du ha dette sletta?
data-point-help = Ser du noko som er feil, trykkjer du på «Er dette feil?». Då byrjar vi på ein førespurnad for deg. Ingenting blir sendt før du har sett over det.
data-not-begun = Førespurnaden
data-more = { $count ->
    [one] Éi rad til står i fila.
   *[other] { $count } rader til står i fila.
}
data-back = Til alle opplysningane
data-all = Last ned alt
data-looked-title = Kven har sett på saka di
data-looked-description = Kva tilsette som har sett på saka di, og når.
data-looked-lead = Kvar gong ein tilsett ser på saka di, noterer vi det. Her ser du kva rolle dei hadde, når det var, og kvifor.
data-looked-names = Vi viser ikkje namna på dei tilsette. Meiner du at nokon har sett på saka utan grunn, kan du skrive til personvernombodet.
data-looked-none = Ingen tilsett har sett på saka di enno.
data-looked-when = Når
data-looked-who = Kven
data-looked-what = Kva
data-looked-why = Kvifor
data-looked-caseworker = Saksbehandlar, { $unit }
data-looked-reviewer-of = Tilsett som vurderer svar, { $sector }
data-looked-owner = Systemeigar
data-looked-other = Tilsett i kommunen
data-looked-case = Såg på saka
data-looked-answer = Las kva eit system hadde svart
data-looked-why-caseworker = For å behandle saka
data-looked-why-reviewer = For å vurdere svaret før du får det
data-looked-why-owner = For å sjå kva systemet er spurt om
data-looked-why-other = For å følgje opp saka
data-looked-more = Her står dei siste. Vil du sjå alle, kan du be om innsyn. Då er lista med i svaret.
data-looked-systems = Kven har sett på opplysningane i systema
data-looked-systems-text = Nokre system kan fortelje kven som har sett på opplysningane om deg.
data-looked-systems-none = Systema har ikkje sagt kven som har sett på opplysningane. Vil du vite det, kan du spørje personvernombodet.
data-looked-systems-over = Fila med svaret er sletta, så vi kan ikkje vise dette lenger. Du kan be om innsyn på nytt.
data-looked-systems-later = Du har ikkje fått svar i saka enno. Har systema fortalt kven som har sett på opplysningane, ser du det her når svaret er klart.
data-looked-file = Opna ei fil frå ei melding
