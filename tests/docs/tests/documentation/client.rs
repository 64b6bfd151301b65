//! The subset of `curl` that the documentation uses.

use ureq::http::Request;

/// Runs `curl …` against `port` instead of 8080; returns the body, with the status
/// line before it for `-i`.
pub(crate) fn curl(words: &[String], port: u16) -> String {
    let (mut method, mut url, mut body, mut show) = (None, None, None, false);
    let mut headers = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut next = || words.next().expect("an option's value").clone();
        match word.as_str() {
            "-s" => {}
            "-i" | "-si" => show = true,
            "-X" => method = Some(next()),
            "-d" | "--json" => {
                body = Some(next());
                if word == "--json" {
                    headers.push("content-type: application/json".to_owned());
                }
            }
            "-H" => headers.push(next()),
            option if option.starts_with('-') => panic!("this curl has no {option}"),
            _ => url = Some(word.replace("localhost:8080", &format!("127.0.0.1:{port}"))),
        }
    }
    let default_method = if body.is_some() { "POST" } else { "GET" };
    let mut request = Request::builder()
        .method(method.as_deref().unwrap_or(default_method))
        .uri(format!("http://{}", url.expect("an address").trim_start_matches("http://")));
    for header in headers {
        let (name, value) = header.split_once(": ").expect("`name: value`");
        request = request.header(name, value);
    }
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .allow_non_standard_methods(true)
        .build()
        .into();
    let mut answer = agent.run(request.body(body.unwrap_or_default()).unwrap()).unwrap();
    let text = answer.body_mut().read_to_string().unwrap();
    if show { format!("{}\n{text}", answer.status()) } else { text }
}
