# The register of systems in plain words.
register-title = Hva har kommunen om meg?
register-description = Oversikt over systemene kommunen bruker, hva de er til, og hva slags opplysninger de har.
register-lead = Her er systemene vi bruker, og hva slags opplysninger de har om folk. Vil du vite hva de har om deg, kan du spørre.
register-filter = Søk i systemene
register-filter-help = Skriv for eksempel «skole», «lege» eller «bibliotek».
register-filter-button = Søk
register-filter-clear = Vis alle
register-total = { $count ->
    [one] Kommunen har { $count } system.
   *[other] Kommunen har { $count } systemer.
}
register-shown = { $total ->
    [one] Viser { $shown } av { $total } system.
   *[other] Viser { $shown } av { $total } systemer.
}
register-none = Ingen systemer passer med det du skrev.
register-none-help = Prøv et kortere ord, eller vis alle systemene.
register-empty = Oversikten er ikke lagt inn ennå
register-empty-help = Kommunen har ikke lagt inn systemene sine her ennå. Du kan spørre personvernombudet om hvilke systemer vi bruker.
register-more = Mer om { $name }
register-unit = Ansvarlig
register-purpose = Hva vi bruker det til
register-categories = Hva slags opplysninger
register-legal-bases = Hvorfor vi har lov til det
register-source = Hvor de kommer fra
register-kept = Hvor lenge vi tar vare på dem
register-sector-administration = Administrasjon og arkiv
register-sector-child-welfare = Barnevern
register-sector-culture = Kultur og fritid
register-sector-education = Skole og barnehage
register-sector-employment = Ansatte
register-sector-health = Helse og omsorg
register-sector-planning = Plan, bygg og eiendom
register-sector-social = Sosiale tjenester
register-sector-technical = Vann, avløp og avfall
register-recipients = Hvem som får dem
register-automated = Avgjørelser uten mennesker
register-transfers = Sendes ut av Europa (EØS)
register-page = Viser { $from } til { $to } av { $count } systemer.
register-found = { $count ->
    [one] Ett system passer med det du skrev.
   *[other] { $count } systemer passer med det du skrev.
}
