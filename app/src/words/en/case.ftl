# A citizen's own case: what is happening, the answer, and what has happened.
case-claims = What you have asked for
case-waits = We need an answer from you
case-waits-text = We asked you about something on { $date }. The deadline stands still until you have answered.
case-nobody-asked = No systems have been asked.
case-all-answered = All systems have answered. Now we get your answer ready.
case-by-itself = { $count ->
    [one] One system is left. Most of them answer by themselves.
   *[other] { $count } systems are left. Most of them answer by themselves.
}
case-with-human = { $count ->
    [one] In one system a person must look.
   *[other] In { $count } systems a person must look.
}
case-granted = You have got what you asked for.
case-partly-granted = You have got some of what you asked for. The letter explains the rest.
case-refused = You have not got what you asked for. The letter explains why, and how to complain.
case-nothing-held = We found no information where we searched.
case-not-found = We did not find the information that you wrote about.
case-extended = The deadline was { $date }. We need more time.
case-explained = The letter explains why:
case-asked = This is what we asked:
case-stands = The deadline has stood still since { $date }, because we wait for an answer from you.
case-stood = { $days ->
    [one] The deadline is moved by one day, because we waited for an answer from you.
   *[other] The deadline is moved by { $days } days, because we waited for an answer from you.
}
case-answer = The answer is ready
case-given = What you have received
case-given-again = We are looking at the case again.
case-given-text = You can still download what you received earlier.
case-package-first = Your information
case-package-more = What was missing
case-download = Download everything
case-package = ZIP file, { $size }. You can get it up to and including { $date }.
case-package-over = The time for getting the file is over, and we have deleted it. You can ask for access again.
case-package-fetched = You have downloaded the file.
case-happened = What has happened
case-happened-received = We received your request.
case-happened-letter = You got a letter:
case-happened-package = { $number ->
    [1] Your information became ready to download.
   *[other] Information that was missing became ready to download.
}
case-happened-fetched = { $number ->
    [1] You downloaded your information.
   *[other] You downloaded what was missing.
}
case-happened-answered = The case is answered.
case-happened-closed = The case was closed.
case-happened-withdrawn = You withdrew the request.
case-unread = Unread
case-kept = What we keep
case-kept-file = You can get the file that we made for you until { $date }. Then we delete it.
case-kept-more = You can get the file with what was missing until { $date }. Then we delete it.
case-kept-days = If you get a file with information, we delete it no later than { $days ->
    [one] one day
   *[other] { $days } days
} after the answer is ready. You will see the last day for getting it here.
case-kept-gone = The file that we made for you has been deleted. The information is still in the systems.
case-kept-text = We keep the request, the messages, the decision and the letters. The Archives Act says that we cannot delete them until that is decided. No date has been decided yet.
case-kept-answers = The answers from the systems, and the list of who has looked at the case, are in the case for as long as we have it.
case-withdraw = Withdraw the request
case-withdraw-text = Then we stop searching, and you get no answer. What we have collected is not handed out. If you have asked us not to use information meanwhile, that no longer applies. You can send a new request whenever you want. You cannot undo this.
case-withdraw-rest = Then we do nothing more with the rest. You keep what you have been answered. If you have asked us not to use information meanwhile, that no longer applies. You can send a new request whenever you want. You cannot undo this.
case-was-withdrawn = The request is withdrawn.
case-letter-description = A letter in your case.
case-letter-sent = Sent { $date } at { $time }
case-letter-print = Print
case-facts = About each system
case-back = To the case
case-size = { $number } { $unit }
case-see = See the data
case-withheld = What is held back, and why
case-why = Why
case-complain = How to complain
case-complain-text = You can complain to the Norwegian Data Protection Authority (Datatilsynet). See datatilsynet.no or call 22 39 69 00. The municipality's data protection officer can advise you.
case-missing-one = { $system }: You will hear from us by { $date }.
case-missing-late = { $system }: You should have heard from us no later than { $date }. We are late.
case-read-letter = Read the whole answer in the letter:
case-read-later = Since then you have received one more letter:
case-again = Ask for access again
case-news = Something new has happened in the case.
case-reload = Reload the page
case-sent-in = What you sent in
case-sent-in-description = The answers you gave when you sent your request.
case-sent-in-link = See what you sent in
case-sent-in-files = Files that you sent are under «Messages» in the case.
case-about = About
case-about-child = Your child
case-about-principal = Somebody who has authorised you
case-on-behalf = Where we write “you” about the information, we mean the person you ask for.
