# What is the same in every form.
form-summary = { $count ->
    [one] One thing must be corrected before you can go on
   *[other] { $count } things must be corrected before you can go on
}
form-expired = It is more than 30 minutes since you sent the form. That is why what you wrote has been deleted. Please fill in the form again.
form-error-title = Error
form-missing-choice = Choose one of the answers.
form-not-a-choice = Choose one of the answers on the page.
form-missing = Fill in this field.
form-too-long = { $limit ->
    [one] The text is too long. It can have at most one character.
   *[other] The text is too long. It can have at most { $limit } characters.
}
