//! The questions in their order.

use super::{Draft, UsedRight};

/// One question, on a page of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// What one wants.
    What,
    /// Whom it is about.
    Who,
    /// What is to be looked for.
    Where,
    /// What is wrong; only where something is to be rectified.
    Wrong,
    /// What is to be erased; only where something is.
    Erase,
    /// What helps to find the person.
    Find,
    /// How the person is told of news.
    Notify,
    /// All of it, before it is sent.
    Review,
}

impl Step {
    /// Every one, in order.
    pub const ALL: [Self; 8] =
        [Self::What, Self::Who, Self::Where, Self::Wrong, Self::Erase, Self::Find, Self::Notify, Self::Review];

    /// Its page.
    pub const fn path(self) -> &'static str {
        match self {
            Self::What => "/min-side/ny",
            Self::Who => "/min-side/ny/hvem",
            Self::Where => "/min-side/ny/hvor",
            Self::Wrong => "/min-side/ny/retting",
            Self::Erase => "/min-side/ny/sletting",
            Self::Find => "/min-side/ny/finne",
            Self::Notify => "/min-side/ny/varsel",
            Self::Review => "/min-side/ny/se-over",
        }
    }

    /// Whether files may be sent with its answer.
    pub const fn takes_files(self) -> bool {
        matches!(self, Self::Who | Self::Wrong)
    }

    /// Where its form is sent.
    pub const fn action(self) -> &'static str {
        match self {
            Self::What => "/do/ask-what",
            Self::Who => "/do/ask-who",
            Self::Where => "/do/ask-where",
            Self::Wrong => "/do/ask-wrong",
            Self::Erase => "/do/ask-erase",
            Self::Find => "/do/ask-find",
            Self::Notify => "/do/ask-notify",
            Self::Review => super::SEND,
        }
    }

    /// The questions that this draft is asked.
    pub fn of(draft: &Draft) -> impl Iterator<Item = Self> + use<> {
        let (wrong, erase) = (draft.uses(UsedRight::Rectification), draft.uses(UsedRight::Erasure));
        Self::ALL.into_iter().filter(move |step| match step {
            Self::Wrong => wrong,
            Self::Erase => erase,
            _ => true,
        })
    }

    /// Whether it is answered. The last is never: it is for sending.
    pub fn is_answered(self, draft: &Draft) -> bool {
        match self {
            Self::What => !draft.rights.is_empty(),
            Self::Who => draft.whom.is_some(),
            Self::Where => draft.extent.is_some(),
            Self::Wrong => !draft.wrong.is_empty() && draft.restrict_wrong.is_some(),
            Self::Erase => draft.unwanted.is_some(),
            Self::Find => draft.clues.is_some(),
            Self::Notify => draft.email.is_some(),
            Self::Review => false,
        }
    }

    /// The question that follows.
    pub fn next(self, draft: &Draft) -> Self {
        Self::of(draft).skip_while(|step| *step != self).nth(1).unwrap_or(Self::Review)
    }

    /// The question before; `None` for the first.
    pub fn before(self, draft: &Draft) -> Option<Self> {
        Self::of(draft).take_while(|step| *step != self).last()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(rights: &[UsedRight]) -> Draft {
        Draft { rights: rights.to_vec(), ..Draft::default() }
    }

    #[test]
    fn only_what_belongs_to_the_chosen_rights_is_asked() {
        let steps = |rights: &[UsedRight]| Step::of(&draft(rights)).collect::<Vec<_>>();
        assert_eq!(steps(&UsedRight::ALL), Step::ALL);
        assert!(!steps(&[UsedRight::Access]).iter().any(|step| matches!(step, Step::Wrong | Step::Erase)));
        assert!(steps(&[UsedRight::Erasure]).contains(&Step::Erase));
    }

    #[test]
    fn back_and_forward_are_each_other_s_opposite() {
        for rights in [&UsedRight::ALL[..], &[UsedRight::Access], &[UsedRight::Rectification]] {
            let draft = draft(rights);
            for step in Step::of(&draft).filter(|step| *step != Step::Review) {
                assert_eq!(step.next(&draft).before(&draft), Some(step));
            }
            assert_eq!(Step::What.before(&draft), None);
        }
    }

    #[test]
    fn a_question_that_is_not_asked_any_more_is_no_reason_to_wait() {
        let answered = Draft {
            whom: Some(super::super::Whom::Oneself),
            extent: Some(super::super::Extent::default()),
            clues: Some(super::super::Clues::default()),
            email: Some(String::new()),
            ..draft(&[UsedRight::Access])
        };
        assert_eq!(answered.unanswered(), Step::Review);
        let more = Draft { rights: vec![UsedRight::Access, UsedRight::Erasure], ..answered };
        assert_eq!(more.unanswered(), Step::Erase);
    }
}
