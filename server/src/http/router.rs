//! All routes, and the layers around them from the outside in.

use std::any::Any;
use std::sync::Arc;

use app::PAGES;
use app::fault::Fault;
use app::model::ask::{DISCARD, REMOVE, REMOVE_FILE, SEND, Step};
use app::model::case::{ASK_AGAIN, WITHDRAW};
use app::model::data::POINT_OUT;
use app::model::login::{LOG_OUT, LOG_OUT_EVERYWHERE, STAY};
use app::model::messages::{WRITE, WRITE_TO_PERSON};
use app::model::profile::CHANGE_CONTACT;
use app::model::roles::{END, GIVE};
use app::model::verify::{ACTION as VERIFY, KEYS};
use app::model::work::{HAND_OVER, NO_REPLY, TAKE};
use axum::Router;
use axum::body::Body;
use axum::extract::{Extension, Request, State};
use axum::http::{HeaderMap, Response};
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};

use super::faults::Failed;
use super::form::PostedForm;
use super::rate::Rate;
use super::visit::Caller;
use super::{
    ask, assets, casework, content_policy, display, faults, health, limits, login, messages, metrics, observe,
    own_case, own_data, package, pages, profile, progress, rate, roles, same_site, session, upload, verify,
};
use crate::adapters::api;
use crate::portal::Portal;

/// Below this a compressed answer is hardly smaller.
const WORTH_COMPRESSING_BYTES: u16 = 512;

/// What people and programs reach.
pub fn router(portal: Arc<Portal>) -> Router {
    let begin = get(login::begin).head(not_for_head);
    let begin = match Rate::of_logins(&portal.settings.limits) {
        Some(logins) => begin.layer(from_fn_with_state((portal.clone(), Arc::new(logins)), rate::rate)),
        None => begin,
    };
    let mut routes = Router::new()
        .route(app::model::display::ACTION, post(display::choose_display))
        // A browser that only looks begins and ends nothing.
        .route("/logg-inn/{provider}", begin)
        .route("/oidc/callback", get(login::callback).head(not_for_head))
        .route(LOG_OUT, post(login::log_out))
        .route(LOG_OUT_EVERYWHERE, post(login::log_out_everywhere))
        .route(STAY, post(login::stay))
        .route(GIVE, post(roles::give_role))
        .route(END, post(roles::end_role))
        .route(TAKE, post(casework::take_case))
        .route(HAND_OVER, post(casework::hand_over_case))
        .route(NO_REPLY, post(casework::need_no_reply))
        .route(WITHDRAW, post(own_case::withdraw_case))
        .route(SEND, post(ask::send_case))
        .route(DISCARD, post(ask::discard_draft))
        .route(REMOVE, post(ask::remove_correction))
        .route(REMOVE_FILE, post(ask::remove_file))
        .route(WRITE, upload::with_files(&portal, post(messages::write)))
        .route(WRITE_TO_PERSON, upload::with_files(&portal, post(messages::write_to_person)))
        .route("/min-side/sak/{reference}/fremdrift", get(progress::progress))
        .route("/min-side/sak/{reference}/melding/{number}/fil/{file}", get(messages::file))
        .route("/saksbehandling/sak/{reference}/melding/{number}/fil/{file}", get(messages::file_for_staff))
        .route(CHANGE_CONTACT, post(profile::change_contact))
        .route(POINT_OUT, post(own_data::point))
        .route(ASK_AGAIN, post(own_data::again))
        .route("/min-side/sak/{reference}/pakke/{number}", get(package::package))
        .route("/min-side/sak/{reference}/opplysninger/{number}/{system}/fil/{file}", get(own_data::file));
    for step in Step::ALL.into_iter().filter(|step| *step != Step::Review) {
        let answer =
            move |State(portal): State<Arc<Portal>>,
                  Extension(caller): Extension<Arc<Caller>>,
                  headers: HeaderMap,
                  form: PostedForm| async move { ask::answer(step, portal, &caller, &headers, &form).await };
        let answer_with_files = move |State(portal): State<Arc<Portal>>,
                                      Extension(caller): Extension<Arc<Caller>>,
                                      headers: HeaderMap,
                                      request: Request| async move {
            ask::answer_with_files(step, portal, &caller, &headers, request).await
        };
        let answer = match step.takes_files() {
            true => upload::with_files(&portal, post(answer_with_files)),
            false => post(answer),
        };
        routes = routes.route(step.action(), answer);
    }
    for page in PAGES {
        let portal = portal.clone();
        let answer = move |request: Request| pages::page(*page, portal.clone(), request);
        let page_and_form = match page.path {
            VERIFY => verify::with_form(get(answer)),
            _ => get(answer),
        };
        routes = routes.route(page.path, page_and_form);
    }
    let compressed = SizeAbove::new(WORTH_COMPRESSING_BYTES)
        .and(NotForContentType::const_new("text/event-stream"))
        .and(NotForContentType::const_new("font/"))
        .and(NotForContentType::const_new("application/zip"))
        .and(NotForContentType::IMAGES);
    let routes = routes
        .layer(from_fn_with_state(portal.clone(), session::session))
        .layer(from_fn_with_state(portal.clone(), same_site::same_site))
        .layer(CompressionLayer::new().compress_when(compressed))
        // From a provider's page or server, with no cookie of ours.
        .route("/oidc/frontchannel-logout", get(login::front_channel))
        .route("/oidc/backchannel-logout", post(login::back_channel))
        // Compressed beforehand, and asked for without a cookie.
        .route("/assets/{name}", get(assets::asset))
        .route(KEYS, get(verify::keys))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .fallback(|| async { Failed(Fault::NotFound) })
        .method_not_allowed_fallback(|| async { Failed(Fault::MethodNotAllowed) })
        .layer(from_fn_with_state(portal.clone(), limits::bounds));
    // Adapters have their own limits, times and problems.
    let adapters = api::router(&portal);
    let routes = match Rate::of_requests(&portal.settings.limits) {
        Some(rate) => routes.layer(from_fn_with_state((portal.clone(), Arc::new(rate)), rate::rate)),
        None => routes,
    };
    routes
        .layer(CatchPanicLayer::custom(after_panic))
        .layer(from_fn_with_state(portal.clone(), faults::faults))
        .merge(adapters)
        .layer(from_fn_with_state(portal.clone(), content_policy::content_policy))
        .layer(from_fn_with_state(portal.clone(), observe::observe))
        .with_state(portal)
}

/// What Prometheus reaches.
pub fn metrics_router(portal: Arc<Portal>) -> Router {
    Router::new().route("/metrics", get(metrics::metrics)).with_state(portal)
}

async fn not_for_head() -> Failed {
    Failed(Fault::MethodNotAllowed)
}

/// The hook in [`crate::log`] has written where it happened.
fn after_panic(_panic: Box<dyn Any + Send>) -> Response<Body> {
    Failed(Fault::Internal).into_response()
}
