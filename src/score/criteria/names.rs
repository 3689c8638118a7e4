//! What is judged of names and pages: whether a computer finds them, and if not, in which way that shows.

use super::network::{called, typed_at};
use super::{Evidence, Verdict, all_or_nothing};
use crate::lab::Lab;
use crate::locale::Message;
use crate::net::dns::Code;
use crate::net::dns::stub::{NoAnswer, Resolved, Unresolved};
use crate::net::fetch::{NoLink, NoPage, Page};
use crate::net::http;
use crate::net::tcp::Failure;
use crate::net::{Net, Time, words};
use crate::scenario::file::{Criterion, NameFailure, PageFailure};

/// So long somebody waits for a page: longer than all tries to connect.
const PATIENCE: Time = Time::seconds(200);

/// Judges a criterion of names or pages.
pub fn judge(lab: &Lab, criterion: &Criterion) -> Verdict {
    match criterion {
        Criterion::NameResolves { from, name, to, in_file } => resolves(lab, from, name, to.as_deref(), *in_file),
        Criterion::NameFails { from, name, how } => name_fails(lab, from, name, *how),
        Criterion::PageAnswers { from, url, holds } => answers(lab, from, url, holds.as_deref()),
        Criterion::PageFails { from, url, how } => page_fails(lab, from, url, *how),
        _ => unreachable!("only criteria of names and pages come here"),
    }
}

/// What came of a name, and what was lost meanwhile.
fn look_up(net: &mut Net, from: &str, name: &str) -> (Result<Resolved, Unresolved>, Option<Message>) {
    let Some(device) = net.device(from) else { return (Err(Unresolved::NoAnswer(NoAnswer::Silent)), None) };
    let begun = net.now();
    let result = net.look_up(device, name);
    let cause = words::first_loss(net, begun);
    (result, cause)
}

fn evidence(lab: &Lab, from: &str, found: Message, cause: Option<Message>, objects: Vec<String>) -> Evidence {
    // A name goes wrong at either end: what was typed at any server may be why.
    let servers = lab.scenario().devices.iter().filter(|(_, device)| !device.services.is_empty());
    let mut at: Vec<&str> = servers.map(|(id, _)| id.as_str()).collect();
    at.push(from);
    Evidence { found: vec![found], cause, actions: typed_at(lab, &at), objects }
}

fn resolves(lab: &Lab, from: &str, name: &str, to: Option<&str>, in_file: bool) -> Verdict {
    let (result, cause) = look_up(&mut lab.network_now(), from, name);
    let good = result.as_ref().is_ok_and(|found| {
        let right = to.is_none_or(|to| to.parse() == Ok(found.addr));
        right && (in_file || found.server.is_some())
    });
    let how = match &result {
        Ok(found) => resolved(found),
        Err(why) => unresolved(*why),
    };
    let key = if to.is_some() && !good { "found-name-wanted" } else { "found-name" };
    let found = Message::new(key)
        .with("from", called(lab, from))
        .with("name", name)
        .with("wanted", to.unwrap_or_default())
        .with("how", how);
    let cause = cause.filter(|_| result.is_err());
    all_or_nothing(good, evidence(lab, from, found, cause, vec![from.to_owned(), name.to_owned()]))
}

/// How a name came to its address.
fn resolved(found: &Resolved) -> Message {
    match found.server {
        Some(server) => {
            Message::new("name-by-server").with("to", found.addr.to_string()).with("server", server.to_string())
        }
        None => Message::new("name-by-file").with("to", found.addr.to_string()),
    }
}

/// Why a name has no address.
fn unresolved(why: Unresolved) -> Message {
    Message::new(match why {
        Unresolved::NoName => "name-no-name",
        Unresolved::NoAddress => "name-no-address",
        Unresolved::Failed(Code::REFUSED) => "name-refused",
        Unresolved::Failed(_) => "name-fails",
        Unresolved::NoAnswer(NoAnswer::Refused) => "name-not-listening",
        Unresolved::NoAnswer(NoAnswer::Silent) => "name-silent",
        Unresolved::NoAnswer(NoAnswer::Filtered) => "name-filtered",
        Unresolved::NoAnswer(NoAnswer::Local(_)) => "name-no-way",
    })
}

fn failure(why: Unresolved) -> NameFailure {
    match why {
        Unresolved::NoName => NameFailure::NoName,
        Unresolved::NoAddress => NameFailure::NoAddress,
        Unresolved::Failed(Code::FAILS) => NameFailure::ServerFails,
        Unresolved::Failed(Code::REFUSED) => NameFailure::ServerRefuses,
        Unresolved::NoAnswer(NoAnswer::Refused) => NameFailure::NotListening,
        Unresolved::NoAnswer(NoAnswer::Silent) => NameFailure::Silent,
        _ => NameFailure::Other,
    }
}

