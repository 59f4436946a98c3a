# What is the same in every form.
form-summary = { $count ->
    [one] One thing must be corrected before you can go on
   *[other] { $count } things must be corrected before you can go on
}
form-expired = We cannot show what you wrote. It may be more than 30 minutes ago, or your browser does not accept cookies. Please fill in the form again.
form-error-title = Error
form-missing-choice = Choose one of the answers.
form-not-a-choice = Choose one of the answers on the page.
form-missing = Fill in this field.
form-too-long = { $limit ->
    [one] The text is too long. It can have at most one character.
   *[other] The text is too long. It can have at most { $limit } characters.
}
form-error-in = { $question } { $problem }
