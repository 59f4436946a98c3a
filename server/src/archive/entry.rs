//! What of a case goes to the archive: what was sent in, what was decided, what was told and what was written, in the order in
//! which it happened. Nothing here can reach what a system has given.

use std::collections::{BTreeMap, BTreeSet};

use app::words::Words;

use super::message::{Code, Way};
use super::page::{self, Decided, Request};
use super::store::Of;
use crate::cases::evidence;
use crate::cases::rules::Right;
use crate::cases::said;
use crate::cases::store::{self as cases, Case, Claim};
use crate::cases::submission::{Asked, Help};
use crate::cases::told;
use crate::db::Tx;
use crate::decisions::at_system::Kept;
use crate::decisions::at_system::Kepts;
use crate::decisions::gaps::Gap;
use crate::decisions::made::{Made, on_claim};
use crate::error::Error;
use crate::id::{BlobId, TaskId};
use crate::letters::issue;
use crate::letters::letter::Letter;
use crate::letters::page::{facts_page, letter_page};
use crate::letters::store::LetterRow;
use crate::letters::{reason, right_name};
use crate::messages::{self, Message, Sender};
use crate::office::Office;
use crate::staff::store as staff;
use crate::tasks::fan_out::register;
use crate::tasks::store as tasks;
use crate::uploads::Attached;
use crate::vault::Key;

const CORRESPONDENCE: Code = Code("KORR", "Korrespondanse");

/// One document.
pub(super) struct Entry {
    pub of: Of,
    /// When it came in, was decided or was told (UTC milliseconds).
    pub at: i64,
    pub title: String,
    /// The same without what only the person may know.
    pub public_title: String,
    pub way: Way,
    pub kind: Code,
    pub files: Vec<File>,
}

/// A file of a document, the document itself first.
pub(super) struct File {
    pub title: String,
    /// As it was called where it came from.
    pub name: String,
    pub media_type: String,
    pub content: Content,
}

/// What is in a file.
pub(super) enum Content {
    /// A page.
    Page(String),
    /// What somebody sent with what they wrote.
    Attached(Attached),
}

impl File {
    fn page(title: &str, name: &str, page: String) -> Self {
        let (title, name) = (title.to_owned(), name.to_owned());
        Self { title, name, media_type: "text/html".to_owned(), content: Content::Page(page) }
    }

    /// Where its bytes are, where it is not a page of ours.
    fn blob(&self) -> Option<BlobId> {
        match &self.content {
            Content::Page(_) => None,
            Content::Attached(file) => Some(file.blob),
        }
    }

    fn attached(file: Attached) -> Self {
        let (name, media_type) = (file.about.name.clone(), file.about.media_type.clone());
        Self { title: name.clone(), name, media_type, content: Content::Attached(file) }
    }
}

/// All documents of a case.
pub(super) async fn entries(office: &Office, tx: &mut Tx, key: &Key, case: &Case) -> Result<Vec<Entry>, Error> {
    let claims = cases::claims_of(tx, case.id).await?;
    let mut all = vec![request(office, tx, key, case, &claims).await?];
    for claim in &claims {
        all.extend(decisions(office, tx, key, case, claim).await?);
    }
    all.extend(letters(office, tx, key, case).await?);
    let sent_in: BTreeSet<BlobId> = all.iter().flat_map(|entry| &entry.files).filter_map(File::blob).collect();
    all.extend(messages(office, tx, key, case, &sent_in).await?);
    all.sort_by_key(|entry| (entry.at, entry.of));
    Ok(all)
}

async fn request(office: &Office, tx: &mut Tx, key: &Key, case: &Case, claims: &[Claim]) -> Result<Entry, Error> {
    let words = Words(office.language);
    let (mut asked, mut help, mut attached) = (Vec::new(), Help::default(), Vec::new());
    for claim in claims {
        let told = told::store::told(tx, claim.id).await?.ok_or(Error::NotFound)?;
        asked.push(said::asked(key, claim.id, &told)?);
        help = said::help(key, &told)?;
        attached.extend(evidence::attached(tx, key, claim.id).await?);
    }
    let attachments: Vec<String> = attached.iter().map(|file| file.about.name.clone()).collect();
    let page = page::request(
        words,
        &office.municipality.name,
        &Request {
            reference: &case.reference,
            received_at: case.received_at,
            on_behalf: case.filer != case.subject,
            asked: &asked,
            help: &help,
            attachments: &attachments,
        },
    );
    let title = request_title(words, &asked);
    let mut files = vec![File::page(&title, "henvendelse.html", page)];
    files.extend(attached.into_iter().map(File::attached));
    let kind = CORRESPONDENCE;
    let (of, at, way) = (Of::Request, case.received_at, Way::In);
    Ok(Entry { of, at, public_title: title.clone(), title, way, kind, files })
}

fn request_title(words: Words, asked: &[Asked]) -> String {
    words.archive_request(page::rights(words, asked))
}

