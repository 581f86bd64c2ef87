//! One state of the walk: a session, and the world as far as it can make a difference to it.

use std::fmt::Write;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use lifen_connect::protocol::jose::SignatureCheck;
use lifen_connect::protocol::secret::State;
use lifen_connect::protocol::time::Timestamp;
use lifen_connect::session::{Mark, PendingSignIn, Session, SharedMemory, TabMemory, Ticket, View};

use crate::NOW;
use crate::answers::{Response, Token, UserInfo};
use crate::material::{secret_text, sign_in_of};
use crate::world::PLACE;

#[derive(Clone)]
pub struct Node {
    pub session: Session,
    /// What the session waits for, oldest first; some of it in vain.
    pub questions: Vec<Question>,
    /// What was answered on this page. An answer that comes again must change nothing.
    pub answered: Vec<Question>,
    /// What the tab's storage holds.
    pub memory: Arc<TabMemory>,
    pub goodbye: bool,
    /// What all tabs remember together.
    pub shared: SharedMemory,
    /// The ticket under which that is asked for; it is there at once.
    pub asks_what_is_shared: Option<Ticket>,
    /// The ticket under which it is asked what it takes to resume a session; that is there at once as well.
    pub asks_to_resume: Option<Ticket>,
    /// How many times two hours went by.
    pub pauses: i64,
    /// How many sessions ended: nobody signs in again in the very moment in which they signed out.
    ends: i64,
    /// How many sign-ins were begun: the number of the latest.
    pub begun: u8,
    /// Those of them that nobody asked for: a page was reloaded.
    pub resuming: Vec<u8>,
    /// Somebody was signed in here, has neither signed out nor expired, and no page tried to bring them back since.
    /// What the storage holds has to agree.
    pub is_present: bool,
    /// The sign-ins that the provider was asked for, and may answer.
    pub asked_for: Vec<u8>,
    /// The sign-ins whose code verifier was sent.
    pub redeemed: Vec<u8>,
    pub leaving: Option<Leaving>,
    /// The sign-in that a window beside the page is at the provider for.
    pub window: Option<u8>,
    pub page: Page,
    /// The session as text.
    pub text: Arc<Text>,
    /// The storage as text, but for when pages left unasked.
    stored: Arc<str>,
    resumed: Arc<[Timestamp]>,
}

/// What `Debug` tells of a session after its configuration, which never changes, and but for the number of its latest
/// ticket.
#[derive(Clone, PartialEq)]
pub struct Text {
    pub whole: String,
    /// The name of the state.
    pub kind: &'static str,
}

/// What passed on the page that is open, as far as it bears on who may be signed in.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// What the page was opened with, until it is clear what becomes of that.
    pub response: Option<Response>,
    /// The sign-in that was taken from the storage.
    pub recalled: Option<u8>,
    /// What the token endpoint answered.
    pub token: Option<Token>,
    pub userinfo_asked: bool,
    /// What the userinfo endpoint answered.
    pub user_info: Option<UserInfo>,
    /// The number of the latest ticket.
    pub latest_ticket: u32,
}

#[derive(Clone)]
pub struct Question {
    pub ticket: Ticket,
    pub about: About,
}

#[derive(Clone)]
pub enum About {
    Metadata,
    Keys,
    Token,
    UserInfo,
    Remembering(Arc<PendingSignIn>),
    Recalling(Option<State>),
    Signature(SignatureCheck),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    ToSignIn(u8),
    ToSignOut,
}

impl Node {
    /// A tab whose page has not begun.
    pub fn new(session: Session) -> Self {
        let text = Arc::new(Text::of(&session));
        Self {
            session,
            questions: Vec::new(),
            answered: Vec::new(),
            memory: Arc::default(),
            goodbye: false,
            shared: SharedMemory::default(),
            asks_what_is_shared: None,
            asks_to_resume: None,
            pauses: 0,
            ends: 0,
            begun: 0,
            resuming: Vec::new(),
            is_present: false,
            asked_for: Vec::new(),
            redeemed: Vec::new(),
            leaving: None,
            window: None,
            page: Page::default(),
            text,
            stored: Arc::default(),
            resumed: Arc::default(),
        }
    }

