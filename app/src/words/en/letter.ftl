# Letters to the person a case is about: what was decided, and why. Plain words first, the article of the law after them.

letter-receipt-title = We have received your request
letter-extension-title = We need more time
letter-clarification-title = We need an answer from you
letter-granted-title = Here is what we found about you
letter-partly-title = You get data about you, but not all of them
letter-refused-title = You will not be given access
letter-nothing-title = We found nothing about you
letter-supplement-title = A further answer to your request
letter-rectified-title = We have corrected the data about you
letter-partly-rectified-title = We have corrected some of what you asked for
letter-not-rectified-title = We will not correct what you asked us to
letter-nothing-to-rectify-title = We found nothing to correct
letter-erased-title = The answer to your request for erasure
letter-partly-erased-title = Some of what you asked for has been erased or blocked
letter-not-erased-title = We will not erase what you asked us to
letter-nothing-to-erase-title = We found nothing to erase
letter-lifted-title = We are starting to use the data again
letter-request-refused-title = We will not do what you asked for
letter-request-refused = We refuse your request for { $right }.

letter-right-access = access
letter-right-rectification = rectification
letter-right-erasure = erasure

letter-reference = Case number { $reference }. Please give it when you contact us.
letter-received = We received your request on { $date } at { $time }.
letter-on-behalf = You have sent the request on behalf of somebody else. Where this letter says “data about you”, it means data about that person.
letter-dated = This letter is dated { $date }.
letter-due = You will have the answer to your request for { $right } by { $date } at the latest.
letter-steps = What happens now?
letter-steps-systems = { $count ->
    [one] We ask one of the municipality's systems. When it has answered, you get an answer from us.
   *[other] We ask { $count } of the municipality's systems. When they have answered, you get an answer from us.
}
letter-steps-follow = You can follow the case on My page. There you can also withdraw your request. Asking for this is free.

letter-extension-dates = You should have had an answer to your request for { $right } by { $was }. The new date is { $is }.
letter-extension-law = The law gives us up to two more months where that is necessary because the request is complex or you have sent several (GDPR Article 12(3)).
letter-extension-amount = The reason is that there is a very large amount of data to go through.
letter-extension-retrieval = The reason is that the data are stored in a way that makes them hard to find and collect.
letter-extension-redaction = The reason is that we must take out what is about other people before you can have your data.
letter-extension-explanation = The reason is that the data must be explained to be understood.
letter-extension-many-requests = The reason is that you have sent us several requests that must be handled at the same time.

letter-clarification-identity = We are not sure who has sent the request, and must be before we hand anything out (GDPR Article 12(6)).
letter-clarification-authority = We need to know that you may ask for this on behalf of somebody else.
letter-clarification-scope = The municipality holds a very large amount of data about you. What would you like to know about? You can also answer that you want everything (GDPR recital 63).
letter-clarification-question = Our question:
letter-clarification-clock = The time limit for your request for { $right } is paused from { $date } until we have your answer.
letter-clarification-answer = Answer on My page, in your case.

letter-granted = You get everything that we hold about you in the systems that we have searched.
letter-partly = You get part of the data we hold about you. The rest you do not get. The reason is given below.
letter-refused = We hold data about you that you do not get to see. The reason is given below.
letter-nothing = We hold no data about you in the systems that we have searched.
letter-systems-asked = { $count ->
    [one] We have searched one system.
   *[other] We have searched { $count } systems.
}
letter-supplement = When you got the first answer, something was missing. Here is what has come in since.
letter-supplement-nothing = When you got the first answer, something was missing. We have looked there now too, and found no more about you.
letter-supplement-refused = When you got the first answer, something was missing. We have looked there now too. You cannot see what we found. The reason is given below.
letter-automatic = A computer program made this answer. No employee has considered it. The program answers when every system has answered and nothing needs to be considered by a person first. It cannot say no. You can ask for an employee to look at the case. The rule is called { $rule }.
letter-words = From the caseworker:
letter-delivery = You can see the data and download them on My page up to and including { $date }. After that we delete the copy that we made for you. The data in the systems are not deleted.

