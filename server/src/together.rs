//! Doing for several at once what each of them waits for: whoever comes first does it for all who have come by then, the
//! others are handed what came of theirs. A database that waits for its disk at each commit then waits once for all.
//!
//! No task runs in the background: the work is done by one of those who wait. If that one goes away in the middle, the
//! others notice and ask anew.

use std::sync::{Mutex, PoisonError};

use tokio::sync::oneshot;

/// A place where those who want the same kind of thing meet.
pub struct Together<Q, A> {
    waiting: Mutex<Vec<(Q, oneshot::Sender<A>)>>,
    turn: tokio::sync::Mutex<()>,
    most: usize,
}

impl<Q: Clone, A> Together<Q, A> {
    /// A place for at most so many at once.
    pub fn new(most: usize) -> Self {
        Self { waiting: Mutex::default(), turn: tokio::sync::Mutex::default(), most }
    }

    /// What comes of one question. `answer` is given several, and returns as many answers in the same order.
    pub async fn ask<F>(&self, question: Q, answer: impl Fn(Vec<Q>) -> F) -> A
    where
        F: Future<Output = Vec<A>>,
    {
        loop {
            let (sender, mut receiver) = oneshot::channel();
            self.waiting().push((question.clone(), sender));
            let _turn = self.turn.lock().await;
            // Most often somebody has answered it while we waited for our turn.
            if let Ok(answered) = receiver.try_recv() {
                return answered;
            }
            let taken: Vec<(Q, oneshot::Sender<A>)> = {
                let mut waiting = self.waiting();
                // Nothing is done for who has gone away.
                waiting.retain(|(_, sender)| !sender.is_closed());
                let count = waiting.len().min(self.most);
                waiting.drain(..count).collect()
            };
            let (questions, senders): (Vec<Q>, Vec<_>) = taken.into_iter().unzip();
            for (sender, answer) in senders.into_iter().zip(answer(questions).await) {
                // Who does not listen any more has gone away.
                let _ = sender.send(answer);
            }
            if let Ok(answered) = receiver.try_recv() {
                return answered;
            }
        }
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, Vec<(Q, oneshot::Sender<A>)>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use tokio::task::JoinSet;

    use super::*;

    #[tokio::test]
    async fn everybody_gets_their_own_answer_and_few_do_the_work() {
        let (together, rounds) = (Arc::new(Together::<u32, u32>::new(64)), Arc::new(AtomicUsize::new(0)));
        let mut asking = JoinSet::new();
        for question in 0..500 {
            let (together, rounds) = (together.clone(), rounds.clone());
            asking.spawn(async move {
                let answer = together.ask(question, |questions| {
                    rounds.fetch_add(1, Ordering::SeqCst);
                    async move {
                        tokio::time::sleep(Duration::from_millis(1)).await;
                        questions.into_iter().map(|question| question * 2).collect()
                    }
                });
                (question, answer.await)
            });
        }
        for (question, answer) in asking.join_all().await {
            assert_eq!(answer, question * 2);
        }
        assert!(rounds.load(Ordering::SeqCst) <= 10, "{rounds:?}");
    }

    #[tokio::test]
    async fn those_who_wait_for_one_who_goes_away_ask_anew() {
        let together = Arc::new(Together::<u32, u32>::new(64));
        let never = |_: Vec<u32>| async {
            tokio::time::sleep(Duration::from_secs(3600)).await;
            vec![]
        };
        let gone = tokio::time::timeout(Duration::from_millis(20), together.ask(1, never));
        let other = async {
            tokio::time::sleep(Duration::from_millis(1)).await;
            together.ask(2, |questions| async move { questions }).await
        };
        let (gone, other) = tokio::join!(gone, other);
        assert!(gone.is_err());
        assert_eq!(other, 2);
    }
}