fn name_fails(lab: &Lab, from: &str, name: &str, how: Option<NameFailure>) -> Verdict {
    let (result, cause) = look_up(&mut lab.network_now(), from, name);
    let good = result.as_ref().is_err_and(|why| how.is_none_or(|how| how == failure(*why)));
    let said = match &result {
        Ok(found) => resolved(found),
        Err(why) => unresolved(*why),
    };
    let found = Message::new("found-name").with("from", called(lab, from)).with("name", name).with("how", said);
    all_or_nothing(good, evidence(lab, from, found, cause, vec![from.to_owned(), name.to_owned()]))
}

/// Why a page did not come.
enum Missing {
    Name(Unresolved),
    Page(NoPage),
    /// What is asked for is no address of a page.
    Url,
}

fn fetch(net: &mut Net, from: &str, url: &str) -> (Result<Page, Missing>, Option<Message>) {
    let (Some(device), Some((name, port, path))) = (net.device(from), http::parts(url)) else {
        return (Err(Missing::Url), None);
    };
    let begun = net.now();
    let result = match net.look_up(device, name) {
        Ok(found) => net.fetch(device, (found.addr, port), name, path, PATIENCE).map_err(Missing::Page),
        Err(why) => Err(Missing::Name(why)),
    };
    let cause = words::first_loss(net, begun);
    (result, cause)
}

fn page(result: &Result<Page, Missing>) -> Message {
    match result {
        Ok(page) => Message::new("page-status").with("status", page.head.status.to_string()),
        Err(Missing::Name(why)) => Message::new("page-no-name").with("how", unresolved(*why)),
        Err(Missing::Url) => Message::new("page-nothing"),
        Err(Missing::Page(why)) => Message::new(match why {
            NoPage::NoLink(NoLink::Failed(Failure::Refused)) => "page-refused",
            NoPage::NoLink(NoLink::Failed(Failure::TimedOut) | NoLink::Waited) => "page-silent",
            NoPage::NoLink(NoLink::Local(_)) => "page-no-way",
            NoPage::NoLink(_) => "page-unreachable",
            NoPage::Waited => "page-stuck",
            NoPage::Empty | NoPage::Broken(_) | NoPage::Nonsense(_) => "page-nothing",
        }),
    }
}

fn answers(lab: &Lab, from: &str, url: &str, holds: Option<&str>) -> Verdict {
    let (result, cause) = fetch(&mut lab.network_now(), from, url);
    let came = result.as_ref().is_ok_and(|page| page.head.status == 200);
    let right =
        result.as_ref().is_ok_and(|page| holds.is_none_or(|holds| String::from_utf8_lossy(&page.body).contains(holds)));
    let mut found =
        Message::new("found-page").with("from", called(lab, from)).with("url", url).with("how", page(&result));
    if came && !right {
        found = Message::new("found-page-lacks")
            .with("from", called(lab, from))
            .with("url", url)
            .with("holds", holds.unwrap_or_default());
    }
    let cause = cause.filter(|_| !came);
    all_or_nothing(came && right, evidence(lab, from, found, cause, vec![from.to_owned(), url.to_owned()]))
}

fn page_fails(lab: &Lab, from: &str, url: &str, how: Option<PageFailure>) -> Verdict {
    let (result, cause) = fetch(&mut lab.network_now(), from, url);
    let kind = match &result {
        Ok(page) if page.head.status == 200 => None,
        Ok(page) if page.head.status == 404 => Some(PageFailure::NotFound),
        Err(Missing::Name(_)) => Some(PageFailure::NoName),
        Err(Missing::Page(NoPage::NoLink(link))) => Some(match link {
            NoLink::Failed(Failure::Refused) => PageFailure::Refused,
            NoLink::Failed(Failure::TimedOut) | NoLink::Waited => PageFailure::Silent,
            NoLink::Failed(Failure::HostUnreachable | Failure::NetUnreachable) | NoLink::Local(_) => {
                PageFailure::Unreachable
            }
            NoLink::Failed(Failure::Reset) => PageFailure::Other,
        }),
        _ => Some(PageFailure::Other),
    };
    let good = kind.is_some_and(|kind| how.is_none_or(|how| how == kind));
    let found = Message::new("found-page").with("from", called(lab, from)).with("url", url).with("how", page(&result));
    all_or_nothing(good, evidence(lab, from, found, cause, vec![from.to_owned(), url.to_owned()]))
}