letter-grounds = Why do you not get all of it?
letter-grounds-refused = Why do you not get access?
letter-grounds-request = Why are we not doing what you asked?
letter-ground-popplyl-16-1-a = The data matter to Norway's foreign policy, defence or security, and can be exempted under section 20 or 21 of the Freedom of Information Act (Personal Data Act section 16, first paragraph, letter a).
letter-ground-popplyl-16-1-b = The data must be kept secret to prevent, investigate, uncover or prosecute crimes (Personal Data Act section 16, first paragraph, letter b).
letter-ground-popplyl-16-1-c = We believe that you should not learn this, because of your health or your relation to somebody close to you (Personal Data Act section 16, first paragraph, letter c). Somebody who represents you can ask for it, and gets it unless there are special reasons against it.
letter-ground-popplyl-16-1-d = The data are subject to a duty of secrecy, towards you too (Personal Data Act section 16, first paragraph, letter d). The duty is laid down in { $text }.
letter-ground-popplyl-16-1-e = The data are only in texts that the municipality has written to prepare cases internally and has given to nobody else. We must hold them back to be able to work properly on the case (Personal Data Act section 16, first paragraph, letter e).
letter-ground-popplyl-16-1-f = It would be contrary to obvious and fundamental private or public interests to give you the data (Personal Data Act section 16, first paragraph, letter f). These are the considerations: { $text }
letter-ground-popplyl-17 = The data are used for archives, research or statistics only. Doing what you ask would take disproportionate effort or keep us from reaching the aim (Personal Data Act section 17).
letter-ground-gdpr-15-4 = A copy for you would adversely affect the rights and freedoms of others (GDPR Article 15(4)).
letter-ground-gdpr-16 = We have examined the data and find them correct and complete (GDPR Article 16). This is the reason: { $text }
letter-ground-gdpr-17-1 = The law does not give a right to erasure here (GDPR Article 17(1)). This is the reason: { $text }
letter-ground-gdpr-17-3-a = The data are necessary for the freedom of expression and information (GDPR Article 17(3)(a)).
letter-ground-gdpr-17-3-b = The municipality must hold the data to comply with a legal obligation, to carry out a task in the public interest or to exercise official authority (GDPR Article 17(3)(b)).
letter-ground-gdpr-17-3-c = The data are necessary for public health (GDPR Article 17(3)(c)).
letter-ground-gdpr-17-3-d = The data are necessary for archives in the public interest, research or statistics, and erasing them would make this impossible or very difficult (GDPR Article 17(3)(d)).
letter-ground-gdpr-17-3-e = The data are necessary to establish, exercise or defend a legal claim (GDPR Article 17(3)(e)).
letter-ground-arkivlova-13 = The data are part of the municipality's archive, and section 13 of the Archives Act does not allow us to erase them there (cf. GDPR Article 17(3)(b)).
letter-ground-gdpr-12-5-unfounded = The request is manifestly unfounded (GDPR Article 12(5)). This is the reason: { $text }
letter-ground-gdpr-12-5-excessive = The request is manifestly excessive (GDPR Article 12(5)). This is the reason: { $text }
letter-ground-gdpr-12-5-repetitive = The request is excessive because it repeats earlier requests (GDPR Article 12(5)). This is the reason: { $text }

letter-gaps = What is still missing?
letter-gaps-text = { $count ->
    [one] One system is not in the answer yet. You will get another answer when it is ready.
   *[other] { $count } systems are not in the answer yet. You will get another answer when they are ready.
}
letter-gap = { $system }: we are not finished here. You will hear from us by { $date }.

letter-facts = About the data
letter-facts-text = For each system we tell you what the data are used for, which they are, who receives them, how long they are kept, where they come from, whether anything is decided without a person, and whether they are sent out of the EEA (GDPR Article 15(1) and (2)).
letter-facts-where = You find this on the page “About the data” in the package.
letter-fact-controller = Responsible
letter-fact-purposes = What they are used for
letter-fact-categories = Which data
letter-fact-recipients = Who receives them
letter-fact-storage = How long they are kept
letter-fact-source = Where they come from
letter-fact-unknown = We have not recorded that. Ask us, and we will find out.
letter-fact-automated = Decisions made without a person
letter-fact-transfers = Sent outside the EEA
letter-fact-safeguards = How they are protected there
letter-fact-legal-bases = Why it is allowed

letter-rights = Your rights
letter-rights-text = If something is wrong, you can ask us to correct it. You can also ask us to erase data or to restrict their use. And you can object to our using them (GDPR Articles 16, 17, 18 and 21).
letter-complaint = If you disagree
letter-complaint-datatilsynet = You can complain to the Norwegian Data Protection Authority, Datatilsynet (GDPR Article 77). See datatilsynet.no or call +47 22 39 69 00.
letter-complaint-statsforvalteren = If it is about correcting or erasing something in a patient record, you can complain to the county governor, statsforvalteren (Health Personnel Act sections 42 and 43). Send the complaint to us; we pass it on if we do not agree.
letter-remedy = You can also take the matter to court (GDPR Article 79).
letter-law = The General Data Protection Regulation (GDPR) is the law of the EU on privacy. The Norwegian law is the Personal Data Act.
letter-ombud = The data protection officer can give you advice: { $contact }.
letter-ombud-plain = The municipality's data protection officer can give you advice.

letter-changes = What has been done in each system
letter-change-supplement = Something was missing in the first answer that you had. Here is the answer about the rest.
letter-changed = We have considered your request for { $right }. What has been done in each system is given below.
letter-change-rectify = { $system }: The data have been corrected. If the municipality must keep what was there before, it is not lost but is marked as corrected (Archive Regulations section 11; for patient records Health Personnel Act section 42).
letter-change-supplemented = { $system }: A note of what you believe is right has been added.
letter-change-erased = { $system }: The data have been erased.
letter-change-anonymised = { $system }: The data have been made anonymous. Nobody can see any more that they are about you.
letter-change-restricted = { $system }: The data have been restricted. They are stored, but not used.
letter-change-retained = { $system }: The data have not been erased. { $ground }
letter-change-referred = { $system }: The National Archives must decide whether the data can be erased (Archives Act section 13). We have sent the case there.
letter-change-refused = { $system }: We have not done what you asked for. { $ground }
letter-change-noted = { $system }: We have not changed anything. { $ground } We have added a note of what you believe is right.
letter-change-nothing = { $system }: The data you wrote about are not here.
letter-note = If you disagree with what we do not correct, you can ask for a note of what you believe is right.
letter-journal-noted = Your request and our reasons for refusing it are written into the patient record (Health Personnel Act sections 42 and 43).
letter-recipients = If we have given the data to others, we tell them, unless that is impossible or takes disproportionate effort (GDPR Article 19). You can ask who they are.
letter-nothing-found = We did not find the data you wrote about in any of the systems we asked. So there is nothing that we can correct or erase.

letter-lifted = While we looked into your case, the data were blocked. From { $date } they will be used again in these systems (GDPR Article 18(3)):
letter-sent-authority = { $name } shows that I may ask for somebody else.
letter-sent-evidence = { $name } shows that this is wrong: { $what }
