//! What was judged of one answer, and how far its review is.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::rules::{Address, Flags, Item, Judgement, Refused, check};
use crate::id::EmployeeId;
use crate::systems::rules::Review;

/// Who judged, or looked at it as the second. The same person is the same, however many accounts they have.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Judge {
    /// By which account.
    pub employee: EmployeeId,
    /// Keyed hash of their own national id.
    own: Vec<u8>,
}

impl Judge {
    /// This employee, whose own number has this keyed hash.
    pub fn new(employee: EmployeeId, own: &[u8]) -> Self {
        Self { employee, own: own.to_vec() }
    }

    fn is(&self, other: &Self) -> bool {
        self.employee == other.employee || self.own == other.own
    }
}

/// A judgement that was made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Judged {
    /// What was judged.
    pub judgement: Judgement,
    /// By whom.
    pub by: Judge,
    /// When (UTC milliseconds).
    pub at: i64,
    /// From 1; one more each time the item is judged anew.
    pub version: u32,
}

/// The items of an answer, with what the system said of each.
pub type Items = BTreeMap<Item, Flags>;

/// All that was judged of one answer.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Reviewed {
    #[serde(with = "pairs")]
    judged: BTreeMap<Item, Judged>,
}

impl Reviewed {
    /// What was judged of an item.
    pub fn of(&self, item: Item) -> Option<&Judged> {
        self.judged.get(&item)
    }

    /// All that was judged, in the order of the items.
    pub fn all(&self) -> impl Iterator<Item = (Item, &Judged)> {
        self.judged.iter().map(|(item, judged)| (*item, judged))
    }

    /// What is left of it without these judges.
    pub fn without(mut self, recused: &BTreeSet<EmployeeId>) -> Self {
        self.judged.retain(|_, judged| !recused.contains(&judged.by.employee));
        self
    }

    /// How many items are not judged.
    pub fn open(&self, items: &Items) -> usize {
        items.keys().filter(|item| !self.judged.contains_key(item)).count()
    }

    /// Judges an item. `seen` is the version that the judge has seen, 0 where it was not judged.
    ///
    /// # Errors
    /// Why it is not taken; nothing is changed then.
    pub fn judge(
        &mut self,
        items: &Items,
        item: Item,
        seen: u32,
        judgement: Judgement,
        by: Judge,
        at: i64,
    ) -> Result<(), Refused> {
        let flags = items.get(&item).ok_or(Refused::NoSuchItem)?;
        check(item, *flags, &judgement)?;
        let version = self.of(item).map_or(0, |judged| judged.version);
        if version != seen {
            return Err(Refused::Changed);
        }
        let version = version.saturating_add(1);
        self.judged.insert(item, Judged { judgement, by, at, version });
        Ok(())
    }

    /// Whether somebody has said that there is no secret address where the system says that there is one: a life may hang
    /// on who is right.
    fn contradicts(&self, items: &Items) -> bool {
        items.iter().any(|(item, flags)| {
            let said = self.of(*item).and_then(|judged| judged.judgement.address);
            flags.graded_address && said == Some(Address::Nowhere)
        })
    }

    /// Whether somebody may be the second person for all of it.
    ///
    /// # Errors
    /// Why not.
    pub fn approve(&self, policy: Review, items: &Items, second: &Judge) -> Result<(), Refused> {
        if policy != Review::FourEyes && !self.contradicts(items) {
            return Err(Refused::NoSecondNeeded);
        }
        match self.open(items) {
            0 if self.judged.values().any(|judged| judged.by.is(second)) => Err(Refused::SamePerson),
            0 => Ok(()),
            open => Err(Refused::Open(open)),
        }
    }
}

/// How far the review of an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody must look at it.
    NotNeeded,
    /// So many items are not judged.
    Open(usize),
    /// A second person must look at it.
    NeedsSecond,
    /// It is done.
    Done,
}

