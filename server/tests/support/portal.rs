//! A whole portal for one test: real router, real listener, real database, a clock that the test steps.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use app::desks::VisitorDesk;
use app::model::{RegisterEntry, Sector};
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use jiff::Timestamp;
use server::clock::Clock;
use server::config::{Settings, Sources};
use server::db::Db;
use server::demo::provider;
use server::http::{self, Listening};
use server::login::rules::ProviderKind;
use server::office::Office;
use server::portal::Portal;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, JoinSet};
use url::Url;

use super::client::Client;
use super::database::{Engine, FreshDatabase, Unfinished};
use super::desks::{Behaviour, visitor};

/// Thursday 5 March 2026, noon in Oslo.
pub const START: &str = "2026-03-05T11:00:00Z";

/// Dropped, it fails the test if the portal made a mistake that the test did not say it would.
pub struct TestPortal {
    pub addr: SocketAddr,
    pub db: Db,
    pub clock: Clock,
    pub portal: Arc<Portal>,
    pub office: Office,
    pub database: FreshDatabase,
    mistakes: Arc<AtomicU32>,
    expected_mistakes: u32,
    unfinished: Unfinished,
    stop: Option<oneshot::Sender<()>>,
    server: Option<JoinHandle<bool>>,
    _provider: JoinSet<()>,
}

/// How a test's portal differs from an ordinary one.
pub struct Setup {
    pub engine: Engine,
    pub visitor: Arc<dyn VisitorDesk>,
    pub variables: Vec<(&'static str, String)>,
    pub clock: Clock,
    demo_logins: bool,
}

impl Setup {
    pub fn new(engine: Engine) -> Self {
        let visitor = visitor(Behaviour::Answer(sample_register()));
        let start: Timestamp = START.parse().unwrap();
        Self { engine, visitor, variables: Vec::new(), clock: Clock::stepped(start), demo_logins: false }
    }

    /// A setting, by its variable without the prefix: `LIMITS__FORM_BYTES`.
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.variables.push((name, value.to_string()));
        self
    }

    /// People log in as in the demo.
    pub fn with_demo_logins(self) -> Self {
        Self { demo_logins: true, ..self }
    }

    pub fn with_visitor(self, visitor: Arc<dyn VisitorDesk>) -> Self {
        Self { visitor, ..self }
    }

    pub async fn start(self) -> TestPortal {
        let database = FreshDatabase::new(self.engine).await;
        let db = database.open().await;
        let in_folder = |name| database.folder.path().join(name).display().to_string();
        let mut variables = vec![
            ("VAULT__MASTER_KEY_FILE".to_owned(), in_folder("master.key")),
            ("VAULT__BLOBS".to_owned(), in_folder("blobs")),
            ("MUNICIPALITY__NAME".to_owned(), "Prøvik kommune".to_owned()),
            ("MUNICIPALITY__OMBUD_EMAIL".to_owned(), "ombud@provik.example".to_owned()),
        ];
        let mut provider = JoinSet::new();
        if self.demo_logins {
            variables.extend(serve_demo_logins(&mut provider, &self.clock).await);
        }
        variables.extend(self.variables.into_iter().map(|(name, value)| (name.to_owned(), value)));
        let variables = variables.into_iter().map(|(name, value)| (format!("MINSIDE__{name}"), value));
        let settings = Settings::from_sources(Sources::read(None, variables)).unwrap();

        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let listening = Listening::bind(any, &settings).await.unwrap();
        let addr = listening.listener.local_addr().unwrap();
        let public_url = settings.server.public_url.clone();
        let public_url = public_url.unwrap_or_else(|| Url::parse(&format!("http://{addr}")).unwrap());
        let office = Office::open(&settings, db.clone(), self.clock.clone()).await.unwrap();
        let portal = Portal::new(settings, public_url, office.clone(), self.visitor).unwrap();
        let portal = Arc::new(portal);
        let mistakes = Arc::new(AtomicU32::new(0));
        let router = http::router(portal.clone()).layer(from_fn({
            let mistakes = mistakes.clone();
            move |request: Request, next: Next| count_mistakes(mistakes.clone(), request, next)
        }));
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = async { drop(stopped.await) };
        let server = spawn(http::serve(listening, router, stopped));
        TestPortal {
            addr,
            db,
            clock: self.clock,
            portal,
            office,
            database,
            mistakes,
            expected_mistakes: 0,
            unfinished: Unfinished::default(),
            stop: Some(stop),
            server: Some(server),
            _provider: provider,
        }
    }
}

