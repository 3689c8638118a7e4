//! `curl`: a page, or why there is none. Texts are those of curl 7.88.1, as it printed them on a real kernel.

use super::Job;
use super::ping::send_text;
use super::trace::resolve;
use crate::net::fetch::{NoLink, NoPage};
use crate::net::http;
use crate::net::tcp::Failure;
use crate::net::time::Time;

/// It gives up connecting after so long (`CURLOPT_CONNECTTIMEOUT`).
const CONNECT: Time = Time::seconds(300);
/// Nobody waits longer for one page.
const LONGEST: Time = Time::seconds(3600);

#[derive(Default)]
struct Typed<'a> {
    silent: bool,
    show_error: bool,
    verbose: bool,
    include: bool,
    only_head: bool,
    fail: bool,
    output: Option<&'a str>,
    write_out: Option<&'a str>,
    most: Option<Time>,
    connect: Option<Time>,
    url: Option<&'a str>,
}

fn seconds(text: &str) -> Option<Time> {
    let seconds: f64 = text.parse().ok().filter(|seconds: &f64| seconds.is_finite() && *seconds >= 0.0)?;
    Some(Time::millis((seconds.min(LONGEST.as_seconds() as f64) * 1000.0) as u64)).filter(|time| *time > Time::ZERO)
}

fn parse<'a>(job: &mut Job, args: &[&'a str]) -> Result<Typed<'a>, u8> {
    let mut typed = Typed::default();
    let mut words = args.iter().copied();
    while let Some(word) = words.next() {
        let Some(option) = word.strip_prefix('-').filter(|option| !option.is_empty()) else {
            typed.url = Some(word);
            continue;
        };
        let names: Vec<(&str, Option<&'a str>)> = if let Some(long) = option.strip_prefix('-') {
            vec![(long, None)]
        } else {
            // Short ones may stand together; what follows one with a value is its value.
            let mut names = Vec::new();
            for (at, letter) in option.char_indices() {
                let rest = &option[at + letter.len_utf8()..];
                let name = &option[at..at + letter.len_utf8()];
                if matches!(name, "o" | "w" | "m" | "H" | "A" | "X") {
                    names.push((name, Some(rest).filter(|rest| !rest.is_empty())));
                    break;
                }
                names.push((name, None));
            }
            names
        };
        for (name, attached) in names {
            let mut value = || attached.or_else(|| words.next());
            let missing = |job: &mut Job| {
                job.print(format!("curl: option {word}: requires parameter"));
                job.fail(2, "curl: try 'curl --help' or 'curl --manual' for more information")
            };
            match name {
                "s" | "silent" => typed.silent = true,
                "S" | "show-error" => typed.show_error = true,
                "v" | "verbose" => typed.verbose = true,
                "i" | "include" => typed.include = true,
                "I" | "head" => typed.only_head = true,
                "f" | "fail" => typed.fail = true,
                "4" | "ipv4" | "L" | "location" | "k" | "insecure" | "N" | "no-buffer" | "http1.1"
                | "no-progress-meter" => {}
                "o" | "output" => typed.output = Some(value().ok_or_else(|| missing(job))?),
                "w" | "write-out" => typed.write_out = Some(value().ok_or_else(|| missing(job))?),
                "m" | "max-time" | "connect-timeout" => {
                    let text = value().ok_or_else(|| missing(job))?;
                    let Some(time) = seconds(text) else {
                        job.print(format!("curl: option {word}: expected a proper numerical parameter"));
                        return Err(job.fail(2, "curl: try 'curl --help' or 'curl --manual' for more information"));
                    };
                    if name == "connect-timeout" { typed.connect = Some(time) } else { typed.most = Some(time) }
                }
                _ => {
                    job.print(format!("curl: option {word}: is unknown"));
                    return Err(job.fail(2, "curl: try 'curl --help' or 'curl --manual' for more information"));
                }
            }
        }
    }
    Ok(typed)
}