/// How far the review of an answer is, by what the register says of its system. Nothing is released unseen of which the
/// system says that somebody else, or a secret address, is in it.
pub fn standing(policy: Review, files_unseen: bool, items: &Items, reviewed: &Reviewed, approved: bool) -> Standing {
    let unseen = |(item, flags): (&Item, &Flags)| match item {
        // Only whom it is about may get it without anybody having looked (and who that is, the login says).
        _ if !flags.own => false,
        Item::Record(_) => !flags.any(),
        Item::File(_) => !flags.any() && files_unseen,
        Item::Refusal => false,
        Item::Disclosures | Item::Accesses => true,
    };
    let has_begun = reviewed.all().next().is_some();
    if policy == Review::Automatic && !has_begun && items.iter().all(unseen) {
        return Standing::NotNeeded;
    }
    // Where there is nothing to judge there is nothing to look at twice.
    let needs_second = (policy == Review::FourEyes && !items.is_empty()) || reviewed.contradicts(items);
    match reviewed.open(items) {
        0 if needs_second && !approved => Standing::NeedsSecond,
        0 => Standing::Done,
        open => Standing::Open(open),
    }
}

/// A map as a list of pairs: JSON has only texts as names.
mod pairs {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serializer};

    use super::{Item, Judged};

    pub(super) fn serialize<S: Serializer>(map: &BTreeMap<Item, Judged>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(map)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<Item, Judged>, D::Error> {
        Ok(Vec::<(Item, Judged)>::deserialize(deserializer)?.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::review::examples::*;
    use crate::review::rules::{Others, Verdict};

    fn judge(number: u8) -> Judge {
        Judge::new(EmployeeId::new(number.into()), &[number])
    }

    fn items(all: &[(Item, Flags)]) -> Items {
        all.iter().copied().collect()
    }

    #[test]
    fn two_who_judge_the_same_item_do_not_overwrite_each_other() {
        let items = items(&[(Item::Record(0), PLAIN), (Item::Record(1), PLAIN)]);
        let mut reviewed = Reviewed::default();
        let mut say =
            |item, seen, verdict: Verdict, by| reviewed.judge(&items, item, seen, verdict.into(), judge(by), 5);
        assert_eq!(say(Item::Record(0), 0, withhold(), 1), Ok(()));
        assert_eq!(say(Item::Record(0), 0, Verdict::Release, 2), Err(Refused::Changed));
        assert_eq!(say(Item::Record(1), 0, Verdict::Release, 2), Ok(()), "another item is nobody's business");
        assert_eq!(say(Item::Record(0), 1, redact(), 2), Ok(()), "who has seen it may");
        assert_eq!(say(Item::Record(2), 0, Verdict::Release, 2), Err(Refused::NoSuchItem));
        let judged = reviewed.of(Item::Record(0)).unwrap();
        assert_eq!((judged.version, judged.judgement.verdict.code()), (2, "redact"));
        assert!(judged.by.is(&judge(2)));
        let kept: Reviewed = serde_json::from_slice(&serde_json::to_vec(&reviewed).unwrap()).unwrap();
        let same = |one: &Reviewed| {
            one.all().map(|(item, judged)| (item, judged.judgement.clone(), judged.at)).collect::<Vec<_>>()
        };
        assert_eq!(same(&kept), same(&reviewed));
    }

    #[test]
    fn the_second_person_is_another_than_the_first_by_whichever_account() {
        let items = items(&[(Item::Record(0), PLAIN), (Item::File(0), PLAIN)]);
        let mut reviewed = Reviewed::default();
        reviewed.judge(&items, Item::Record(0), 0, Verdict::Release.into(), judge(1), 5).unwrap();
        assert_eq!(reviewed.approve(Review::FourEyes, &items, &judge(2)), Err(Refused::Open(1)));
        reviewed.judge(&items, Item::File(0), 0, withhold().into(), judge(3), 5).unwrap();
        for (second, taken) in [
            (judge(1), Err(Refused::SamePerson)),
            (judge(3), Err(Refused::SamePerson)),
            (Judge::new(EmployeeId::new(9), &[3]), Err(Refused::SamePerson)),
            (judge(2), Ok(())),
        ] {
            assert_eq!(reviewed.approve(Review::FourEyes, &items, &second), taken);
        }
        for policy in [Review::Automatic, Review::Reviewer] {
            assert_eq!(reviewed.approve(policy, &items, &judge(2)), Err(Refused::NoSecondNeeded));
        }
    }

    #[test]
    fn nothing_leaves_unseen_of_which_something_was_said() {
        let of =
            |items: &Items, files_unseen| standing(Review::Automatic, files_unseen, items, &Reviewed::default(), false);
        let (record, file) = (Item::Record(0), Item::File(0));
        assert_eq!(of(&items(&[(record, PLAIN)]), false), Standing::NotNeeded);
        assert_eq!(of(&items(&[]), false), Standing::NotNeeded);
        assert_eq!(of(&items(&[(record, OTHERS)]), true), Standing::Open(1));
        assert_eq!(of(&items(&[(record, SECRET)]), true), Standing::Open(1));
        assert_eq!(of(&items(&[(record, PLAIN), (file, PLAIN)]), true), Standing::NotNeeded);
        assert_eq!(of(&items(&[(record, PLAIN), (file, PLAIN)]), false), Standing::Open(2));
        assert_eq!(of(&items(&[(file, OTHERS)]), true), Standing::Open(1));
        assert_eq!(of(&items(&[(Item::Refusal, PLAIN)]), true), Standing::Open(1));
        assert_eq!(of(&items(&[(Item::Accesses, PLAIN), (Item::Disclosures, PLAIN)]), false), Standing::NotNeeded);
        let of_another = Flags { own: false, ..PLAIN };
        assert_eq!(of(&items(&[(record, of_another)]), true), Standing::Open(1), "somebody else has asked");
    }

    #[test]
    fn that_a_secret_address_is_none_is_looked_at_twice() {
        let items = items(&[(Item::Record(0), SECRET)]);
        let mut reviewed = Reviewed::default();
        let none = Judgement { address: Some(Address::Nowhere), ..Verdict::Release.into() };
        reviewed.judge(&items, Item::Record(0), 0, none, judge(1), 5).unwrap();
        for policy in [Review::Automatic, Review::Reviewer, Review::FourEyes] {
            assert_eq!(standing(policy, true, &items, &reviewed, false), Standing::NeedsSecond);
            assert_eq!(reviewed.approve(policy, &items, &judge(1)), Err(Refused::SamePerson));
            assert_eq!(reviewed.approve(policy, &items, &judge(2)), Ok(()));
        }
    }

    #[test]
    fn an_answer_that_somebody_began_to_judge_is_judged_to_its_end() {
        let items = items(&[(Item::Record(0), PLAIN), (Item::Record(1), PLAIN)]);
        let mut reviewed = Reviewed::default();
        reviewed.judge(&items, Item::Record(0), 0, withhold().into(), judge(1), 5).unwrap();
        assert_eq!(standing(Review::Automatic, true, &items, &reviewed, false), Standing::Open(1));
        reviewed.judge(&items, Item::Record(1), 0, Verdict::Release.into(), judge(1), 5).unwrap();
        let all = [Review::Automatic, Review::Reviewer, Review::FourEyes];
        let of = |approved| all.map(|policy| standing(policy, true, &items, &reviewed, approved));
        assert_eq!(of(false), [Standing::Done, Standing::Done, Standing::NeedsSecond]);
        assert_eq!(of(true), [Standing::Done; 3]);
    }

    fn any_judgement() -> impl Strategy<Value = Judgement> {
        let verdict = prop_oneof![Just(Verdict::Release), Just(redact()), Just(replace()), Just(withhold())];
        let others = proptest::option::of(0..Others::ALL.len()).prop_map(|at| at.map(|at| Others::ALL[at]));
        let address = proptest::option::of(0..Address::ALL.len()).prop_map(|at| at.map(|at| Address::ALL[at]));
        (verdict, others, address).prop_map(|(verdict, others, address)| Judgement { verdict, others, address })
    }

    proptest! {
        #[test]
        fn a_secret_address_is_never_released(judgement in any_judgement(), place in 0_usize..3, third_party: bool) {
            let flags = Flags { third_party, graded_address: true, own: false };
            let items: Items = [(Item::Record(0), flags), (Item::File(0), flags), (Item::Refusal, flags)].into();
            let item = [Item::Record(0), Item::File(0), Item::Refusal][place];
            let mut reviewed = Reviewed::default();
            if reviewed.judge(&items, item, 0, judgement, judge(1), 5).is_ok() {
                let judged = &reviewed.of(item).unwrap().judgement;
                let withheld = matches!(judged.verdict, Verdict::Withhold { .. });
                let taken_out = judged.verdict.takes_out() && judged.address.is_some();
                let denied = judged.address == Some(Address::Nowhere);
                let alone = standing(Review::Reviewer, true, &[(item, flags)].into(), &reviewed, false);
                prop_assert!(withheld || taken_out || (denied && alone == Standing::NeedsSecond));
                prop_assert!(withheld || !third_party || judged.others.is_some());
            }
        }
    }
}
