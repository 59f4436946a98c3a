//! The document that describes the API (OpenAPI 3.1), made of the code that serves it. What can go wrong in each call is
//! said here once, beside the codes themselves.

use std::collections::BTreeMap;

use serde::Serialize;
use url::Url;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::example::ExampleBuilder;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Ref, RefOr, ResponseBuilder, ServerBuilder};
use utoipa::{OpenApi, ToSchema};

use super::examples::example_of;
use super::{BASE, files, system, tasks};
use crate::adapters::problem::{Kind, Problem};

/// What is told when a request is not taken (RFC 9457).
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
struct ProblemDocument {
    /// Stable: a program may decide by it.
    #[schema(example = "urn:minside:problem:lease-lost")]
    r#type: String,
    /// What it means, always in the same words.
    title: String,
    /// The HTTP status.
    #[schema(example = 409)]
    status: u16,
    /// What would be right.
    detail: Option<String>,
    /// Where in the document that was sent (JSON Pointer, RFC 6901).
    #[schema(example = "/records/0/title")]
    pointer: Option<String>,
    /// Finds the request in the portal's log.
    #[schema(example = "urn:minside:request:7K3M9QXD")]
    instance: String,
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Min side: adapter API",
        version = "1",
        description = "How a system of the municipality gets its tasks and answers them. A system that cannot be called asks \
            here (pull); one that is called may answer later here. The guide is at /utviklere.",
        license(name = "MIT OR Apache-2.0")
    ),
    paths(
        system::system,
        system::capabilities,
        tasks::claim,
        tasks::heartbeat,
        tasks::release,
        tasks::answer,
        files::evidence,
        files::put
    ),
    components(schemas(ProblemDocument)),
    tags(
        (name = "system", description = "Who the caller is."),
        (name = "tasks", description = "Getting tasks and answering them."),
        (name = "files", description = "Evidence that a person sent in, and files that a system hands out.")
    )
)]
struct Described;

/// What can go wrong in every call.
const ALWAYS: [Kind; 6] =
    [Kind::BadRequest, Kind::Unauthorized, Kind::Forbidden, Kind::SystemNotNamed, Kind::TooMany, Kind::Internal];
/// In every call with a JSON body.
const WITH_JSON: [Kind; 9] = [
    Kind::BadJson,
    Kind::TooSlow,
    Kind::TooLarge,
    Kind::UnsupportedMedia,
    Kind::InvalidDocument,
    Kind::UnsafeText,
    Kind::TooDeep,
    Kind::DuplicateKey,
    Kind::Busy,
];
/// In every call about a task.
const OF_TASK: [Kind; 3] = [Kind::NotFound, Kind::LeaseLost, Kind::CaseWithdrawn];
/// In an answer.
const OF_ANSWER: [Kind; 8] = [
    Kind::AlreadyAnswered,
    Kind::OutcomeNotOfStep,
    Kind::Contradictory,
    Kind::GroundsMissing,
    Kind::GroundNotValid,
    Kind::FileMissing,
    Kind::BadFileName,
    Kind::KeyReused,
];
/// When a file is put.
const OF_FILE: [Kind; 6] =
    [Kind::DigestDiffers, Kind::TooSlow, Kind::TooManyFiles, Kind::TooLarge, Kind::UnsupportedMedia, Kind::BadFileName];

/// All that can go wrong in a call, by its operation id.
pub fn problems_of(operation: &str) -> Vec<Kind> {
    let more: &[&[Kind]] = match operation {
        "system" => &[&[Kind::NotFound]],
        "declare" => &[&WITH_JSON],
        "claim" => &[&WITH_JSON, &[Kind::NotFound, Kind::NotPulled]],
        "heartbeat" | "release" => &[&WITH_JSON, &OF_TASK],
        "answer" => &[&WITH_JSON, &OF_TASK, &OF_ANSWER],
        "evidence" => &[&OF_TASK],
        "put_file" => &[&OF_TASK, &OF_FILE],
        _ => &[],
    };
    let mut all: Vec<Kind> = ALWAYS.iter().chain(more.iter().copied().flatten()).copied().chain([Kind::Busy]).collect();
    all.sort();
    all.dedup();
    all
}

/// The document, for adapters that reach us here.
pub fn document(public_url: &Url) -> utoipa::openapi::OpenApi {
    let mut api = Described::openapi();
    let server = format!("{}{BASE}", public_url.as_str().trim_end_matches('/'));
    api.servers = Some(vec![ServerBuilder::new().url(server).build()]);
    if let Some(components) = &mut api.components {
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some(
                "A key from `minside adapter key SYSTEM`, a token of Maskinporten, or, for one task, the `task_token` of a \
                 call.",
            ))
            .build();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    }
    api.security = Some(vec![SecurityRequirement::new("bearer", Vec::<String>::new())]);
    for item in api.paths.paths.values_mut() {
        for operation in [&mut item.get, &mut item.put, &mut item.post].into_iter().flatten() {
            add_examples(operation);
            add_problems(operation);
        }
    }
    api
}

/// An example of every message that an operation takes or gives.
fn add_examples(operation: &mut Operation) {
    let taken = operation.request_body.iter_mut().flat_map(|body| body.content.values_mut());
    let given = operation.responses.responses.values_mut().filter_map(|response| match response {
        RefOr::T(response) => Some(response.content.values_mut()),
        RefOr::Ref(_) => None,
    });
    for content in taken.chain(given.flatten()) {
        if let Some(RefOr::Ref(schema)) = &content.schema {
            content.example = example_of(schema.ref_location.rsplit('/').next().unwrap_or_default());
        }
    }
}

/// One call of the API, for the page about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Such as `POST`.
    pub method: &'static str,
    /// Such as `/tasks/claim`.
    pub path: String,
    /// What it does.
    pub about: String,
    /// What can go wrong.
    pub problems: Vec<Kind>,
}

/// Every call, in the order of their paths.
pub fn calls(api: &utoipa::openapi::OpenApi) -> Vec<Call> {
    let mut calls = Vec::new();
    for (path, item) in &api.paths.paths {
        let operations = [("GET", &item.get), ("PUT", &item.put), ("POST", &item.post)];
        for (method, operation) in operations {
            let Some(operation) = operation else { continue };
            let said = [&operation.summary, &operation.description].map(|part| part.clone().unwrap_or_default());
            calls.push(Call {
                method,
                path: path.clone(),
                about: said.join(" ").trim().to_owned(),
                problems: problems_of(operation.operation_id.as_deref().unwrap_or_default()),
            });
        }
    }
    calls
}

fn add_problems(operation: &mut Operation) {
    let id = operation.operation_id.clone().unwrap_or_default();
    let mut by_status: BTreeMap<u16, Vec<Kind>> = BTreeMap::new();
    for kind in problems_of(&id) {
        by_status.entry(kind.status()).or_default().push(kind);
    }
    for (status, kinds) in by_status {
        let mut content = ContentBuilder::new().schema(Some(RefOr::Ref(Ref::from_schema_name("Problem"))));
        for kind in &kinds {
            let example = ExampleBuilder::new().value(Some(Problem::from(*kind).document("7K3M9QXD"))).build();
            content = content.examples_from_iter([(kind.code(), RefOr::T(example))]);
        }
        let said: Vec<&str> = kinds.iter().map(|kind| kind.title()).collect();
        let response =
            ResponseBuilder::new().description(said.join(" ")).content("application/problem+json", content.build());
        operation.responses.responses.insert(status.to_string(), RefOr::T(response.build()));
    }
}
