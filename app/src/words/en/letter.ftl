# Letters to the person a case is about: what was decided, and why. Plain words first, the article of the law after them.

letter-receipt-title = We have received your request
letter-extension-title = We need more time
letter-clarification-title = We need an answer from you
letter-granted-title = Here is what the municipality holds about you
letter-partly-title = You get much of what the municipality holds about you, but not all
letter-refused-title = You do not get access
letter-nothing-title = We found nothing about you
letter-supplement-title = Here is more of your answer
letter-rectified-title = We correct the data about you
letter-partly-rectified-title = We correct some of what you asked for
letter-not-rectified-title = We do not correct what you asked for
letter-nothing-to-rectify-title = We found nothing to correct
letter-erased-title = We erase the data about you
letter-partly-erased-title = We erase some of what you asked for
letter-not-erased-title = We do not erase what you asked for
letter-nothing-to-erase-title = We found nothing to erase
letter-lifted-title = We are starting to use the data again
letter-request-refused-title = We do not do what you asked for

letter-right-access = access
letter-right-rectification = rectification
letter-right-erasure = erasure

letter-reference = Case number { $reference }. Please give it when you contact us.
letter-received = We received your request on { $date } at { $time }.
letter-dated = This letter is dated { $date }.
letter-due = You will have the answer to your request for { $right } by { $date } at the latest.
letter-steps = What happens now?
letter-steps-systems = { $count ->
    [one] We ask one of the municipality's systems. You will be told what it holds about you.
   *[other] We ask { $count } of the municipality's systems. You will be told what they hold about you.
}
letter-steps-follow = You can follow the case on Min side. There you can also withdraw your request. It is free.

letter-extension-dates = You should have had an answer by { $was }. The new date is { $is }.
letter-extension-law = The law gives us up to two more months when a request is complex (GDPR Article 12(3)).
letter-extension-amount = The reason is that there is a very large amount of data to go through.
letter-extension-retrieval = The reason is that the data are stored so that they are hard to find and collect.
letter-extension-redaction = The reason is that we must take out what is about other people before you can have it.
letter-extension-explanation = The reason is that the data must be explained to be understood.
letter-extension-many-requests = The reason is that you have sent us several requests that must be handled at the same time.

letter-clarification-identity = We are not sure who has sent the request, and must be before we hand anything out (GDPR Article 12(6)).
letter-clarification-authority = We need to know that you may ask for this on behalf of somebody else.
letter-clarification-scope = The municipality holds a very large amount of data about you. Please tell us what you would most like to know about (GDPR recital 63).
letter-clarification-question = Our question:
letter-clarification-clock = Our time limit stands still from { $date } until we have your answer.
letter-clarification-answer = Answer on Min side, in your case.

letter-granted = You get everything that we hold about you in the systems that we have searched.
letter-partly = You get most of what we hold about you. Some of it you do not get. The reason is given below.
letter-refused = We hold data about you that you do not get to see. The reason is given below.
letter-nothing = We process no data about you in the systems that we have searched.
letter-systems-asked = { $count ->
    [one] We have searched one system.
   *[other] We have searched { $count } systems.
}
letter-supplement = When you had the first answer, something was missing. Now it is here.
letter-supplement-nothing = When you had the first answer, something was missing. We have looked there now too, and found no more about you.
letter-automatic = The decision was made by a computer program by fixed rules, and no employee has considered it. The rule is called { $rule }. You can ask for an employee to look at the case.
letter-words = From the caseworker:
letter-delivery = You can see the data and download them on Min side until and including { $date }. Then we delete what we have collected for this answer. The data in the systems are not deleted.

