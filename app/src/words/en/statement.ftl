# The privacy statement of one part of the municipality's work.
statement-title = Privacy statement: { $sector }
statement-description = How the municipality uses personal data in this area.
statement-lead = Here it says which data we use about people in this area, why, and for how long.
statement-controller = Who is responsible?
statement-controller-text = { $municipality } is responsible for the data. If you have questions, you can contact the data protection officer:
statement-bases-text = The municipality must be allowed to use data about you. Most often the reason is that the law gives us a task. This is in the law of the EU on privacy (GDPR Article 6(1)(e)). These are the legal bases in this area:
statement-rights-text = You can ask to see the data, to have them rectified or erased, or to have the use of them restricted. You can also object to our use of them. It costs nothing. If you think we are doing something wrong, you can complain to the Norwegian Data Protection Authority.
statement-ask = Ask what we hold about you
statement-back = To all the systems
statement-all = Privacy statements
statement-all-text = Here you can read how we use data, area by area.
