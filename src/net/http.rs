//! HTTP/1.1 (RFC 9110, 9112): what a server of files answers, and how an answer is read.

use super::device::{Cx, Device};
use super::tcp::Pair;

/// The files of the web server are below this.
pub const ROOT: &str = "/var/www/html";
/// A request that is longer than this is none.
const LONGEST: usize = 16 * 1024;

/// The parts of an address on the web: name, port, path. `http://` may be left out; nothing if it is none.
pub fn parts(url: &str) -> Option<(&str, u16, &str)> {
    let rest = match url.split_once("://") {
        Some(("http", rest)) => rest,
        Some(_) => return None,
        None => url,
    };
    let (authority, path) = rest.find('/').map_or((rest, "/"), |at| rest.split_at(at));
    let (name, port) = match authority.rsplit_once(':') {
        Some((name, port)) => (name, port.parse().ok().filter(|port| *port > 0)?),
        None => (authority, 80),
    };
    (!name.is_empty()).then_some((name, port, path))
}

/// What an answer says before its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub status: u16,
    /// The head as it came, with the empty line.
    pub text: String,
    /// Bytes of the body, if it says so.
    pub length: Option<usize>,
    /// The other side keeps the connection.
    pub keeps: bool,
}

/// Reads the head of an answer; gives it with what came after it, once it is whole.
pub fn head(bytes: &[u8]) -> Option<(Head, &[u8])> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let text = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status = text.split_whitespace().nth(1)?.parse().ok()?;
    let value = |name: &str| field(&text, name);
    let length = value("content-length").and_then(|length| length.parse().ok());
    let keeps = text.starts_with("HTTP/1.1") && !value("connection").is_some_and(|it| it.eq_ignore_ascii_case("close"));
    Some((Head { status, length, keeps, text: text.clone() }, &bytes[end..]))
}

/// The value of a field.
fn field<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    text.lines()
        .skip(1)
        .filter_map(|line| line.split_once(':'))
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|it| it.1.trim())
}

/// A word for a status: RFC 9110, section 15.
fn word(status: u16) -> &'static str {
    match status {
        200 => "OK",
        400 => "Bad Request",
        404 => "Not Found",
        405 => "Method Not Allowed",
        _ => "",
    }
}

fn kind(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, end)| end) {
        "html" | "htm" => "text/html",
        "txt" | "md" => "text/plain",
        "css" => "text/css",
        "json" => "application/json",
        _ => "application/octet-stream",
    }
}

fn answer(status: u16, kind: &str, body: &str, only_head: bool, keeps: bool) -> Vec<u8> {
    let keeps = if keeps { "keep-alive" } else { "close" };
    let mut text = format!(
        "HTTP/1.1 {status} {}\r\nServer: nginx\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: {keeps}\r\n\r\n",
        word(status),
        body.len()
    );
    if !only_head {
        text.push_str(body);
    }
    text.into_bytes()
}

fn page_of(status: u16) -> String {
    let title = format!("{status} {}", word(status));
    format!(
        "<html>\n<head><title>{title}</title></head>\n<body>\n<center><h1>{title}</h1></center>\n</body>\n</html>\n"
    )
}

impl Device {
    /// Answers the requests that are whole; what is begun waits for the rest.
    pub(super) fn http_hears(&mut self, pair: Pair, cx: &mut Cx) {
        loop {
            let Some(it) = self.tcp.connections.get_mut(&pair) else { return };
            let Some(end) = it.inbox.windows(4).position(|four| four == b"\r\n\r\n") else {
                if it.inbox.len() > LONGEST {
                    self.tcp_abort(pair, cx);
                }
                return;
            };
            let request: Vec<u8> = it.inbox.drain(..end + 4).collect();
            let (bytes, keeps) = self.http_answer(&String::from_utf8_lossy(&request));
            self.tcp_write(pair, &bytes, cx);
            if !keeps {
                return self.tcp_close(pair, cx);
            }
        }
    }

    fn http_answer(&self, request: &str) -> (Vec<u8>, bool) {
        let mut words = request.lines().next().unwrap_or_default().split(' ');
        let (Some(method), Some(target), Some(version)) = (words.next(), words.next(), words.next()) else {
            return (answer(400, "text/html", &page_of(400), false, false), false);
        };
        if !version.starts_with("HTTP/1.") || !target.starts_with('/') {
            return (answer(400, "text/html", &page_of(400), false, false), false);
        }
        let keeps =
            version == "HTTP/1.1" && !field(request, "connection").is_some_and(|it| it.eq_ignore_ascii_case("close"));
        if !matches!(method, "GET" | "HEAD") {
            // A body may follow, and nobody here reads it.
            return (answer(405, "text/html", &page_of(405), false, false), false);
        }
        let path = target.split(['?', '#']).next().unwrap_or_default();
        let path = if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        let file = self.files.get(&format!("{ROOT}{path}")).filter(|_| !path.contains(".."));
        let only_head = method == "HEAD";
        let bytes = match file {
            Some(body) => answer(200, kind(&path), body, only_head, keeps),
            None => answer(404, "text/html", &page_of(404), only_head, keeps),
        };
        (bytes, keeps)
    }
}
