# The package that a person downloads: pages that open from disk.

package-title = Your data
package-lead = Here are data that { $municipality } holds about you, as they were when we collected them. Case { $reference }, package { $number }.
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
package-missing-text = These systems are not in it yet. You will get another answer when they are ready.
package-facts = About the data: purposes, recipients, storage and sources
package-check = How others can check that the package is genuine
package-check-text = The file manifest.json is a list of the files in the package. It does not show what is in them. The municipality has signed it electronically, and anybody can check it at { $address }.
package-machine = For computer programs
package-machine-text = The same is in index.json and in the files called records.json. The package follows the standard BagIt 1.0.
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
package-record-legal-basis = Why it is allowed
package-record-kept-until = Kept until
package-record-facts = About this record
package-yes = yes
package-no = no
package-empty = not filled in
