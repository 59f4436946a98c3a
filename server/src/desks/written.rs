//! What is written in a case, as the pages of either side show it.

use app::model::messages::{MessageFile, MessageView, Messages, Question};

use super::own_case::moment;
use crate::messages::{Message, Sender};
use crate::token::Token;
use crate::uploads::UploadSettings;

/// All messages as somebody on the side of `side` reads them, what they are asked, and whether they may write.
pub(super) fn messages(
    written: Vec<Message>,
    side: Sender,
    questions: Vec<Question>,
    may_write: bool,
    uploads: &UploadSettings,
) -> Messages {
    let unsettled = written.iter().any(|message| !message.is_settled);
    Messages {
        unsettled,
        all: written.into_iter().rev().map(|message| view(message, side)).collect(),
        questions,
        token: may_write.then(|| Token::random().written().to_string()),
        limits: uploads.limits(),
    }
}

fn view(message: Message, side: Sender) -> MessageView {
    let Message { number, sender, sent_at, opened_at, text, files, .. } = message;
    MessageView {
        number,
        is_own: sender == side,
        sent: moment(sent_at),
        is_read: opened_at.is_some(),
        text,
        files: (1..)
            .zip(files)
            .map(|(place, file)| MessageFile { place, name: file.about.name, size_bytes: file.size_bytes })
            .collect(),
    }
}