async fn decisions(office: &Office, tx: &mut Tx, key: &Key, case: &Case, claim: &Claim) -> Result<Vec<Entry>, Error> {
    let words = Words(office.language);
    let all = on_claim(tx, key, claim.id).await?;
    let is_of_systems = |made: &Made| claim.right != Right::Access || !made.gaps.is_empty();
    let names = if all.iter().any(is_of_systems) { names(tx, claim).await? } else { BTreeMap::new() };
    let kept = Kepts::read(tx, key, &all).await?;
    let mut entries = Vec::new();
    for made in all {
        let by = match &made.reasons {
            Some(reasons) => staff::name_of(tx, reasons.by).await?,
            None => None,
        };
        let gap = |gap: &Gap| Some((names.get(&gap.task)?.clone(), gap.expected_on));
        let gaps: Vec<_> = made.gaps.iter().filter_map(gap).collect();
        let system = |(task, kept): (TaskId, &Kept)| {
            let ground = kept.ground.as_ref().map(|(code, text)| reason(words, code, text.as_deref()));
            Some((names.get(&task)?.clone(), kept.action, ground.unwrap_or_default()))
        };
        let mut systems: Vec<_> = kept.all_of(made.id).filter_map(system).collect();
        systems.sort_by_cached_key(|(name, ..)| name.to_lowercase());
        let page = page::decision(
            words,
            &office.municipality.name,
            &Decided {
                reference: &case.reference,
                right: claim.right,
                outcome: made.outcome,
                at: made.at,
                by: by.as_deref().or(made.reasons.is_some().then_some(words.archive_by_employee())),
                words: made.reasons.as_ref().map_or("", |reasons| &reasons.words),
                grounds: &made.grounds,
                systems: &systems,
                gaps: &gaps,
            },
        );
        let title = words.archive_decision(right_name(words, claim.right));
        let files = vec![File::page(&title, "avgjorelse.html", page)];
        let (of, way, kind) = (Of::Decision(made.id), Way::Within, Code("VEDTAK", "Vedtak"));
        entries.push(Entry { of, at: made.at, public_title: title.clone(), title, way, kind, files });
    }
    Ok(entries)
}

/// What the system of each task of a claim is called.
async fn names(tx: &mut Tx, claim: &Claim) -> Result<BTreeMap<TaskId, String>, Error> {
    let register = register(tx).await?;
    let tasks = tasks::tasks_of(tx, claim.id).await?;
    Ok(tasks.into_iter().filter_map(|task| Some((task.id, register.get(&task.system)?.name.clone()))).collect())
}

async fn letters(office: &Office, tx: &mut Tx, key: &Key, case: &Case) -> Result<Vec<Entry>, Error> {
    let words = Words(office.language);
    let entry = |(row, letter): (LetterRow, Letter)| {
        let page = letter_page(&letter, &office.municipality.name).into_string();
        let mut files = vec![File::page(letter.title(), "brev.html", page)];
        if !letter.facts().is_empty() {
            let title = Words(letter.language()).archive_facts();
            files.push(File::page(
                title,
                "om-opplysningene.html",
                facts_page(&letter, title, letter.title()).into_string(),
            ));
        }
        Some(Entry {
            of: Of::Letter(row.number),
            // What nobody could read was told to nobody.
            at: row.issued_at?,
            title: letter.title().to_owned(),
            public_title: words.archive_letter().to_owned(),
            way: Way::Out,
            kind: CORRESPONDENCE,
            files,
        })
    };
    Ok(issue::read_all(tx, key, case.id).await?.into_iter().filter_map(entry).collect())
}

/// What the two sides wrote. What came with the request, and is in it, is not repeated.
async fn messages(
    office: &Office,
    tx: &mut Tx,
    key: &Key,
    case: &Case,
    sent_in: &BTreeSet<BlobId>,
) -> Result<Vec<Entry>, Error> {
    let words = Words(office.language);
    let entry = |message: Message| {
        let (way, title) = match message.sender {
            Sender::Person => (Way::In, words.archive_message_in()),
            Sender::Municipality => (Way::Out, words.archive_message_out()),
        };
        let attachments: Vec<String> = message.files.iter().map(|file| file.about.name.clone()).collect();
        let written = page::Written {
            title,
            reference: &case.reference,
            at: message.sent_at,
            text: &message.text,
            attachments: &attachments,
        };
        let mut files =
            vec![File::page(title, "melding.html", page::message(words, &office.municipality.name, &written))];
        let own = message.files.into_iter().filter(|file| !sent_in.contains(&file.blob));
        files.extend(own.map(File::attached));
        let (of, at, kind) = (Of::Message(message.number), message.sent_at, CORRESPONDENCE);
        Entry { of, at, title: title.to_owned(), public_title: title.to_owned(), way, kind, files }
    };
    Ok(messages::of_case(tx, key, case.id).await?.into_iter().map(entry).collect())
}
