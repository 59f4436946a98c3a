//! The commands that start something: serve, demo, migrate.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::{oneshot, watch};
use url::Url;

use super::{complain, say};
use crate::adapters::call::Call;
use crate::cases::pause;
use crate::clock::Clock;
use crate::config::Settings;
use crate::db::{Db, State};
use crate::desks::visitor;
use crate::http::assets::Assets;
use crate::http::{self, Listening, returned_form};
use crate::login::session;
use crate::office::Office;
use crate::packages::releaser::Releaser;
use crate::portal::Portal;
use crate::staff::nightly::{Nights, nightly};
use crate::tasks::worker::Worker;
use crate::{demo, drafts, log, systems, vault};

/// How often what is over its time is deleted.
const TIDY_EVERY: Duration = Duration::from_secs(5 * 60);
/// How many times it is tidied for each sweep of the files: about once a day.
const TIDIED_PER_SWEEP: u32 = 288;

pub(super) fn serve(settings: Settings, migrate: bool) -> ExitCode {
    log::start(&settings.log);
    block_on(async move {
        let db = if migrate {
            let db = Db::open(&settings.database).await?;
            // Before anything is changed: with the wrong key, this is not the database that was meant.
            Office::verify(&settings, &db).await?;
            db.migrate().await?;
            db
        } else {
            Db::open_existing(&settings.database).await?
        };
        if db.state().await? != State::Current {
            bail!("the database is not up to date. Run `minside migrate`, or start with `minside serve --migrate`.");
        }
        listen(settings, db, Clock::system(), None).await
    })
}

pub(super) fn demo(addr: SocketAddr, data: PathBuf, systems: u16, days_ahead: u16) -> ExitCode {
    if !addr.ip().is_loopback() {
        complain(format_args!(
            "The demo can only be served on this machine, because anybody can be anybody in it: {addr} can be reached \
             from others. Use 127.0.0.1 or [::1]."
        ));
        return ExitCode::from(2);
    }
    // Any free port: what it is called is told to the portal below.
    let bound = std::net::TcpListener::bind((addr.ip(), 0)).and_then(|listener| {
        listener.set_nonblocking(true)?;
        Ok((listener.local_addr()?, listener))
    });
    let (logins, listener) = match bound {
        Ok((at, listener)) => (demo::Logins::at(at), listener),
        Err(error) => {
            complain(format_args!("The demo's login provider has no port to be served on: {error}"));
            return ExitCode::FAILURE;
        }
    };
    let settings = match Settings::from_variables(demo::usual(), demo::fixed(addr, &data, &logins)) {
        Ok(settings) => settings,
        Err(mistakes) => return super::refuse(&mistakes),
    };
    log::start(&settings.log);
    block_on(async move {
        let db = Db::open(&settings.database).await?;
        db.migrate().await?;
        let clock = Clock::ahead(days_ahead);
        let office = Office::open(&settings, db.clone(), clock.clone()).await?;
        demo::give_roles(&office).await?;
        ensure_portal(&office).await?;
        let adapters = tokio::net::TcpListener::bind((addr.ip(), 0)).await?;
        demo::cases::fill(&office, systems.into(), adapters.local_addr()?).await?;
        let provider = demo::provider::router(logins.addr, &logins.portal, &clock)?;
        let provider = demo::provider::serve(tokio::net::TcpListener::from_std(listener)?, provider);
        let (bound, wait) = oneshot::channel();
        let decides = office.clone();
        let decided = async {
            // Also while it stops: nothing is lost when the demo's caseworker does not come to it.
            if let Err(error) = demo::decided::decide(&decides).await {
                tracing::info!(%error, "The demo's caseworker has not decided everything: {error:#}");
            }
            std::future::pending().await
        };
        let adapters = async {
            // Those that ask must know where; a port that was left to chance is known once it is listened on.
            match wait.await {
                Ok(portal) => demo::adapters::serve(adapters, office, portal).await,
                Err(_) => std::future::pending().await,
            }
        };
        let portal = listen(settings, db, clock, Some((demo::greeting(), bound)));
        tokio::select! {
            served = provider => served,
            served = adapters => served,
            never = decided => never,
            stopped = portal => stopped,
        }
    })
}

pub(super) fn migrate(settings: Settings) -> ExitCode {
    log::start(&settings.log);
    block_on(async move {
        let db = Db::open(&settings.database).await?;
        Office::verify(&settings, &db).await?;
        let state = db.migrate().await?;
        ensure_portal(&Office::open(&settings, db.clone(), Clock::system()).await?).await?;
        match state {
            State::Current => say("The database was up to date."),
            State::Empty => say("The database is made, and up to date."),
            State::Behind(1) => say("The database is up to date: one step was missing."),
            State::Behind(steps) => say(format_args!("The database is up to date: {steps} steps were missing.")),
        }
        db.close().await;
        Ok(())
    })
}

/// The portal is in the register from the beginning.
async fn ensure_portal(office: &Office) -> Result<()> {
    let mut tx = office.db.write().await?;
    systems::portal::ensure(&mut tx, &office.unit, office.clock.now_ms()).await?;
    tx.commit().await?;
    Ok(())
}

/// The database, which must be up to date.
pub(super) async fn open_current(settings: &Settings) -> Result<Db> {
    let db = Db::open_existing(&settings.database).await?;
    if db.state().await? != State::Current {
        bail!("the database is not up to date. Run `minside migrate`.");
    }
    Ok(db)
}

