# What is the same in every form.
form-summary = { $count ->
    [one] Én ting må rettes før du kan gå videre
   *[other] { $count } ting må rettes før du kan gå videre
}
form-expired = Vi kan ikke vise det du skrev. Det kan være mer enn 30 minutter siden, eller så tar ikke nettleseren din imot informasjonskapsler. Fyll ut skjemaet på nytt.
form-error-title = Feil
form-missing-choice = Velg ett av svarene.
form-not-a-choice = Velg ett av svarene på siden.
form-missing = Fyll ut dette feltet.
form-too-long = { $limit ->
    [one] Teksten er for lang. Den kan ha høyst ett tegn.
   *[other] Teksten er for lang. Den kan ha høyst { $limit } tegn.
}
form-error-in = { $question } { $problem }
