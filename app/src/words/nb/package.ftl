# The package that a person downloads: pages that open from disk.

package-title = Opplysningene dine
package-lead = Her er opplysninger { $municipality } har om deg, slik de var da vi samlet dem inn. Sak { $reference }, pakke { $number }.
package-made = Pakken ble laget { $date }.
package-letters = Brev
package-areas = Opplysningene, område for område
package-records = { $count ->
    [one] 1 opplysning
   *[other] { $count } opplysninger
}
package-files = { $count ->
    [one] 1 fil
   *[other] { $count } filer
}
package-nothing = Ingenting om deg
package-nothing-text = Disse systemene har ingenting om deg:
package-missing = Mangler ennå
package-missing-text = Disse systemene er ikke med ennå. Du får et nytt svar når de er klare.
package-facts = Om opplysningene: formål, mottakere, lagring og kilder
package-check = Slik kan andre sjekke at pakken er ekte
package-check-text = Filen manifest.json er en liste over filene i pakken. Listen viser ikke hva som står i dem. Kommunen har signert den elektronisk, og alle kan sjekke den på { $address }.
package-machine = For dataprogrammer
package-machine-text = Det samme står i index.json og i filene som heter records.json. Pakken følger standarden BagIt 1.0.
package-back = Til oversikten
package-system-unit = Virksomhet
package-system-about = Om opplysningene i dette systemet
package-system-records = Opplysninger
package-system-files = Filer
package-system-file = { $name } ({ $size })
package-system-active = { $name } ({ $size }). Filen kan inneholde programkode. Åpne den bare hvis du vet hva den er.
package-system-disclosures = Hvem har fått opplysninger om deg
package-system-recipient = Mottaker
package-system-what = Hva
package-system-date = Dato
package-system-accesses = Hvem har sett på opplysningene
package-system-who = Hvem
package-system-action = Hva de gjorde
package-system-reason = Hvorfor
package-system-withheld = Noe er tatt ut
package-record-category = Type
package-record-source = Kilde
package-record-recipients = Mottakere
package-record-purpose = Formål
package-record-legal-basis = Hvorfor det er lov
package-record-kept-until = Lagres til
package-record-facts = Om denne opplysningen
package-yes = ja
package-no = nei
package-empty = ikke fylt ut
