//! An HTTP client of the application.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use serde_json::{Value, json};
use ureq::http::{Request, Response};
use ureq::{Agent, Body};

/// The timeout of a request.
const TIMEOUT: Duration = Duration::from_secs(30);
/// The largest body that is read.
const MAX_BODY: u64 = 1024 * 1024;
/// The response headers that are passed on to the agent.
const HEADERS: [&str; 5] =
    ["content-type", "location", "retry-after", "set-cookie", "www-authenticate"];

/// One request.
pub(super) struct Call {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) body: Option<Value>,
    pub(super) headers: BTreeMap<String, String>,
}

/// Sends it; a response of any status is a success.
pub(super) async fn send(address: SocketAddr, call: Call) -> Result<Value, String> {
    if !call.path.starts_with('/') {
        return Err(format!("a path begins with `/`: {}", call.path));
    }
    let sent = tokio::task::spawn_blocking(move || exchange(address, call));
    sent.await.map_err(|error| error.to_string())?
}

fn exchange(address: SocketAddr, call: Call) -> Result<Value, String> {
    let Call { method, path, body, headers } = call;
    let invalid =
        |error: ureq::http::Error| format!("{method} {path} is not a valid request: {error}");
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(None)
        .timeout_global(Some(TIMEOUT));
    let agent: Agent = config.build().into();
    let mut request =
        Request::builder().method(method.as_str()).uri(format!("http://{address}{path}"));
    for (name, value) in &headers {
        request = request.header(name, value);
    }
    let answer = match body {
        Some(body) => {
            let typed = request.header("content-type", "application/json");
            agent.run(typed.body(body.to_string()).map_err(invalid)?)
        }
        None => agent.run(request.body(()).map_err(invalid)?),
    };
    let answer = answer.and_then(to_json);
    answer.map_err(|error| format!("no answer to {method} {path} from http://{address}: {error}"))
}

fn to_json(mut answer: Response<Body>) -> Result<Value, ureq::Error> {
    let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok());
    let headers: BTreeMap<_, _> =
        HEADERS.iter().filter_map(|name| Some((*name, header(name)?.to_owned()))).collect();
    let request_id = header("x-request-id").map(str::to_owned);
    let status = answer.status().as_u16();
    let bytes = answer.body_mut().with_config().limit(MAX_BODY).read_to_vec()?;
    let body = match serde_json::from_slice(&bytes) {
        Ok(value) => value,
        Err(_) if bytes.is_empty() => Value::Null,
        Err(_) => match String::from_utf8(bytes) {
            Ok(text) => Value::String(text),
            Err(error) => Value::String(format!("{} bytes, not text", error.as_bytes().len())),
        },
    };
    Ok(json!({ "status": status, "request_id": request_id, "headers": headers, "body": body }))
}
