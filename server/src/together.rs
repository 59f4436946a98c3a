//! Doing for several at once what each of them waits for: whoever comes first begins it for all who have come by then, and
//! each is handed what came of theirs. A database that waits for its disk at each commit then waits once for all.
//!
//! The work belongs to nobody's request: it goes on when the one who began it goes away. What was done for somebody who
//! is gone by then is given back.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::oneshot;
use tokio::sync::oneshot::error::TryRecvError;
use tokio::task::JoinSet;

/// Those who wait, each with what they want.
type Waiting<Q, A> = Vec<(Q, oneshot::Sender<A>)>;

/// A place where those who want the same kind of thing meet.
pub struct Together<Q, A> {
    waiting: Arc<Mutex<Waiting<Q, A>>>,
    turn: Arc<tokio::sync::Mutex<()>>,
    running: Mutex<JoinSet<()>>,
    most: usize,
}

impl<Q: Clone + Send + 'static, A: Send + 'static> Together<Q, A> {
    /// A place for at most so many at once.
    pub fn new(most: usize) -> Self {
        Self { waiting: Arc::default(), turn: Arc::default(), running: Mutex::default(), most }
    }

    /// What comes of one question; `None` where the work broke off. `answer` is given several, and returns as many answers in
    /// the same order; `give_back` gets what nobody waits for any more.
    pub async fn ask<F, G>(
        &self,
        question: Q,
        answer: impl FnOnce(Vec<Q>) -> F + Clone + Send + 'static,
        give_back: impl Fn(A) -> G + Clone + Send + 'static,
    ) -> Option<A>
    where
        F: Future<Output = Vec<A>> + Send + 'static,
        G: Future<Output = ()> + Send + 'static,
    {
        let (sender, mut receiver) = oneshot::channel();
        lock(&self.waiting).push((question, sender));
        loop {
            let turn = tokio::select! {
                // Most often somebody has asked for us while we waited for our turn.
                answered = &mut receiver => return answered.ok(),
                turn = self.turn.clone().lock_owned() => turn,
            };
            match receiver.try_recv() {
                Ok(answered) => return Some(answered),
                Err(TryRecvError::Closed) => return None,
                Err(TryRecvError::Empty) => {}
            }
            let taken: Waiting<Q, A> = {
                let mut waiting = lock(&self.waiting);
                // Nothing is done for who has gone away.
                waiting.retain(|(_, sender)| !sender.is_closed());
                let count = waiting.len().min(self.most);
                waiting.drain(..count).collect()
            };
            let (answer, give_back) = (answer.clone(), give_back.clone());
            let mut running = lock(&self.running);
            while running.try_join_next().is_some() {}
            running.spawn(async move {
                let (questions, senders): (Vec<Q>, Vec<_>) = taken.into_iter().unzip();
                for (sender, answer) in senders.into_iter().zip(answer(questions).await) {
                    if let Err(answer) = sender.send(answer) {
                        give_back(answer).await;
                    }
                }
                drop(turn);
            });
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    async fn nothing(_: u32) {}

    #[tokio::test]
    async fn everybody_gets_their_own_answer_and_few_do_the_work() {
        let (together, rounds) = (Arc::new(Together::<u32, u32>::new(64)), Arc::new(AtomicUsize::new(0)));
        let mut asking = JoinSet::new();
        for question in 0..500 {
            let (together, rounds) = (together.clone(), rounds.clone());
            asking.spawn(async move {
                let answer = move |questions: Vec<u32>| {
                    rounds.fetch_add(1, Ordering::SeqCst);
                    async move {
                        tokio::time::sleep(Duration::from_millis(1)).await;
                        questions.into_iter().map(|question| question * 2).collect()
                    }
                };
                (question, together.ask(question, answer, nothing).await)
            });
        }
        for (question, answer) in asking.join_all().await {
            assert_eq!(answer, Some(question * 2));
        }
        assert!(rounds.load(Ordering::SeqCst) <= 20, "{rounds:?}");
    }

    #[tokio::test]
    async fn the_work_goes_on_when_the_one_who_began_it_goes_away() {
        let together = Arc::new(Together::<u32, u32>::new(64));
        let given_back = Arc::new(AtomicU32::new(0));
        let slowly = |questions: Vec<u32>| async move {
            tokio::time::sleep(Duration::from_millis(100)).await;
            questions
        };
        let back = {
            let given_back = given_back.clone();
            move |answer: u32| {
                let given_back = given_back.clone();
                async move {
                    given_back.fetch_add(answer, Ordering::SeqCst);
                }
            }
        };
        let gone = tokio::time::timeout(Duration::from_millis(20), together.ask(1, slowly, back.clone()));
        let other = async {
            tokio::time::sleep(Duration::from_millis(1)).await;
            together.ask(2, slowly, back.clone()).await
        };
        let (gone, other) = tokio::join!(gone, other);
        assert!(gone.is_err());
        assert_eq!(other, Some(2));
        assert_eq!(given_back.load(Ordering::SeqCst), 1, "what nobody waited for");
    }

    #[tokio::test]
    async fn work_that_breaks_off_is_told() {
        let together = Together::<u32, u32>::new(64);
        let broken = |_: Vec<u32>| async { Vec::new() };
        assert_eq!(together.ask(1, broken, nothing).await, None);
    }
}
