//! A connection as a program makes it, and a page asked for over it: what came back, or why nothing did.

use std::net::Ipv4Addr;

use super::device::Mail;
use super::http::{self, Head};
use super::ip::SendError;
use super::tcp::{Failure, News, Pair, Side};
use super::time::Time;
use super::world::{Net, Ran};

/// Why there is no connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoLink {
    /// Nothing could even leave.
    Local(SendError),
    Failed(Failure),
    /// Nothing came back for as long as was waited.
    Waited,
}

/// An answer to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub head: Head,
    pub body: Vec<u8>,
}

/// Why a connection gave no page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoPage {
    NoLink(NoLink),
    /// The connection ended before an answer.
    Empty,
    /// It was broken off.
    Broken(Failure),
    /// The answer did not come in time.
    Waited,
    /// What came is no answer.
    Nonsense(Vec<u8>),
}

/// A page longer than this is not read to its end.
const LONGEST: usize = 4 << 20;

impl Net {
    /// Connects, and waits until it is connected or is not; inside [`Net::listen`].
    ///
    /// # Errors
    /// Why there is no connection.
    pub fn connect_to(&mut self, device: usize, to: Side, until: Time) -> Result<Pair, NoLink> {
        let pair = self.with(device, |host, cx| host.tcp_connect(to, cx)).map_err(NoLink::Local)?;
        loop {
            match self.news(device, pair, until) {
                Some(News::Connected) => return Ok(pair),
                Some(News::Failed(failure)) => return Err(NoLink::Failed(failure)),
                Some(_) => {}
                None => {
                    self.with(device, |host, cx| host.tcp_abort(pair, cx));
                    return Err(NoLink::Waited);
                }
            }
        }
    }

    /// The next that happens to a connection; nothing if nothing does until then.
    fn news(&mut self, device: usize, of: Pair, until: Time) -> Option<News> {
        loop {
            while let Some(mail) = self.devices[device].mail.pop_front() {
                if let Mail::Tcp { pair, news } = mail
                    && pair == of
                {
                    return Some(news);
                }
            }
            if self.run_for_mail(device, until) != Ran::Mail {
                return None;
            }
        }
    }

    /// Asks for something over a connection and reads the answer; the connection is closed then.
    ///
    /// # Errors
    /// Why there is no answer.
    pub fn request(
        &mut self,
        device: usize,
        pair: Pair,
        request: &str,
        only_head: bool,
        until: Time,
    ) -> Result<Page, NoPage> {
        self.with(device, |host, cx| host.tcp_write(pair, request.as_bytes(), cx));
        let mut came = Vec::new();
        let result = loop {
            let news = self.news(device, pair, until);
            came.extend(self.devices[device].tcp_read(pair));
            let whole = http::head(&came);
            if let Some((head, body)) = &whole {
                let complete = only_head || head.length.is_some_and(|length| body.len() >= length);
                if complete || body.len() > LONGEST || news == Some(News::Ended) {
                    let length = head.length.unwrap_or(body.len()).min(body.len());
                    break Ok(Page { head: head.clone(), body: body[..length].to_vec() });
                }
            }
            match news {
                Some(News::Failed(failure)) => break Err(NoPage::Broken(failure)),
                Some(News::Ended) if came.is_empty() => break Err(NoPage::Empty),
                Some(News::Ended) => break Err(NoPage::Nonsense(came)),
                Some(_) if whole.is_none() && came.len() >= 5 && !came.starts_with(b"HTTP/") => {
                    break Err(NoPage::Nonsense(came));
                }
                Some(_) => {}
                None => break Err(NoPage::Waited),
            }
        };
        self.with(device, |host, cx| host.tcp_close(pair, cx));
        result
    }

    /// Asks a server for a page.
    ///
    /// # Errors
    /// Why there is none.
    pub fn fetch(
        &mut self,
        device: usize,
        to: (Ipv4Addr, u16),
        host: &str,
        path: &str,
        wait: Time,
    ) -> Result<Page, NoPage> {
        let until = self.now() + wait;
        let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: curl/7.88.1\r\nAccept: */*\r\n\r\n");
        self.listen(device, |net| {
            let pair = net.connect_to(device, to, until).map_err(NoPage::NoLink)?;
            net.request(device, pair, &request, false, until)
        })
    }
}
