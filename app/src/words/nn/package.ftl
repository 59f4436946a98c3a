# The package that a person downloads: pages that open from disk.

package-title = Opplysningane dine
package-lead = Her er opplysningar { $municipality } har om deg, slik dei var då vi samla dei inn. Sak { $reference }, pakke { $number }.
package-made = Pakka vart laga { $date }.
package-letters = Brev
package-areas = Opplysningane, område for område
package-records = { $count ->
    [one] 1 opplysning
   *[other] { $count } opplysningar
}
package-files = { $count ->
    [one] 1 fil
   *[other] { $count } filer
}
package-nothing = Ingenting om deg
package-nothing-text = Desse systema har ingenting om deg:
package-missing = Manglar enno
package-missing-text = Desse systema er ikkje med enno. Du får eit nytt svar når dei er klare.
package-facts = Om opplysningane: formål, mottakarar, lagring og kjelder
package-check = Slik kan andre sjekke at pakka er ekte
package-check-text = Fila manifest.json er ei liste over filene i pakka. Lista viser ikkje kva som står i dei. Kommunen har signert henne elektronisk, og alle kan sjekke henne på { $address }.
package-machine = For dataprogram
package-machine-text = Det same står i index.json og i filene som heiter records.json. Pakka følgjer standarden BagIt 1.0.
package-back = Til oversikta
package-system-unit = Verksemd
package-system-about = Om opplysningane i dette systemet
package-system-records = Opplysningar
package-system-files = Filer
package-system-file = { $name } ({ $size })
package-system-active = { $name } ({ $size }). Fila kan innehalde programkode. Opne henne berre om du veit kva ho er.
package-system-disclosures = Kven har fått opplysningar om deg
package-system-recipient = Mottakar
package-system-what = Kva
package-system-date = Dato
package-system-accesses = Kven har sett på opplysningane
package-system-who = Kven
package-system-action = Kva dei gjorde
package-system-reason = Kvifor
package-system-withheld = Noko er teke ut
package-record-category = Type
package-record-source = Kjelde
package-record-recipients = Mottakarar
package-record-purpose = Formål
package-record-legal-basis = Kvifor det er lov
package-record-kept-until = Blir lagra til
package-record-facts = Om denne opplysninga
package-yes = ja
package-no = nei
package-empty = ikkje fylt ut