pub fn run(job: &mut Job, args: &[&str]) -> u8 {
    let typed = match parse(job, args) {
        Ok(typed) => typed,
        Err(status) => return status,
    };
    let Some(url) = typed.url else {
        return job.fail(2, "curl: try 'curl --help' or 'curl --manual' for more information");
    };
    let rest = match url.split_once("://") {
        Some(("http", rest)) => rest,
        Some(("https", _)) => {
            job.reply.notes.extend(super::Reply::not_simulated("curl https://").notes);
            return 35;
        }
        Some((scheme, _)) => {
            return said(job, &typed, 1, &format!("Protocol \"{scheme}\" not supported or disabled in libcurl"));
        }
        None => url,
    };
    let Some((name, port, path)) = http::parts(rest) else {
        return said(job, &typed, 3, "URL using bad/illegal format or missing URL");
    };
    let begun = job.net.now();
    let Ok(to) = resolve(job, name) else {
        let text = format!("Could not resolve host: {name}");
        tell(job, &typed, &[text.clone(), "Closing connection 0".to_owned()]);
        return said(job, &typed, 6, &text);
    };
    let device = job.device;
    let limit = typed.most.map_or(LONGEST, |most| most);
    let connect = typed.connect.unwrap_or(CONNECT).min(limit);
    tell(job, &typed, &[format!("  Trying {to}:{port}...")]);
    let method = if typed.only_head { "HEAD" } else { "GET" };
    let named = if port == 80 { name.to_owned() } else { format!("{name}:{port}") };
    let request =
        format!("{method} {path} HTTP/1.1\r\nHost: {named}\r\nUser-Agent: curl/7.88.1\r\nAccept: */*\r\n\r\n");
    let only_head = typed.only_head;
    let (link, result) = job.net.listen(device, |net| {
        let link = net.connect_to(device, (to, port), begun + connect);
        let result = link.map_err(NoPage::NoLink);
        (link, result.and_then(|pair| net.request(device, pair, &request, only_head, begun + limit)))
    });
    let took = (job.net.now() - begun).as_millis();
    if let Err(why) = link {
        return no_link(job, &typed, &format!("{name} port {port}"), &format!("{to} port {port}"), why, took);
    }
    if typed.verbose {
        tell(job, &typed, &[format!("Connected to {name} ({to}) port {port} (#0)")]);
        request.trim_end().lines().for_each(|line| job.print(format!("> {line}")));
        job.print("> ");
    }
    let page = match result {
        Ok(page) => page,
        Err(why) => {
            tell(job, &typed, &["Closing connection 0".to_owned()]);
            return match why {
                NoPage::Empty | NoPage::NoLink(_) => said(job, &typed, 52, "Empty reply from server"),
                NoPage::Broken(Failure::TimedOut) => said(job, &typed, 56, "Recv failure: Connection timed out"),
                NoPage::Broken(_) => said(job, &typed, 56, "Recv failure: Connection reset by peer"),
                NoPage::Waited => {
                    let text = format!("Operation timed out after {took} milliseconds with 0 bytes received");
                    said(job, &typed, 28, &text)
                }
                NoPage::Nonsense(_) => said(job, &typed, 1, "Received HTTP/0.9 when not allowed"),
            };
        }
    };
    if typed.verbose {
        page.head.text.trim_end().lines().for_each(|line| job.print(format!("< {line}")));
        job.print("< ");
    }
    if typed.fail && page.head.status >= 400 {
        tell(job, &typed, &["Closing connection 0".to_owned()]);
        return said(job, &typed, 22, &format!("The requested URL returned error: {}", page.head.status));
    }
    let mut text = String::new();
    if typed.include || typed.only_head {
        text += &page.head.text.replace("\r\n", "\n");
    }
    if !typed.only_head {
        text += &String::from_utf8_lossy(&page.body);
    }
    match typed.output {
        Some(path) => {
            super::files::write(job, path, &text, false);
        }
        None => job.out.push_str(&text),
    }
    if typed.verbose {
        let kept = page.head.keeps.then(|| format!("Connection #0 to host {name} left intact"));
        tell(job, &typed, &[kept.unwrap_or_else(|| "Closing connection 0".to_owned())]);
    }
    if let Some(format) = typed.write_out {
        let millis = job.net.now() - begun;
        let total = format!("{}.{:06}", millis.as_seconds(), millis.as_micros() % 1_000_000);
        let text = format
            .replace("%{http_code}", &page.head.status.to_string())
            .replace("%{response_code}", &page.head.status.to_string())
            .replace("%{remote_ip}", &to.to_string())
            .replace("%{size_download}", &page.body.len().to_string())
            .replace("%{time_total}", &total)
            .replace("\\n", "\n");
        job.out.push_str(&text);
    }
    0
}

/// What it says by the way, if it is to.
fn tell(job: &mut Job, typed: &Typed, lines: &[String]) {
    if typed.verbose {
        lines.iter().for_each(|line| job.print(format!("* {line}")));
    }
}

fn said(job: &mut Job, typed: &Typed, status: u8, text: &str) -> u8 {
    if !typed.silent || typed.show_error {
        job.print(format!("curl: ({status}) {text}"));
    }
    if let Some(format) = typed.write_out {
        job.out.push_str(&format.replace("%{http_code}", "000").replace("\\n", "\n"));
    }
    status
}

fn no_link(job: &mut Job, typed: &Typed, named: &str, numbered: &str, why: NoLink, took: u64) -> u8 {
    let address = numbered.split(' ').next().unwrap_or_default();
    let (status, first, end) = match why {
        NoLink::Local(error) => {
            (7, format!("Immediate connect fail for {address}: {}", send_text(error)), "Couldn't connect to server")
        }
        NoLink::Failed(failure) => {
            let status = if failure == Failure::TimedOut { 28 } else { 7 };
            (status, format!("connect to {numbered} failed: {}", failure.text()), "Couldn't connect to server")
        }
        NoLink::Waited if typed.connect.is_none() && typed.most.is_some() => {
            let text = format!("Connection timed out after {took} milliseconds");
            tell(job, typed, &[text.clone(), "Closing connection 0".to_owned()]);
            return said(job, typed, 28, &text);
        }
        NoLink::Waited => (28, format!("ipv4 connect timeout after {took}ms, move on!"), "Timeout was reached"),
    };
    let text = format!("Failed to connect to {named} after {took} ms: {end}");
    tell(job, typed, &[first, text.clone(), "Closing connection 0".to_owned()]);
    said(job, typed, status, &text)
}
