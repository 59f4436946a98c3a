//! Systems that do what must not hurt, and names that lead where they must not.

use std::collections::VecDeque;
use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use server::adapters::addresses::{Names, SystemNames};
use server::systems::circuit::store as circuit;
use server::tasks::store::Tried;
use tokio::net::TcpListener;

use super::{called, last_try, task_of, worker, worker_with};
use crate::support::receiver::{Receiver, Says};
use crate::support::{both_databases, rows, start};

/// Less than any system takes that never comes to an end.
const SHORT: Duration = Duration::from_millis(300);

both_databases! {
    async fn whatever_a_system_does_is_noted_and_the_task_goes_on(engine: Engine) {
        let portal = start(engine).await;
        let receiver = Receiver::start(Says::HeadOnly).await;
        let system = called(&portal, receiver.url().as_str(), |_| {}).await;
        let task = task_of(&portal).await;
        let json = || vec![("content-type", "application/json".to_owned())];
        let status = |status: u16, headers: Vec<(&'static str, String)>| Says::Status(status, headers, String::new());
        let answer = |body: &str| Says::Status(200, json(), body.to_owned());
        let redirect = vec![("location", "http://169.254.169.254/latest/meta-data".to_owned())];
        let packed = vec![("content-type", "application/json".to_owned()), ("content-encoding", "gzip".to_owned())];
        for (says, tried, http_status) in [
            (Says::HeadOnly, Tried::TimedOut, Some(200)),
            (Says::Slowly, Tried::TimedOut, Some(200)),
            (Says::Endless, Tried::TooLarge, Some(200)),
            (status(302, redirect), Tried::Redirected, Some(302)),
            (status(429, vec![("retry-after", "30".to_owned())]), Tried::Busy, Some(429)),
            (status(503, vec![]), Tried::Busy, Some(503)),
            (status(500, vec![]), Tried::BadStatus, Some(500)),
            (status(404, vec![]), Tried::BadStatus, Some(404)),
            (status(204, vec![]), Tried::BadStatus, Some(204)),
            (Says::Status(200, vec![("content-type", "text/html".to_owned())], "<h1>Logg inn</h1>".to_owned()), Tried::InvalidAnswer, Some(200)),
            (Says::Status(200, packed, "\u{1f}".to_owned()), Tried::InvalidAnswer, Some(200)),
            (answer(""), Tried::InvalidAnswer, Some(200)),
            (answer("{"), Tried::InvalidAnswer, Some(200)),
            (answer(r#"{"outcome": "can"}"#), Tried::InvalidAnswer, Some(200)),
            (answer(r#"{"outcome": "no_data", "attempt": 7}"#), Tried::InvalidAnswer, Some(200)),
            (answer(r#"{"outcome": "no_data", "records": [{"category": "a", "title": "b", "data": {}}]}"#), Tried::InvalidAnswer, Some(200)),
        ] {
            receiver.says(says.clone());
            // As often as the test likes, whatever the schedule and the circuit say.
            let mut tx = portal.office.db.write().await.unwrap();
            rows::run(&mut tx, "update task set state = 'ready', due_at = 1, human_reason = null").await.unwrap();
            circuit::close_circuit(&mut tx, system).await.unwrap();
            tx.commit().await.unwrap();
            let within = if tried == Tried::TimedOut { SHORT } else { Duration::from_secs(20) };
            let report = worker_with(&portal, Arc::new(SystemNames), within).step().await.unwrap();
            assert_eq!((report.leased, report.failed), (1, 1), "{says:?}");
            assert_eq!(last_try(&portal, task).await, (tried, http_status), "{says:?}");
        }
        // And when it mends itself, all is well. It was asked nothing by way of anybody else.
        receiver.says(Says::Answer(serde_json::json!({"outcome": "no_data"})));
        let mut tx = portal.office.db.write().await.unwrap();
        rows::run(&mut tx, "update task set state = 'ready', due_at = 1, human_reason = null").await.unwrap();
        circuit::close_circuit(&mut tx, system).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(worker(&portal).step().await.unwrap().answered, 1);
    }
}

/// Names that say another address each time.
struct Changing(Mutex<VecDeque<Vec<&'static str>>>);

impl Names for Changing {
    fn look_up(&self, _: &str) -> Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>> {
        let next = self.0.lock().unwrap().pop_front().unwrap_or_default();
        Box::pin(async move { Ok(next.into_iter().map(|address| address.parse().unwrap()).collect()) })
    }
}

both_databases! {
    async fn a_name_that_leads_where_it_must_not_is_not_followed(engine: Engine) {
        let portal = start(engine).await;
        let system = called(&portal, "https://fagsystem.example:9/innsyn", |_| {}).await;
        let task = task_of(&portal).await;
        let private = vec!["10.0.0.5"];
        let answers = [
            vec!["169.254.169.254"], vec!["127.0.0.1"], private.clone(), vec!["192.0.2.1", "10.0.0.5"], vec!["::1"], vec![],
            vec!["::ffff:169.254.169.254"],
        ];
        for addresses in answers {
            let mut tx = portal.office.db.write().await.unwrap();
            rows::run(&mut tx, "update task set state = 'ready', due_at = 1, human_reason = null").await.unwrap();
            circuit::close_circuit(&mut tx, system).await.unwrap();
            tx.commit().await.unwrap();
            let names = Arc::new(Changing(Mutex::new([addresses.clone()].into())));
            assert_eq!(worker_with(&portal, names, SHORT).step().await.unwrap().failed, 1);
            assert_eq!(last_try(&portal, task).await, (Tried::AddressRefused, None), "{addresses:?}");
        }
        // In the municipality's own network it may be, but still not where a machine's credentials are.
        for (url, addresses, tried) in [
            ("https://fagsystem.example:9/", vec!["169.254.169.254"], Tried::AddressRefused),
            ("https://169.254.169.254/", vec![], Tried::AddressRefused),
            ("https://[::ffff:127.0.0.1]/", vec![], Tried::AddressRefused),
        ] {
            let mut tx = portal.office.db.write().await.unwrap();
            rows::run(&mut tx, "update task set state = 'ready', due_at = 1, human_reason = null").await.unwrap();
            let change = format!("update system set private_network = true, failures = 0, open_until = null, url = '{url}'");
            rows::run(&mut tx, &change).await.unwrap();
            tx.commit().await.unwrap();
            let names = Arc::new(Changing(Mutex::new([addresses].into())));
            assert_eq!(worker_with(&portal, names, SHORT).step().await.unwrap().failed, 1);
            assert_eq!(last_try(&portal, task).await, (tried, None), "{url}");
        }
    }
}

both_databases! {
    async fn a_system_that_is_not_there_or_not_itself_is_not_trusted(engine: Engine) {
        let portal = start(engine).await;
        let nobody = TcpListener::bind(("127.0.0.1", 0)).await.unwrap().local_addr().unwrap();
        let system = called(&portal, &format!("http://{nobody}/"), |_| {}).await;
        let task = task_of(&portal).await;
        assert_eq!(worker(&portal).step().await.unwrap().failed, 1);
        assert_eq!(last_try(&portal, task).await, (Tried::Unreachable, None));
        let addr = serve_tls().await;
        let mut tx = portal.office.db.write().await.unwrap();
        rows::run(&mut tx, "update task set state = 'ready', due_at = 1").await.unwrap();
        rows::run(&mut tx, &format!("update system set url = 'https://{addr}/' where id = '{system}'")).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(worker(&portal).step().await.unwrap().failed, 1);
        assert_eq!(last_try(&portal, task).await, (Tried::TlsFailed, None));
    }
}

/// A server whose certificate nobody has signed but itself.
async fn serve_tls() -> std::net::SocketAddr {
    server::tls::choose();
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
    let key = rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let config = rustls::ServerConfig::builder().with_no_client_auth();
    let config = config.with_single_cert(vec![made.cert.der().clone()], key).unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let addr = listener.local_addr().unwrap();
    #[expect(clippy::disallowed_methods, reason = "it ends with the test's runtime")]
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            drop(acceptor.accept(stream).await);
        }
    });
    addr
}