    pub fn changes_memory<T>(&mut self, change: impl FnOnce(&mut TabMemory) -> T) -> T {
        let changed = change(Arc::make_mut(&mut self.memory));
        let text = self.memory.to_text();
        let (resumed, others): (Vec<_>, Vec<_>) = text.lines().partition(|line| line.starts_with("resumed="));
        self.stored = others.into_iter().map(numbered).collect::<String>().into();
        self.resumed = resumed.into_iter().filter_map(moment).collect();
        changed
    }

    /// How often a page of this tab set out to leave unasked of late, as the storage has it. What is longer ago makes
    /// no difference any more.
    pub fn resumed_of_late(&self) -> usize {
        self.resumed.iter().filter(|before| self.now() < **before + TabMemory::OFTEN.1).count()
    }

    /// Whether the storage knows where somebody was going: one that signs in in a window leaves no trace there.
    pub fn remembers_a_place(&self) -> bool {
        self.stored.contains(PLACE)
    }

    /// Whether the storage remembers that somebody is signed in.
    pub fn remembers_somebody(&self) -> bool {
        self.stored.contains(PRESENT)
    }

    pub fn now(&self) -> Timestamp {
        Timestamp::from_milliseconds((NOW + self.pauses * 7200) * 1000 + self.ends)
    }

    pub fn marks(&mut self, mark: Mark) {
        self.ends += i64::from(matches!(mark, Mark::Ended { .. }));
        self.shared.mark(mark);
    }

    pub fn is_signed_in(&self) -> bool {
        matches!(self.session.view(), View::SignedIn { .. })
    }

    pub fn has_stored(&self, sign_in: u8) -> bool {
        let state = State::new(secret_text(b's', sign_in));
        TabMemory::clone(&self.memory).claim(Some(&state), self.now()).pending.is_some()
    }

    /// Two nodes with the same fingerprint have the same future.
    ///
    /// `Debug` tells all of a session but its secrets; which those are follows from what is added: the sign-in that
    /// was recalled, the token that came for it, what userinfo said. Tickets are renumbered in the order of their
    /// appearance, since a session only ever compares them, and moments within one second by their order, for the same
    /// reason. Which sign-in somebody is known again by is left out, since
    /// they are the same person each time. What was answered on the page is left out: its tickets
    /// are in no state any more, or else a repetition would change something, which is looked for at each node.
    pub fn fingerprint(&self) -> u64 {
        let mut text = self.text.whole.clone();
        if let View::SignedIn { identity, .. } = self.session.view() {
            let _ = write!(text, " named {:?}", identity.name);
        }
        for Question { ticket, about } in &self.questions {
            let _ = write!(text, " {ticket:?} {}", about.name());
        }
        let Page { response, recalled, token, userinfo_asked, user_info, .. } = &self.page;
        let sign_ins = (self.begun, &self.resuming, &self.asked_for, &self.redeemed);
        let world = (self.goodbye, self.pauses, sign_ins, self.leaving, self.window, self.resumed_of_late());
        let page = (response, recalled, token, userinfo_asked, user_info);
        let _ = write!(text, " page {page:?} world {world:?} stored {}", self.stored);
        let _ = write!(text, " shared {:?} now {:?}", self.shared, self.now());
        let mut hasher = DefaultHasher::new();
        in_order(&renumbered(&of_nobody(&text))).hash(&mut hasher);
        hasher.finish()
    }
}

impl About {
    pub fn name(&self) -> String {
        match self {
            Self::Metadata => "metadata".to_owned(),
            Self::Keys => "keys".to_owned(),
            Self::Token => "token".to_owned(),
            Self::UserInfo => "userinfo".to_owned(),
            Self::Remembering(pending) => format!("remember {:?}", number_of(pending)),
            Self::Recalling(state) => {
                format!("recall {:?}", state.as_ref().and_then(|state| sign_in_of(b's', state.expose())))
            }
            Self::Signature(_) => "signature".to_owned(),
        }
    }
}

