//! The kinds of files that people send: told by the ending and by the first bytes, which must agree.

/// A kind of file that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Pdf,
    Jpeg,
    Png,
    Gif,
    Webp,
    Heic,
    Text,
    Word,
    OpenDocument,
}

impl Kind {
    /// The kind that a name says.
    pub(super) fn of(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        Some(match ending.to_lowercase().as_str() {
            "pdf" => Self::Pdf,
            "jpg" | "jpeg" => Self::Jpeg,
            "png" => Self::Png,
            "gif" => Self::Gif,
            "webp" => Self::Webp,
            "heic" | "heif" => Self::Heic,
            "txt" => Self::Text,
            "docx" => Self::Word,
            "odt" => Self::OpenDocument,
            _ => return None,
        })
    }

    /// Whether a file of this kind begins like this.
    pub(super) fn begins(self, head: &[u8]) -> bool {
        let at = |from: usize, bytes: &[u8]| head.get(from..).is_some_and(|rest| rest.starts_with(bytes));
        match self {
            Self::Pdf => at(0, b"%PDF-"),
            Self::Jpeg => at(0, b"\xff\xd8\xff"),
            Self::Png => at(0, b"\x89PNG\r\n\x1a\n"),
            Self::Gif => at(0, b"GIF87a") || at(0, b"GIF89a"),
            Self::Webp => at(0, b"RIFF") && at(8, b"WEBP"),
            Self::Heic => at(4, b"ftyp"),
            // What begins with these is a program or an archive, whatever it is called.
            Self::Text => !head.contains(&0) && !at(0, b"MZ") && !at(0, b"PK"),
            Self::Word | Self::OpenDocument => at(0, b"PK\x03\x04"),
        }
    }

    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Heic => "image/heic",
            Self::Text => "text/plain",
            Self::Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::OpenDocument => "application/vnd.oasis.opendocument.text",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_is_called_and_what_it_begins_with_must_agree() {
        let takes = |name: &str, head: &[u8]| Kind::of(name).is_some_and(|kind| kind.begins(head));
        assert!(takes("BREV.PDF", b"%PDF-1.7\n"));
        assert!(takes("bilde.jpeg", b"\xff\xd8\xff\xe0"));
        assert!(takes("bilde.heic", b"\0\0\0\x18ftypheic"));
        assert!(takes("notat.txt", "Blåbær".as_bytes()));
        for (name, head) in [
            ("brev.pdf", &b"MZ\x90"[..]),
            ("brev.pdf.exe", b"MZ\x90"),
            ("program.txt", b"MZ\x90\0"),
            ("side.html", b"<html>"),
            ("bilde.svg", b"<svg"),
            ("bilde.png", b"\xff\xd8\xff"),
            ("brev", b"%PDF-"),
            ("brev.pdf", b""),
            ("makro.docm", b"PK\x03\x04"),
        ] {
            assert!(!takes(name, head), "{name}");
        }
    }
}
