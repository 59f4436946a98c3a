# The register of systems in plain words.
register-title = What does the municipality hold about me?
register-description = The systems the municipality uses, what they are for and what kind of information they hold.
register-lead = These are the systems we use and the kinds of information they hold about people. To find out what they hold about you, you can ask. The municipality describes its systems in Norwegian.
register-filter = Search the systems
register-filter-help = For example “skole” (school), “lege” (doctor) or “bibliotek” (library).
register-filter-button = Search
register-filter-clear = Show all
register-total = { $count ->
    [one] The municipality has { $count } system.
   *[other] The municipality has { $count } systems.
}
register-shown = { $total ->
    [one] Showing { $shown } of { $total } system.
   *[other] Showing { $shown } of { $total } systems.
}
register-none = No systems match what you wrote.
register-none-help = Try a shorter word, or show all the systems.
register-empty = The overview has not been entered yet
register-empty-help = The municipality has not entered its systems here yet. You can ask the data protection officer which systems we use.
register-more = More about { $name }
register-unit = Responsible
register-purpose = What we use it for
register-categories = What kind of information
register-legal-bases = Why the law lets us
register-source = Where it comes from
register-kept = How long it is kept
register-sector-administration = Administration and archive
register-sector-child-welfare = Child welfare
register-sector-culture = Culture and leisure
register-sector-education = Schools and kindergartens
register-sector-employment = Employees
register-sector-health = Health and care
register-sector-planning = Planning, building and property
register-sector-social = Social services
register-sector-technical = Water, sewage and waste
register-recipients = Who receives it
register-automated = Decisions without people
register-transfers = Sent out of Europe (the EEA)
register-page = Showing { $from } to { $to } of { $count } systems.
register-found = { $count ->
    [one] One system fits what you wrote.
   *[other] { $count } systems fit what you wrote.
}