pub fn number_of(pending: &PendingSignIn) -> Option<u8> {
    sign_in_of(b's', pending.state.expose())
}

const KINDS: [&str; 16] = [
    "Starting",
    "SignedOut",
    "Preparing",
    "Remembering",
    "Waiting",
    "Leaving",
    "Resuming",
    "SigningOut",
    "Restoring",
    "Recalling",
    "Offering",
    "Delivered",
    "Redeeming",
    "Verifying",
    "SignedIn",
    "Failed",
];

impl Text {
    pub fn of(session: &Session) -> Self {
        let text = format!("{session:?}");
        let start = text.find("provider: Provider").expect("a provider");
        let end = text.rfind(", tickets: ").expect("a ticket");
        let whole = text[start..end].to_owned();
        let state = whole.rfind(", state: ").expect("a state") + ", state: ".len();
        let rest = &whole[state..];
        let name = &rest[..rest.bytes().take_while(u8::is_ascii_alphanumeric).count()];
        let kind = KINDS.into_iter().find(|kind| *kind == name).expect("a state that is known");
        Self { whole, kind }
    }
}

/// That somebody is signed in: who that is by which hash makes no difference.
const PRESENT: &str = "[present since ";

/// A line of the storage by the number of its sign-in; which keys went along makes a difference too.
fn numbered(line: &str) -> String {
    let value = |wanted: &str| {
        form_urlencoded::parse(line.as_bytes())
            .find(|(name, _)| name == wanted)
            .map(|(_, value)| value.into_owned())
    };
    let number = |name: &str| value(name).and_then(|state| sign_in_of(b's', &state));
    let at = |name: &str| value(name).map(|at| format!("Timestamp({at})"));
    if line.starts_with("present=") {
        return format!("{PRESENT}{:?}]", at("since"));
    }
    let (pending, taken) = (number("state"), number("taken"));
    let moments = (at("created_at"), at("resumes_since"));
    format!("[{pending:?} {taken:?} {moments:?} {:?} {:?}]", value("keys"), value("place"))
}

fn moment(line: &str) -> Option<Timestamp> {
    let (_, moment) = line.split_once('=')?;
    Some(Timestamp::from_milliseconds(moment.parse().ok()?))
}

/// The same without the hashes of persons.
fn of_nobody(text: &str) -> String {
    let mut parts = text.split("person: \"");
    let mut written = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        written.push_str("person: ");
        written.push_str(part.split_once('"').map_or(part, |(_, rest)| rest));
    }
    written
}

fn renumbered(text: &str) -> String {
    let mut known: Vec<&str> = Vec::new();
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(position) = rest.find("Ticket(") {
        let (before, after) = rest.split_at(position + "Ticket(".len());
        let (number, after) = after.split_at(after.find(')').expect("a parenthesis"));
        let place = known.iter().position(|ticket| *ticket == number).unwrap_or_else(|| {
            known.push(number);
            known.len() - 1
        });
        let _ = write!(written, "{before}{place}");
        rest = after;
    }
    written + rest
}

/// Each moment as its second, and the how manieth it is of those of that second.
fn in_order(text: &str) -> String {
    let parts: Vec<_> = text.split("Timestamp(").collect();
    let number = |part: &str| part.split_once(')').and_then(|(number, _)| number.parse::<i64>().ok());
    let mut known: Vec<i64> = parts.iter().skip(1).filter_map(|part| number(part)).collect();
    known.sort_unstable();
    known.dedup();
    let mut written = parts[0].to_owned();
    for part in &parts[1..] {
        let at = number(part).expect("a moment");
        let second = at.div_euclid(1000);
        let place = known.iter().filter(|other| other.div_euclid(1000) == second && **other < at).count();
        let _ = write!(written, "Timestamp({second}.{place}{}", &part[part.find(')').expect("its end")..]);
    }
    written
}
