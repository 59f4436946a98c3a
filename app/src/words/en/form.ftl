# What is the same in every form.
form-summary = { $count ->
    [one] One thing must be corrected before you can go on
   *[other] { $count } things must be corrected before you can go on
}
form-impossible = This could not be done
form-expired = We cannot show what you wrote. It may be more than 30 minutes ago, or your browser does not accept cookies. Please fill in the form again.
form-error-title = Error
form-missing-choice = Choose one of the answers.
form-not-a-choice = Choose one of the answers on the page.
form-missing = Fill in this field.
form-unreadable = There is a character in the text that we cannot read. We show it as ␀. Take it out, and try again.
form-not-in-the-past = Choose a day from { $from } up to today.
form-too-long = { $limit ->
    [one] The text is too long. It can have at most one character.
   *[other] The text is too long. It can have at most { $limit } characters.
}
form-error-in = { $question } { $problem }
form-not-a-number = Write a valid national identity number or D-number. It has 11 digits.
form-not-entra = Write the two ids from Entra ID with a slash between.
form-not-a-date = Choose a date, or write it like this: 1.8.2020.
form-over = Choose today or a later day.
form-too-far = Choose a day that is at most two years ahead.
form-held = The employee has this role already.
form-oneself = You cannot give a role to yourself.
form-gone = The role has already been ended.
form-unsent = You were logged out before the form was sent
form-unsent-text = Nothing has been sent. Here is what you wrote. Look it over, and send it again.
form-unknown = We do not know the national identity numbers of you both, and so cannot see that you are not giving the role to yourself. Ask those who are responsible for My page in the municipality to give it.
form-missing-choices = Choose at least one of the answers.
form-not-an-address = Write an e-mail address, for example name@example.com.
form-own-number = This is your own number. If it is about yourself, choose “Myself”.
form-ends-before = The last day must be the same as the first, or later.
form-too-many-lines = Write at most { $limit } lines.
form-not-open = The case is not open any more. There is nothing to withdraw.
form-being-carried-out = We are doing what we have decided. The case cannot be withdrawn now.
form-begun-for-another = You have begun a request about another person. Send or delete it first.
form-draft-full = There is no room for more in the request you have begun. Send it first.
form-case-ended = The case is closed. The message has not been sent.
form-too-many-messages = There is no room for more messages in this case. Contact the municipality in another way.
form-not-asked = We no longer wait for this answer. If you still want to write to us, send it as a message.
form-empty-file = One of the files is empty. Choose another.
form-file-kind = We cannot take one of the files. Send PDF, pictures, text, Word or OpenDocument.
form-unsafe-file = We found something dangerous in one of the files and have taken none of them. Check your computer for viruses.
form-file-too-large = One of the files is too large. It can be at most { $limit } MB.
form-too-many-files = You can send at most { $limit } files at a time.
form-no-room-for-files = There is no room for more than { $limit } files. Remove some of them, or send the rest in a message once the request is sent.
form-files = Attach files
form-files-help = PDF, pictures, text, Word or OpenDocument. At most { $files } files of { $mb } MB each.
form-file = { $name } ({ $size })
form-files-again = You must choose the files again if something has to be corrected.
form-files-lost = The files did not come along, because your answers were changed elsewhere at the same time. Choose them again.
form-files-of-another = You have changed whom it is about, so we removed the files that you had attached. Attach those that apply now.
form-page-before = Previous page
form-page-next = Next page
form-pages = More pages
