//! Who a client is: a program with the token, a person who signed in, or anyone on this machine when nothing is asked.
//!
//! A person signs in with a name and password of the password file (argon2), or with the token, and gets a cookie that
//! scripts cannot read and that no other site can have sent. A request that changes something also carries a word that
//! only pages of this server learn, so that a forged form is refused even where a browser sends the cookie along.
//! Sessions live in memory and end with the server.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use axum::Extension;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::json;

use crate::State;
use crate::answer::{Asked, broken, in_json, json_body, pairs, words};
use crate::listen::Peer;
use crate::params;
use crate::problem::Problem;

/// A session ends when nothing was asked for so long.
const IDLE: Duration = Duration::from_secs(12 * 60 * 60);
/// Sessions at once; the oldest ends when there are more.
const MOST: usize = 10_000;
/// The cookie's name.
const COOKIE: &str = "chancery";
/// Requests of one address in a window, and attempts to sign in.
const WINDOW: Duration = Duration::from_secs(10);
const MOST_REQUESTS: u32 = 2000;
const MOST_ATTEMPTS: u32 = 5;
/// Addresses that are counted at once.
const MOST_ADDRESSES: usize = 100_000;

/// A person who may sign in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Password {
    name: String,
    hash: String,
}

impl Password {
    /// Of a line of a password file, `name:$argon2id$…`.
    ///
    /// # Errors
    /// With what is wrong, in words.
    pub fn parse(line: &str) -> Result<Password, String> {
        let (name, hash) =
            line.split_once(':').ok_or("it is not name:$argon2id$…; `chancery password NAME` makes one")?;
        if name.trim().is_empty() {
            return Err("the name before the colon is empty".to_owned());
        }
        let parsed = PasswordHash::new(hash.trim()).map_err(|error| format!("the hash cannot be read: {error}"))?;
        if !parsed.algorithm.as_str().starts_with("argon2") {
            return Err(format!("the hash is {}, and only argon2 is taken", parsed.algorithm));
        }
        Ok(Password { name: name.trim().to_owned(), hash: hash.trim().to_owned() })
    }
}

/// The hash of a password, for a password file.
///
/// # Errors
/// When the machine gives no random bytes.
pub fn hash_password(password: &str) -> std::io::Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| std::io::Error::other(error.to_string()))?;
    let salt = SaltString::encode_b64(&bytes).map_err(|error| std::io::Error::other(error.to_string()))?;
    let hash = Argon2::default()
        .hash_password(password.as_bytes(), &salt)
        .map_err(|error| std::io::Error::other(error.to_string()))?;
    Ok(hash.to_string())
}

/// Who asks.
#[derive(Clone, Debug)]
pub(crate) enum Client {
    /// Anyone on this machine: nothing is asked of them.
    Open,
    /// A program that knows the token.
    Program,
    /// A person who signed in, with the key of the session.
    Person { name: Option<String>, key: String, word: String },
    /// Nobody we know.
    Stranger,
}

impl Client {
    /// The name a person signed in with.
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Client::Person { name, .. } => name.as_deref(),
            _ => None,
        }
    }
}

#[derive(Debug)]
struct Session {
    name: Option<String>,
    word: String,
    seen: Instant,
}

#[derive(Debug)]
struct Count {
    since: Instant,
    requests: u32,
    attempts: u32,
}

/// Keys, sessions, and who asked how often.
#[derive(Debug)]
pub(crate) struct Sessions {
    token: Option<String>,
    passwords: Vec<Password>,
    /// The word of pages where nobody signs in.
    open_word: Option<String>,
    sessions: Mutex<BTreeMap<String, Session>>,
    counts: Mutex<BTreeMap<IpAddr, Count>>,
}

fn random() -> Option<String> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).ok()?;
    Some(bytes.iter().map(|b| format!("{b:02x}")).collect())
}

