//! What many may do at the same time, and nobody too much of: a person who holds all of it would keep everybody else from it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::visit::Caller;

/// So many at a time, and so many of one person.
pub(crate) struct Shares {
    most: usize,
    each: usize,
    /// By whose sessions they are.
    held: Mutex<BTreeMap<Vec<u8>, usize>>,
}

/// One of them, until it is dropped.
pub(crate) struct Share {
    of: Arc<Shares>,
    whose: Vec<u8>,
}

impl Shares {
    pub(crate) fn new(most: usize, each: usize) -> Arc<Self> {
        Arc::new(Self { most, each, held: Mutex::default() })
    }

    /// One for who is logged in; `None` where nobody is, or there is none for them.
    pub(super) fn take_for(self: &Arc<Self>, caller: &Caller) -> Option<Share> {
        self.take(&caller.session()?.owner)
    }

    /// One for who is not logged in any more: all of them have as many as one person.
    pub(super) fn take_for_strangers(self: &Arc<Self>) -> Option<Share> {
        self.take(&[])
    }

    /// One for this person; `None` where there is none left, or they have theirs.
    fn take(self: &Arc<Self>, whose: &[u8]) -> Option<Share> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.values().sum::<usize>() >= self.most || held.get(whose).is_some_and(|own| *own >= self.each) {
            return None;
        }
        *held.entry(whose.to_vec()).or_default() += 1;
        Some(Share { of: self.clone(), whose: whose.to_vec() })
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut held = self.of.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = held.get_mut(&self.whose) {
            *own -= 1;
            if *own == 0 {
                held.remove(&self.whose);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_has_more_than_their_share_and_all_have_no_more_than_there_is() {
        let shares = Shares::new(3, 2);
        let first = shares.take(b"a").unwrap();
        let second = shares.take(b"a").unwrap();
        assert!(shares.take(b"a").is_none(), "they have theirs");
        let third = shares.take(b"b").unwrap();
        assert!(shares.take(b"c").is_none(), "there is none left");
        drop(first);
        assert!(shares.take(b"c").is_some());
        drop((second, third));
        assert!(shares.held.lock().unwrap().is_empty());
    }
}