letter-grounds = Why do you not get all of it?
letter-ground-popplyl-16-1-a = The data matter to Norway's foreign policy or defence (Personal Data Act section 16, first paragraph, letter a).
letter-ground-popplyl-16-1-b = The data must be kept secret to prevent, investigate, uncover or prosecute crimes (Personal Data Act section 16, first paragraph, letter b).
letter-ground-popplyl-16-1-c = We find it inadvisable that you learn this, because of your health or your relation to somebody close to you (Personal Data Act section 16, first paragraph, letter c). A representative of yours can be told, if you ask for it.
letter-ground-popplyl-16-1-d = The data are subject to a duty of secrecy (Personal Data Act section 16, first paragraph, letter d). The duty is laid down in { $text }.
letter-ground-popplyl-16-1-e = The data are only in texts that the municipality has written to prepare cases internally (Personal Data Act section 16, first paragraph, letter e).
letter-ground-popplyl-16-1-f = It would be contrary to obvious and fundamental private or public interests to give you the data (Personal Data Act section 16, first paragraph, letter f). These are the considerations: { $text }
letter-ground-popplyl-17 = The data are used for archives, research or statistics only, and the exception in section 17 of the Personal Data Act applies.
letter-ground-gdpr-15-4 = The copy would adversely affect the rights and freedoms of others (GDPR Article 15(4)).
letter-ground-gdpr-17-3-a = The data are necessary for the freedom of expression and information (GDPR Article 17(3)(a)).
letter-ground-gdpr-17-3-b = The municipality must hold the data to comply with a legal obligation or to carry out a task in the public interest (GDPR Article 17(3)(b)).
letter-ground-gdpr-17-3-c = The data are necessary for public health (GDPR Article 17(3)(c)).
letter-ground-gdpr-17-3-d = The data are necessary for archives, research or statistics (GDPR Article 17(3)(d)).
letter-ground-gdpr-17-3-e = The data are necessary to establish, exercise or defend a legal claim (GDPR Article 17(3)(e)).
letter-ground-arkivlova-13 = By section 13 of the Archives Act the municipality must keep what has been written down. Then we cannot erase it, but we can block it, so that it is not used any more.
letter-ground-gdpr-12-5-unfounded = The request is manifestly unfounded (GDPR Article 12(5)). This is the reason: { $text }
letter-ground-gdpr-12-5-excessive = The request is manifestly excessive (GDPR Article 12(5)). This is the reason: { $text }
letter-ground-gdpr-12-5-repetitive = The request is excessive because it repeats earlier requests (GDPR Article 12(5)). This is the reason: { $text }

letter-gaps = What is still missing?
letter-gaps-text = { $count ->
    [one] One system is not in the answer yet. You will get the rest in a package of its own.
   *[other] { $count } systems are not in the answer yet. You will get the rest in a package of its own.
}
letter-gap-not-answered = { $system }: has not answered. We expect its answer by { $date }.
letter-gap-unsure = { $system }: we are not sure that the data are about you. We expect to know by { $date }.
letter-gap-not-reviewed = { $system }: we are going through the data. We expect to be done by { $date }.

letter-facts = About the data
letter-facts-text = For each system we tell you what the data are used for, which they are, who receives them, how long they are kept, where they come from, whether anything is decided without a person, and whether they are sent out of the EEA (GDPR Article 15(1) and (2)).
letter-fact-controller = Responsible
letter-fact-purposes = What they are used for
letter-fact-categories = Which data
letter-fact-recipients = Who receives them
letter-fact-storage = How long they are kept
letter-fact-source = Where they come from
letter-fact-source-unknown = That is not registered.
letter-fact-automated = Decisions without a person
letter-fact-automated-none = None.
letter-fact-transfers = Sent out of the EEA
letter-fact-transfers-none = No.
letter-fact-safeguards = How they are protected there
letter-fact-legal-bases = Why the municipality may hold them

letter-rights = Your rights
letter-rights-text = If something is wrong, you can ask us to correct it. You can also ask us to erase data, to restrict their use, or object to their use (GDPR Articles 16, 17, 18 and 21).
letter-complaint = If you disagree
letter-complaint-datatilsynet = You can complain to the Norwegian Data Protection Authority, Datatilsynet (GDPR Article 77). See datatilsynet.no or call +47 22 39 69 00.
letter-complaint-statsforvalteren = If it is about correcting or erasing something in a patient record, you can complain to the county governor, statsforvalteren (Health Personnel Act sections 42 and 43). Send the complaint to us; we pass it on if we do not agree.
letter-remedy = You can also take the matter to court (GDPR Article 79).
letter-ombud = The data protection officer can give you advice: { $contact }.
letter-ombud-plain = The municipality's data protection officer can give you advice.

letter-changes = What was decided for each system
letter-change-rectify = { $system }: the data have been corrected. What stood there before is not lost, but is marked as corrected (Archive Regulations section 11).
letter-change-supplemented = { $system }: a statement of what you believe is right has been added.
letter-change-erased = { $system }: the data have been erased.
letter-change-anonymised = { $system }: the data have been made anonymous. Nobody can see any more that they are about you.
letter-change-restricted = { $system }: the data have been blocked. They are stored, but not used.
letter-change-retained = { $system }: the data have not been erased. { $ground }
letter-change-referred = { $system }: the National Archives must decide whether the data can be erased (Archives Act section 13). We have sent the case there.
letter-change-refused = { $system }: { $ground }
letter-change-nothing = { $system }: holds nothing about you.
letter-note = If you still disagree, you can ask for a note of what you believe is right.
letter-recipients = We tell those who got the data from us, if that is possible (GDPR Article 19). You can ask who they are.
letter-nothing-found = We did not find the data that you asked to have corrected or erased. So there is nothing to do (GDPR Article 12(4)).

letter-lifted = While we looked into your case, the data were not used. From { $date } they are used again in these systems (GDPR Article 18(3)):
