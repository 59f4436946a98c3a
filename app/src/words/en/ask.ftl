# The questions that a person answers when asking for something, one page each.
ask-step-of = Step { $number } of { $total }
ask-steps = All steps
ask-next = Next
ask-before = Back
ask-seen = To the data where you saw this
ask-not-sent = Your request has not been sent yet. Something has changed since you looked it over. Read what is here, and go on from there.
ask-kept = Your answers are saved when you go on. You can close the page and continue another day.
ask-kept-until = If you have not sent the request by { $date }, we delete your answers.

# What
ask-what = What do you want?
ask-what-description = Choose whether you want to see, correct or erase information.
ask-what-legend = Choose one or more answers
ask-what-access = See what the municipality holds about me
ask-what-access-help = You get a copy of the information, and we tell you what we use it for. This is called access.
ask-what-rectification = Correct something that is wrong
ask-what-rectification-help = We correct it, or explain why we cannot. This is called rectification.
ask-what-erasure = Erase something
ask-what-erasure-help = The law says that we must keep some of it. Then we tell you why. This is called erasure.
ask-guide = Are you looking for something else?
ask-guide-party = Is it about a case that you are a party to, such as a planning application? Then you can ask to see the documents in the case. In Norwegian this is called partsinnsyn. Ask the person who handles the case.
ask-guide-document = Do you want to see documents that are not about you? Anybody can ask for that. In Norwegian this is called dokumentinnsyn. Use the municipality's public journal.
ask-guide-journal = Go to the public journal
ask-guide-anyway = If you are not sure, you can ask here. We will help you from there.

# Who
ask-who = Who is it about?
ask-who-description = Say whether you ask for yourself or for somebody else.
ask-who-oneself = Myself
ask-who-child = My child
ask-who-child-help = Parental responsibility is the right and the duty to decide for the child. An employee must first check that you have it. Children have a right to privacy too, so you may not get to see everything.
ask-who-principal = Somebody who has given me power of attorney, or whose guardian I am
ask-who-principal-help = A power of attorney is a paper in which somebody lets you act for them. A guardian has been appointed to help. Attach the power of attorney or the guardianship below.
ask-who-other = The national identity number or D number of the person you ask for
ask-who-other-help = Fill this in only if you ask for somebody else.
ask-who-answer = If you ask for somebody else, you are the one who will get the answer here on My page. An employee first checks that you are allowed to have it. Nothing is restricted or sent out before that. We begin to look at once.

# Where
ask-where = What shall we look for?
ask-where-description = Choose whether we look everywhere, or only in some parts of the municipality.
ask-where-extent = Where shall we look?
ask-where-everything = Everywhere
ask-where-everything-help = You do not need to know who in the municipality holds the information.
ask-where-parts = Only something in particular
ask-where-sectors = Which parts of the municipality?
ask-where-sectors-help = If you choose none, we look in all of them.
ask-where-words = Are you looking for something in particular?
ask-where-words-help = Write it in your own words. You can leave the field empty.
ask-where-period = Which period?
ask-where-from = From which day?
ask-where-to = To which day?
ask-where-day-help = You can leave the field empty.

# Wrong
ask-wrong = What is wrong?
ask-wrong-description = Say what is wrong, and what is right.
ask-wrong-known = This is what you have written
ask-wrong-change = Change error { $number }
ask-wrong-remove = Remove error { $number }
ask-wrong-what = What is wrong?
ask-wrong-what-help = For example “my address” or “the date in a decision”.
ask-wrong-current = What does it say now?
ask-wrong-right = What should it say?
ask-wrong-why = How can we see that it is wrong?
ask-wrong-why-help = You need not answer.
ask-wrong-restrict = Do not use the information while you check
ask-wrong-restrict-help = Then we leave it where it is, but do not use it before you have an answer. This is called restriction.
ask-wrong-one-more = Save and add another error
ask-wrong-optional = You can leave the field empty.
ask-wrong-full = You cannot add more errors to this request.