/// A panic elsewhere leaves the maps whole: each change is one call.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Sessions {
    pub(crate) fn new(token: Option<String>, passwords: Vec<Password>) -> Sessions {
        let (sessions, counts) = (Mutex::default(), Mutex::default());
        Sessions { token, passwords, open_word: random(), sessions, counts }
    }

    /// Whether nothing is asked of clients.
    pub(crate) fn is_open(&self) -> bool {
        self.token.is_none() && self.passwords.is_empty()
    }

    /// Who a request comes from.
    pub(crate) fn client(&self, headers: &HeaderMap) -> Client {
        if self.is_open() {
            return Client::Open;
        }
        let given = text(headers, header::AUTHORIZATION.as_str()).strip_prefix("Bearer ");
        if let (Some(token), Some(given)) = (&self.token, given)
            && is_same(given.as_bytes(), token.as_bytes())
        {
            return Client::Program;
        }
        let Some(key) = cookie(headers) else { return Client::Stranger };
        let mut sessions = locked(&self.sessions);
        match sessions.get_mut(key) {
            Some(session) if session.seen.elapsed() < IDLE => {
                session.seen = Instant::now();
                Client::Person { name: session.name.clone(), key: key.to_owned(), word: session.word.clone() }
            }
            Some(_) => {
                sessions.remove(key);
                Client::Stranger
            }
            None => Client::Stranger,
        }
    }

    /// Whether the word that comes with a change is the one that pages of this server know.
    pub(crate) fn knows_word(&self, client: &Client, headers: &HeaderMap) -> bool {
        let given = text(headers, "x-chancery-word");
        match client {
            Client::Person { word, .. } => is_same(given.as_bytes(), word.as_bytes()),
            Client::Open => self.open_word.as_ref().is_some_and(|word| is_same(given.as_bytes(), word.as_bytes())),
            // No browser sends the header with the token on its own.
            Client::Program => true,
            Client::Stranger => false,
        }
    }

    /// Counts a request of an address; whether it is one too many.
    pub(crate) fn is_too_many(&self, of: IpAddr, is_attempt: bool) -> bool {
        let mut counts = locked(&self.counts);
        if counts.len() >= MOST_ADDRESSES {
            counts.retain(|_, count| count.since.elapsed() < WINDOW);
        }
        let fresh = || Count { since: Instant::now(), requests: 0, attempts: 0 };
        let count = counts.entry(of).or_insert_with(fresh);
        if count.since.elapsed() >= WINDOW {
            *count = fresh();
        }
        count.requests += 1;
        count.attempts += u32::from(is_attempt);
        count.requests > MOST_REQUESTS || count.attempts > MOST_ATTEMPTS
    }

    fn begin(&self, name: Option<String>) -> Option<(String, String)> {
        let (key, word) = (random()?, random()?);
        let mut sessions = locked(&self.sessions);
        sessions.retain(|_, session| session.seen.elapsed() < IDLE);
        if sessions.len() >= MOST {
            let oldest = sessions.iter().min_by_key(|(_, session)| session.seen).map(|(key, _)| key.clone());
            if let Some(oldest) = oldest {
                sessions.remove(&oldest);
            }
        }
        sessions.insert(key.clone(), Session { name, word: word.clone(), seen: Instant::now() });
        Some((key, word))
    }

    /// Whether a name and password, or the token, are right. Takes as long for a name that is not there.
    fn verify(&self, name: Option<&str>, password: &str) -> Option<Option<String>> {
        let Some(name) = name else {
            let token = self.token.as_ref()?;
            return is_same(password.as_bytes(), token.as_bytes()).then_some(None);
        };
        let known = self.passwords.iter().find(|known| known.name == name);
        let hash = known.or(self.passwords.first()).and_then(|known| PasswordHash::new(&known.hash).ok())?;
        let is_right = Argon2::default().verify_password(password.as_bytes(), &hash).is_ok();
        known.filter(|_| is_right).map(|known| Some(known.name.clone()))
    }
}

pub(crate) fn text<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|cookies| cookies.split(';')).find_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('='))
}

/// Compares in a time that does not tell how much of a guess was right.
pub(crate) fn is_same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |differ, (x, y)| differ | (x ^ y)) == 0
}

