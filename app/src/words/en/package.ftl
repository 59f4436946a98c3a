# The package that a person downloads: pages that open from disk.

package-title = Your data
package-lead = This is what { $municipality } holds about you, as it was when we collected it. Case { $reference }, package { $number }.
package-made = The package was made on { $date }.
package-letters = Letters
package-areas = The data, area by area
package-records = { $count ->
    [one] 1 record
   *[other] { $count } records
}
package-files = { $count ->
    [one] 1 file
   *[other] { $count } files
}
package-nothing = Nothing about you
package-nothing-text = These systems hold nothing about you:
package-missing = Still missing
package-missing-text = These systems are not in it yet. You will get the rest in a package of its own.
package-facts = About the data: purposes, recipients, storage and sources
package-check = How others can check that the package is genuine
package-check-text = The file manifest.json has an electronic signature of the municipality. It says which files belong to the package, without showing what is in them. Anybody can check it at { $address }.
package-machine = For computer programs
package-machine-text = The same is in index.json and in the files records.json. The package follows the standard BagIt 1.0.
package-back = To the overview
package-system-unit = Unit
package-system-about = About the data in this system
package-system-records = Records
package-system-files = Files
package-system-file = { $name } ({ $size })
package-system-active = { $name } ({ $size }). The file may contain program code. Open it only if you know what it is.
package-system-disclosures = Who has been given data about you
package-system-recipient = Recipient
package-system-what = What
package-system-date = Date
package-system-accesses = Who has looked at the data
package-system-who = Who
package-system-action = What they did
package-system-reason = Why
package-system-withheld = Something was taken out
package-record-category = Kind
package-record-source = Source
package-record-recipients = Recipients
package-record-purpose = Purpose
package-record-legal-basis = Why the municipality may hold it
package-record-kept-until = Kept until
package-record-facts = About this record
package-yes = yes
package-no = no
package-empty = not filled in
