# What is the same in every form.
form-summary = { $count ->
    [one] Éin ting må rettast før du kan gå vidare
   *[other] { $count } ting må rettast før du kan gå vidare
}
form-expired = Vi kan ikkje vise det du skreiv. Det kan vere meir enn 30 minutt sidan, eller så tek ikkje nettlesaren din imot informasjonskapslar. Fyll ut skjemaet på nytt.
form-error-title = Feil
form-missing-choice = Vel eitt av svara.
form-not-a-choice = Vel eitt av svara på sida.
form-missing = Fyll ut dette feltet.
form-too-long = { $limit ->
    [one] Teksten er for lang. Han kan ha høgst eitt teikn.
   *[other] Teksten er for lang. Han kan ha høgst { $limit } teikn.
}
form-error-in = { $question } { $problem }
