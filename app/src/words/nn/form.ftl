# What is the same in every form.
form-summary = { $count ->
    [one] Éin ting må rettast før du kan gå vidare
   *[other] { $count } ting må rettast før du kan gå vidare
}
form-expired = Det er meir enn 30 minutt sidan du sende skjemaet. Derfor er det du skreiv, sletta. Fyll ut skjemaet på nytt.
form-error-title = Feil
form-missing-choice = Vel eitt av svara.
form-not-a-choice = Vel eit av svara på sida.
form-missing = Fyll ut dette feltet.
form-too-long = { $limit ->
    [one] Teksten er for lang. Han kan ha høgst eitt teikn.
   *[other] Teksten er for lang. Han kan ha høgst { $limit } teikn.
}