/// The demo's provider, which stops with the portal; the settings that name it.
async fn serve_demo_logins(running: &mut JoinSet<()>, clock: &Clock) -> Vec<(String, String)> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let addr = listener.local_addr().unwrap();
    let portal = provider::Portal { id: "minside-test".to_owned(), secret: "a-secret".to_owned() };
    let router = provider::router(addr, &portal, clock).unwrap();
    running.spawn(async move { provider::serve(listener, router).await.unwrap() });
    let kinds = [ProviderKind::Idporten, ProviderKind::Ansattporten];
    let variables = kinds.into_iter().flat_map(|kind| {
        let set = |name: &str, value: String| (format!("LOGIN__{}__{name}", kind.code().to_uppercase()), value);
        [
            set("ISSUER", provider::issuer(addr, kind)),
            set("CLIENT_ID", portal.id.clone()),
            set("CLIENT_SECRET", portal.secret.clone()),
        ]
    });
    variables.chain([("MUNICIPALITY__TEST".to_owned(), "true".to_owned())]).collect()
}

async fn count_mistakes(mistakes: Arc<AtomicU32>, request: Request, next: Next) -> axum::response::Response {
    let response = next.run(request).await;
    if response.status().is_server_error() {
        mistakes.fetch_add(1, Ordering::SeqCst);
    }
    response
}

/// An ordinary portal.
pub async fn start(engine: Engine) -> TestPortal {
    Setup::new(engine).start().await
}

impl TestPortal {
    /// A browser that has never been here.
    pub fn client(&self) -> Client {
        Client::new(self.addr)
    }

    /// The test makes the portal answer so many requests with an error of its own.
    pub fn expect_mistakes(&mut self, count: u32) {
        self.expected_mistakes = count;
    }

    /// The test leaves so many tasks leased and notices unsent, on purpose.
    pub fn expect_unfinished(&mut self, leased: i64, unsent: i64) {
        self.unfinished = Unfinished { leased, unsent };
    }

    /// Stops the portal; true if all that was running has ended.
    pub async fn stop(&mut self) -> bool {
        drop(self.stop.take());
        match self.server.take() {
            Some(server) => server.await.unwrap(),
            None => true,
        }
    }
}

impl Drop for TestPortal {
    fn drop(&mut self) {
        if let Some(server) = self.server.take() {
            server.abort();
        }
        if !std::thread::panicking() {
            let mistakes = self.mistakes.load(Ordering::SeqCst);
            assert_eq!(mistakes, self.expected_mistakes, "answers with a status of 500 or more");
            assert_eq!(
                self.database.unfinished(),
                self.unfinished,
                "tasks that are left leased, notices that nobody sent"
            );
        }
    }
}

/// A few systems, in no useful order by key.
pub fn sample_register() -> Vec<RegisterEntry> {
    [("skole", "Skolesystemet", Sector::Education), ("bibliotek", "Biblioteket", Sector::Culture)]
        .map(|(key, name, sector)| RegisterEntry {
            key: key.to_owned(),
            name: name.to_owned(),
            unit: "Oppvekst og kultur".to_owned(),
            sector,
            purpose: format!("Hva {name} er til."),
            categories: vec!["navn".to_owned(), "adresse".to_owned()],
            legal_bases: vec!["GDPR artikkel 6 nr. 1 bokstav e".to_owned()],
            source: "Deg selv".to_owned(),
            recipients: vec!["Ingen".to_owned()],
            kept: "Ti år".to_owned(),
            controller: String::new(),
            transfers: "Ingen".to_owned(),
            automated: String::new(),
        })
        .to_vec()
}

/// The task of one portal; [`TestPortal`] waits for it or ends it.
fn spawn(server: impl Future<Output = bool> + Send + 'static) -> JoinHandle<bool> {
    #[expect(clippy::disallowed_methods, reason = "the handle is kept")]
    tokio::spawn(server)
}
