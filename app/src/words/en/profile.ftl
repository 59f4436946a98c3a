# What the portal itself keeps of a person, and what they choose.
profile-title = Your profile
profile-description = Notices, language and what My page has stored about you.
profile-saved = The change has been saved.
profile-contact = How do you want to be told?
profile-save = Save
profile-contact-later = You can choose this when you send your first request.
profile-language = Language and appearance
profile-language-text = You choose the language and a light or dark appearance for this browser.
profile-language-change = Choose language and appearance
profile-kept = What My page has stored about you
profile-kept-nothing = We have stored nothing about you here.
profile-kept-number = Your national identity number or D number. We delete it when you no longer have a case or request here.
profile-kept-cases = { $count ->
    [one] One case: what you asked for, messages, letters and answers.
   *[other] { $count } cases: what you asked for, messages, letters and answers.
}
profile-kept-email = Your e-mail address. We use it only to say that there is something new.
profile-kept-draft = A request you have begun. We delete it on { $date } if you do not change it.
profile-kept-session = While you are logged in, we have also stored that you are.
profile-ask = Ask for access to everything the municipality has about you