/// `GET /api/v1/session`: who the client is, and what this server does.
pub(crate) async fn show(
    shared: State,
    Extension(client): Extension<Client>,
    asked: Asked,
) -> Result<Response, Problem> {
    params::only(&pairs(asked)?, &[])?;
    let word = match &client {
        Client::Open => shared.sessions.open_word.as_deref(),
        Client::Person { word, .. } => Some(word.as_str()),
        Client::Program | Client::Stranger => None,
    };
    Ok(in_json(&json!({
        "is_open": shared.sessions.is_open(),
        "is_signed_in": matches!(client, Client::Person { .. } | Client::Program),
        "has_names": !shared.sessions.passwords.is_empty(),
        "name": client.name(),
        "word": word,
        "is_read_only": shared.read_only,
        "reads": shared.engine.is_some(),
        "version": env!("CARGO_PKG_VERSION"),
    })))
}

/// `POST /api/v1/session`: signs in with `{"name", "password"}`, or with the token as the password alone.
pub(crate) async fn sign_in(shared: State, asked: Asked, request: Request) -> Result<Response, Problem> {
    params::only(&pairs(asked)?, &[])?;
    let peer = request.extensions().get::<Peer>().copied();
    let body = json_body(request, 4096).await?;
    let (name, password) =
        (words(&body, "name")?.map(str::to_owned), words(&body, "password")?.unwrap_or_default().to_owned());
    if shared.sessions.is_open() {
        return Err(Problem::asked("nobody signs in here: this server asks nothing of clients of this machine"));
    }
    if peer.is_some_and(|Peer(address)| shared.sessions.is_too_many(address, true)) {
        return Err(Problem::new(StatusCode::TOO_MANY_REQUESTS, "too many attempts; wait a little"));
    }
    let for_checking = Arc::clone(&shared);
    let check = tokio::task::spawn_blocking(move || for_checking.sessions.verify(name.as_deref(), &password));
    let who = check.await.map_err(|_| broken())?;
    let who = who.ok_or_else(|| Problem::new(StatusCode::FORBIDDEN, "the name or the password is not right"))?;
    let (key, word) = shared.sessions.begin(who.clone()).ok_or_else(broken)?;
    let mut response = in_json(&json!({"name": who, "word": word}));
    set_cookie(
        &mut response,
        &format!("{COOKIE}={key}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}", IDLE.as_secs()),
    );
    Ok(response)
}

/// `DELETE /api/v1/session`: signs out.
pub(crate) async fn sign_out(
    shared: State,
    Extension(client): Extension<Client>,
    asked: Asked,
) -> Result<Response, Problem> {
    params::only(&pairs(asked)?, &[])?;
    if let Client::Person { key, .. } = &client {
        locked(&shared.sessions.sessions).remove(key);
    }
    let mut response = in_json(&json!({}));
    set_cookie(&mut response, &format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0"));
    Ok(response)
}

fn set_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
}

#[cfg(test)]
mod tests {
    use super::{Password, Sessions, hash_password, is_same};

    #[test]
    fn tokens_are_compared_whole() {
        assert!(is_same(b"word", b"word"));
        assert!(!is_same(b"wor", b"word") && !is_same(b"", b"word") && !is_same(b"ward", b"word"));
    }

    #[test]
    fn passwords_are_checked_by_their_hash() {
        let hash = hash_password("a river in spring").expect("random bytes");
        let ada = Password::parse(&format!("ada:{hash}")).expect("a line");
        let sessions = Sessions::new(Some("token of a program".to_owned()), vec![ada]);
        assert_eq!(sessions.verify(Some("ada"), "a river in spring"), Some(Some("ada".to_owned())));
        assert_eq!(sessions.verify(None, "token of a program"), Some(None));
        for (name, password) in
            [(Some("ada"), "a river"), (Some("ben"), "a river in spring"), (None, "a river in spring")]
        {
            assert_eq!(sessions.verify(name, password), None, "{name:?}");
        }
        for line in ["ada", ":x", "ada:secret", "ada:$2b$10$abcdefghijklmnopqrstuv"] {
            assert!(Password::parse(line).is_err(), "{line}");
        }
    }
}
