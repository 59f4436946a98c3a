//! A case at three systems that ask for their tasks, taken by a caseworker.

use server::cases::submission::Asked;
use server::casework::rules::Handler;
use server::casework::take::take;
use server::id::CaseId;
use server::letters::issue;
use server::letters::letter::{Kind, Letter};
use server::letters::store::LetterRow;
use server::office::Office;
use server::systems::rules::System;

use super::Engine;
use super::api::{Api, adapter};
use super::cases::{accepted, send_notices, submission};
use super::employees::KARI;
use super::portal::TestPortal;
use super::start;
use crate::casework::hire;

pub struct Taken {
    pub portal: TestPortal,
    pub reference: String,
    pub case: CaseId,
    /// Of the school, the library and the archive.
    pub systems: Vec<Api>,
    /// Who has taken it.
    pub kari: Handler,
}

impl Taken {
    pub async fn new(engine: Engine, asked: Vec<Asked>, change: impl Fn(&mut System)) -> Self {
        Self::at(start(engine).await, asked, change).await
    }

    /// The same at a portal that is there.
    pub async fn at(portal: TestPortal, asked: Vec<Asked>, change: impl Fn(&mut System)) -> Self {
        let mut systems = Vec::new();
        for key in ["skole", "bibliotek", "arkiv"] {
            systems.push(adapter(&portal, key, &change).await);
        }
        let receipt = accepted(&portal.office, &submission(asked)).await;
        send_notices(&portal.office).await;
        let kari = hire(&portal.office, KARI, "Kari", &["caseworker:Dokumentsenteret"]).await;
        take(&portal.office, &kari, &receipt.reference).await.unwrap().unwrap();
        Self { portal, reference: receipt.reference, case: receipt.case, systems, kari }
    }

    pub fn office(&self) -> &Office {
        &self.portal.office
    }

    /// The letters that the person can read beside the receipt; that they are there is told.
    pub async fn letters(&self) -> Vec<Letter> {
        let mut tx = self.office().db.read().await.unwrap();
        let key = self.office().vault.case_key(&mut tx, self.case).await.unwrap();
        let all = issue::read_all(&mut tx, &key, self.case).await.unwrap();
        drop(tx);
        send_notices(self.office()).await;
        let is_there = |row: &LetterRow| row.issued_at.is_some() && row.kind != Kind::Receipt;
        all.into_iter().filter(|(row, _)| is_there(row)).map(|(_, letter)| letter).collect()
    }
}