/// The office of a database that must be up to date.
pub(super) async fn open_office(settings: &Settings) -> Result<Office> {
    Ok(Office::open(settings, open_current(settings).await?, Clock::system()).await?)
}

/// Serves until a signal; returns when everything that was running has ended.
async fn listen(
    settings: Settings,
    db: Db,
    clock: Clock,
    demo: Option<(String, oneshot::Sender<SocketAddr>)>,
) -> Result<()> {
    let addr = settings.server.addr;
    let office = Office::open(&settings, db, clock).await?;
    ensure_portal(&office).await?;
    let listening = Listening::bind(addr, &settings).await.with_context(|| cannot_listen(addr))?;
    let bound = listening.listener.local_addr()?;
    let public_url = match settings.server.public_url.clone() {
        Some(url) => url,
        None => Url::parse(&format!("http://{bound}"))?,
    };
    let metrics = match settings.metrics_addr {
        Some(addr) => Some(Listening::bind(addr, &settings).await.with_context(|| cannot_listen(addr))?),
        None => None,
    };
    let visitor = visitor(&office, &public_url);
    let portal = Arc::new(Portal::new(settings, public_url.clone(), office, visitor)?);
    let (stop, _) = watch::channel(false);
    let stopped = |mut stop: watch::Receiver<bool>| async move {
        let _ = stop.wait_for(|stopping| *stopping).await;
    };
    let pages = http::serve(listening, http::router(portal.clone()), stopped(stop.subscribe()));
    let figures = {
        let (portal, stop) = (portal.clone(), stop.subscribe());
        async move {
            if let Some(listening) = metrics {
                http::serve(listening, http::metrics_router(portal), stopped(stop)).await;
            }
        }
    };
    // From here on a signal is heard; before, it would end the program on the spot.
    let mut told = Signals::listen()?;
    let signals = async {
        told.wait().await;
        portal.drain();
        tokio::time::sleep(portal.settings.server.drain).await;
        tracing::info!("Stopping: finishing what is running");
        stop.send_replace(true);
    };
    if !Assets::is_complete() {
        complain(
            "minside was built without its stylesheet and scripts, so that pages are bare; `make release` has them.",
        );
    }
    say(format_args!("Min side is ready: {}", public_url.as_str().trim_end_matches('/')));
    if let Some((greeting, listens)) = demo {
        say(greeting);
        // The adapters are gone only where the demo is over.
        let _ = listens.send(bound);
    }
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"), %bound, database = portal.office.db.kind(),
        "Started: version {} on {bound} with {}", env!("CARGO_PKG_VERSION"), portal.office.db.kind()
    );
    let tidying = tidy(&portal, stopped(stop.subscribe()));
    let call = Call::new(portal.office.clone(), portal.public_url.clone())?;
    let worker = Worker::new(portal.office.clone(), Some(Arc::new(call)), "node");
    let working = worker.run(stop.subscribe());
    let releaser = Releaser::new(portal.office.clone(), portal.public_url.join("verifiser")?.as_str());
    let releasing = releaser.run(stop.subscribe());
    let (finished, (), (), (), (), ()) = tokio::join!(pages, figures, signals, tidying, working, releasing);
    portal.office.db.close().await;
    if !finished {
        bail!("some requests were still running when the time for stopping was over (server.shutdown_seconds)");
    }
    tracing::info!("Stopped");
    Ok(())
}

/// Deletes what is over its time, now and then, until the program stops.
async fn tidy(portal: &Portal, stopped: impl Future<Output = ()>) {
    let mut stopped = std::pin::pin!(stopped);
    let office = &portal.office;
    let deployment = portal.settings.municipality.deployment();
    let mut nights = Nights::default();
    for round in 0.. {
        if nights.is_due(office.clock.now_ms()) {
            nightly(office, deployment, portal.settings.staff_file.as_deref()).await;
        }
        // By the machine's clock, as the files' own times are. At the start too: a node that is started anew each night would
        // never come to it.
        if round % TIDIED_PER_SWEEP == 0
            && let Err(error) = vault::sweep(&office.db, &office.blobs, Clock::system().now_ms()).await
        {
            tracing::warn!(%error, "Files that belong to nothing could not be deleted: {error}");
        }
        if let Err(error) = pause::move_on(office).await {
            tracing::warn!(%error, "The dates of claims whose clocks stand could not be moved: {error}");
        }
        if let Err(error) = returned_form::delete_expired(portal).await {
            tracing::warn!(%error, "Expired forms could not be deleted: {error}");
        }
        if let Err(error) = drafts::delete_expired(office).await {
            tracing::warn!(%error, "Drafts that nobody goes on with could not be deleted: {error}");
        }
        if let Err(error) = session::delete_over(office).await {
            tracing::warn!(%error, "Sessions that are over could not be deleted: {error}");
        }
        tokio::select! {
            () = &mut stopped => return,
            () = tokio::time::sleep(TIDY_EVERY) => {}
        }
    }
}

fn cannot_listen(addr: SocketAddr) -> String {
    format!(
        "the address {addr} cannot be listened on. If another program has it (`ss -ltnp` shows which), stop that or \
         choose another port; port 0 picks a free one"
    )
}

/// The two ways in which a program is told to stop: by whatever manages it, and by Ctrl-C.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn listen() -> Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn wait(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Runs a command to its end. What went wrong is told in one paragraph, without a stack.
pub(super) fn block_on(command: impl Future<Output = Result<()>>) -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            complain(format_args!("The program could not start: {error}"));
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(format_args!("minside: {error:#}"));
            ExitCode::FAILURE
        }
    }
}