# Erase
ask-erase = What do you want to erase?
ask-erase-description = Say what you want to erase, and why.
ask-erase-what = What do you want us to erase?
ask-erase-what-help = Write “everything” if you mean everything.
ask-erase-why = Why do you want to erase it?
ask-erase-why-help = “I do not know” is a perfectly good answer. You can also leave the field empty.
ask-erase-law = The Archives Act says that the municipality must keep much of what we write down. Then we cannot erase it, but we can often block it, so that it is no longer used. You get an answer with the reason for each system.
ask-erase-restrict = Do not use the information while you consider the case

# Find
ask-find = What can help us find the information?
ask-find-description = Names, addresses and numbers that can help us find the information.
ask-find-text = Some systems do not know the national identity number. Then we look by name, address or telephone number. Everything here is optional. Write one thing on each line. If you ask for somebody else, write about them.
ask-find-names = Names, also earlier names
ask-find-addresses = Addresses, also earlier addresses
ask-find-phones = Telephone numbers
ask-find-customer = Customer numbers with the municipality

# Notify
ask-notify = Do you want to be told by e-mail?
ask-notify-description = Choose whether you want an e-mail when there is news.
ask-notify-legend = Do you want an e-mail when there is news?
ask-notify-yes = Yes, send me an e-mail
ask-notify-yes-help = The e-mail only says that you have a new message. We never send information about you by e-mail.
ask-notify-no = No, I will check myself
ask-notify-no-help = The answer is on My page when it is ready.
ask-notify-email = E-mail address

# Review
ask-review = Check and send
ask-review-description = Check your answers before you send them.
ask-review-answers = Your answers
ask-review-change = Change
ask-review-missing = Not answered yet
ask-review-go-on = Answer the rest
ask-review-everything = Everywhere
ask-review-all-sectors = All parts of the municipality
ask-review-from = From { $date }
ask-review-to = Up to and including { $date }
ask-review-nothing = Not filled in
ask-review-restrict = You are not to use the information before I have an answer.
ask-review-by-email = E-mail to { $address }
ask-review-for-child = My child, { $number }
ask-review-for-principal = Somebody who has given me power of attorney, { $number }
ask-review-happens = What happens when you send it
ask-review-systems = { $count ->
    [one] We ask 1 system in the municipality. You will be told what it holds. We never send information about you by e-mail.
   *[other] We ask { $count } systems in the municipality. You will be told what each of them holds. We never send information about you by e-mail.
}
ask-review-beyond = No system of ours belongs to what you chose. So we ask all of them.
ask-review-list = See which systems we ask, and what they are for
ask-review-due = You will get an answer no later than { $date }.
ask-review-due-why = The law gives us one month from the day you ask. If the last day falls on a weekend or a public holiday, the deadline is the next working day. If we need more time, you will be told why, and given a new date.
ask-review-kept = This is what we usually cannot erase
ask-review-kept-text = These systems hold information that we must keep under the Archives Act:
ask-review-kept-count = { $count ->
    [one] One of the systems holds information that we must keep under the Archives Act. You see which under “See which systems we ask”.
   *[other] { $count } of the systems hold information that we must keep under the Archives Act. You see which under “See which systems we ask”.
}
ask-systems-kept = This we usually cannot erase.
ask-review-open = You already have a case with us
ask-review-open-text = If you are asking for the same thing, you do not need to send it again. Follow the case instead:
ask-review-full = You have so many open cases that we cannot take more now. Wait until one of them is answered, or withdraw one of them.
ask-review-send = Send the request
ask-review-send-anyway = Send the request anyway
ask-discard = Delete the answers and start again
ask-discarded = The answers are deleted.
ask-next-back = Save and go to the overview
ask-step-done = answered
ask-discard-text = Then we delete all the answers that you have given here. You cannot undo this.
ask-discard-yes = Yes, delete the answers
ask-review-kept-answer = We still consider everything that you ask for, and give reasons for the answer.
ask-review-full-title = We cannot take more requests from you now
ask-who-files = Attach what shows that you may ask
ask-who-files-help = For example a signed power of attorney. You can also send it later.
ask-wrong-files = Attach what shows that it is wrong
ask-wrong-files-help = For example a picture of a document. You may leave this empty.
ask-files = What you have attached
ask-file-remove = Remove
ask-review-files = Attached: { $names }
ask-removed = It has been removed.
ask-systems = The systems that we ask
ask-systems-description = Which systems we ask, what they are for, and what they hold.
ask-systems-back = Back to the overview
