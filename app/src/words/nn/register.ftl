# The register of systems in plain words.
register-title = Kva har kommunen om meg?
register-description = Oversikt over systema kommunen bruker, kva dei er til, og kva slags opplysningar dei har.
register-lead = Her er systema vi bruker, og kva slags opplysningar dei har om folk. Vil du vite kva dei har om deg, kan du spørje.
register-filter = Søk i systema
register-filter-help = Skriv til dømes «skule», «lege» eller «bibliotek».
register-filter-button = Søk
register-filter-clear = Vis alle
register-total = { $count ->
    [one] Kommunen har { $count } system.
   *[other] Kommunen har { $count } system.
}
register-shown = { $total ->
    [one] Viser { $shown } av { $total } system.
   *[other] Viser { $shown } av { $total } system.
}
register-none = Ingen system passar med det du skreiv.
register-none-help = Prøv eit kortare ord, eller vis alle systema.
register-empty = Oversikta er ikkje lagd inn enno
register-empty-help = Kommunen har ikkje lagt inn systema sine her enno. Du kan spørje personvernombodet om kva system vi bruker.
register-more = Meir om { $name }
register-unit = Ansvarleg
register-purpose = Kva vi bruker det til
register-categories = Kva slags opplysningar
register-legal-bases = Kvifor vi har lov til det
register-source = Kvar dei kjem frå
register-kept = Kor lenge vi tek vare på dei
register-sector-administration = Administrasjon og arkiv
register-sector-child-welfare = Barnevern
register-sector-culture = Kultur og fritid
register-sector-education = Skule og barnehage
register-sector-employment = Tilsette
register-sector-health = Helse og omsorg
register-sector-planning = Plan, bygg og eigedom
register-sector-social = Sosiale tenester
register-sector-technical = Vatn, avløp og avfall
register-recipients = Kven som får dei
register-automated = Avgjerder utan menneske
register-transfers = Blir sende ut av Europa (EØS)
register-page = Viser { $from } til { $to } av { $count } system.
register-found = { $count ->
    [one] Eitt system passar med det du skreiv.
   *[other] { $count } system passar med det du skreiv.
}
