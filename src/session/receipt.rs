//! Why a session is trusted: what this tab has checked, and how long each step took.

mod text;

use super::state::{State, UserInfoState};
use super::{Effect, Event, Session, Ticket};
use crate::protocol::evidence::{Evidence, Kept};
use crate::protocol::form::Pairs;
use crate::protocol::text::{decimal, parts, to_decimal};
use crate::protocol::time::Timestamp;

/// The checks that a session stands on in this tab, and the steps of its sign-in as far as this tab knows them.
///
/// It holds no secret: [`Evidence`] keeps none, and a step is a name and two moments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub origin: Origin,
    /// When this tab checked it.
    pub checked_at: Timestamp,
    pub evidence: Evidence,
    pub steps: Steps,
    /// Userinfo, or the word that there is none, is here: what is fetched now is no step of the sign-in.
    is_complete: bool,
    pub renewal: Option<Renewed>,
}

/// How a session came to this tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// By a sign-in of this tab.
    SignIn,
    /// By a redirect that asked nobody, after a reload.
    Resumed,
    /// Another tab told it, or this one kept it over a reload: what had been checked before was checked again, as far as
    /// that can be done without the provider.
    Told,
}

/// The latest tokens of a session that goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renewed {
    pub at: Timestamp,
    /// `None` where another tab renewed them, and checked what came.
    pub evidence: Option<Evidence>,
}

/// What takes its time in a sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    Metadata,
    Keys,
    /// What was asked is pushed to the provider.
    Push,
    /// The person is at the provider.
    Provider,
    /// The redirect route is loaded, and begins.
    Page,
    /// The code is redeemed.
    Token,
    Signature,
    UserInfo,
}

impl StepKind {
    pub const ALL: [Self; 8] = [
        Self::Metadata,
        Self::Keys,
        Self::Push,
        Self::Provider,
        Self::Page,
        Self::Token,
        Self::Signature,
        Self::UserInfo,
    ];

    /// The word for it in what is stored and copied.
    pub fn name(self) -> &'static str {
        match self {
            Self::Metadata => "metadata",
            Self::Keys => "keys",
            Self::Push => "push",
            Self::Provider => "provider",
            Self::Page => "page",
            Self::Token => "token",
            Self::Signature => "signature",
            Self::UserInfo => "userinfo",
        }
    }
}

/// One step, from when it was begun to when its answer was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub kind: StepKind,
    pub begin: Timestamp,
    pub end: Timestamp,
}

impl Step {
    pub fn milliseconds(self) -> i64 {
        self.end.milliseconds().saturating_sub(self.begin.milliseconds()).max(0)
    }
}

/// Steps in the order in which they ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Steps(Kept<Vec<Step>>);

impl Steps {
    /// A page that stays open for days must not remember each of its requests.
    const LIMIT: usize = 16;

    pub fn all(&self) -> &[Step] {
        self.0.get().map_or(&[], Vec::as_slice)
    }

    fn add(&mut self, step: Step) {
        self.0.with(|steps| {
            steps.push(step);
            if steps.len() > Self::LIMIT {
                steps.remove(0);
            }
        });
    }

    /// The form in which they survive the redirect.
    pub(super) fn to_text(&self) -> Option<String> {
        let mut text = String::new();
        for step in self.all() {
            let gap = if text.is_empty() { "" } else { " " };
            let (begin, end) = (to_decimal(step.begin.milliseconds()), to_decimal(step.end.milliseconds()));
            for part in [gap, step.kind.name(), ".", &begin, ".", &end] {
                text.push_str(part);
            }
        }
        Some(text).filter(|text| !text.is_empty())
    }

    /// Reads them back, and passes over what is no step.
    pub(super) fn read(pairs: &Pairs) -> Self {
        let mut steps = Self::default();
        steps.0.with(|steps| {
            let text = pairs.value("steps").unwrap_or_default();
            steps.extend(parts(text, b' ').into_iter().take(Self::LIMIT).filter_map(|step| {
                let [name, begin, end] = *parts(step, b'.') else { return None };
                let kind = StepKind::ALL.into_iter().find(|kind| kind.name() == name)?;
                let moment = |text| Some(Timestamp::from_milliseconds(decimal(text, i64::MAX)?));
                Some(Step { kind, begin: moment(begin)?, end: moment(end)? })
            }));
        });
        steps
    }
}

/// What a tab remembers of the steps it takes.
#[derive(Clone, Debug, Default)]
pub(super) struct Timeline {
    /// Those that have ended.
    steps: Steps,
    begun: Kept<Vec<(Ticket, StepKind, Timestamp)>>,
    /// When the browser was told to load this page.
    page_since: Kept<Option<Timestamp>>,
    /// What was checked of the sign-in that is under way.
    pub evidence: Evidence,
}

impl Timeline {
    pub fn page_since(&mut self, at: Timestamp) {
        self.page_since.with(|since| *since = Some(at));
    }

    /// An answer ends what its ticket began.
    fn hear(&mut self, event: &Event, now: Timestamp) {
        let (Event::MetadataAnswered(ticket, _)
        | Event::KeysAnswered(ticket, _)
        | Event::PushAnswered(ticket, _)
        | Event::TokenAnswered(ticket, _)
        | Event::UserInfoAnswered(ticket, _)
        | Event::SignatureChecked(ticket, _)) = event
        else {
            return;
        };
        self.end(*ticket, now);
    }

    fn end(&mut self, ticket: Ticket, now: Timestamp) {
        let Self { steps, begun, .. } = self;
        begun.with(|begun| {
            if let Some(position) = begun.iter().position(|(known, ..)| *known == ticket) {
                let (_, kind, begin) = begun.remove(position);
                steps.add(Step { kind, begin, end: now });
            }
        });
    }

    /// A request begins a step.
    fn see(&mut self, effects: &[Effect], now: Timestamp) {
        self.begun.with(|begun| {
            for effect in effects {
                begun.extend(step_of(effect).map(|(ticket, kind)| (ticket, kind, now)));
            }
            while begun.len() > Steps::LIMIT {
                begun.remove(0);
            }
        });
    }

    /// What goes with the pending sign-in: how long it took to be ready to leave.
    pub fn before_leaving(&self) -> Steps {
        let mut steps = Steps::default();
        for kind in [StepKind::Metadata, StepKind::Keys, StepKind::Push] {
            let latest = self.steps.all().iter().rev().find(|step| step.kind == kind);
            latest.into_iter().for_each(|step| steps.add(*step));
        }
        steps
    }

    /// The person is back, in the page that has just been loaded or in the one that they left beside.
    pub fn come_back(&mut self, before: Steps, left_at: Timestamp, now: Timestamp) {
        self.steps = before;
        let page =
            self.page_since.get().copied().flatten().filter(|since| left_at <= *since && *since <= now);
        self.steps.add(Step { kind: StepKind::Provider, begin: left_at, end: page.unwrap_or(now) });
        if let Some(begin) = page {
            self.steps.add(Step { kind: StepKind::Page, begin, end: now });
        }
    }

    /// What came before belongs to nothing that comes now.
    pub fn begin_anew(&mut self) {
        self.steps = Steps::default();
        self.evidence = Evidence::default();
    }
}

fn step_of(effect: &Effect) -> Option<(Ticket, StepKind)> {
    Some(match effect {
        Effect::FetchMetadata(ticket, _) => (*ticket, StepKind::Metadata),
        Effect::FetchKeys(ticket, _) => (*ticket, StepKind::Keys),
        Effect::Push(ticket, ..) => (*ticket, StepKind::Push),
        Effect::Redeem(ticket, ..) => (*ticket, StepKind::Token),
        Effect::CheckSignature(ticket, _) => (*ticket, StepKind::Signature),
        Effect::FetchUserInfo(ticket, ..) => (*ticket, StepKind::UserInfo),
        _ => return None,
    })
}

impl Session {
    /// Says when the browser was told to load the page, which is before anything of it could run.
    #[must_use]
    pub fn loaded_since(mut self, at: Timestamp) -> Self {
        self.timeline.page_since(at);
        self
    }

    /// Why the session is trusted, while somebody is signed in; `None` in a build without the feature `receipt`.
    pub fn receipt(&self) -> Option<&Receipt> {
        match &self.state {
            State::SignedIn(signed_in) => signed_in.receipt.get(),
            _ => None,
        }
    }

    pub(super) fn begin_steps(&mut self, event: &Event, now: Timestamp) {
        self.timeline.hear(event, now);
    }

    /// Looks what has been begun, and hands the steps of a sign-in to its receipt.
    pub(super) fn end_steps(&mut self, effects: &[Effect], now: Timestamp) {
        self.timeline.see(effects, now);
        if let State::SignedIn(signed_in) = &mut self.state {
            let steps = std::mem::take(&mut self.timeline.steps);
            let is_settled = matches!(signed_in.userinfo, UserInfoState::Settled);
            signed_in.receipt.with(|receipt| receipt.add(&steps, is_settled));
        }
    }
}

impl Receipt {
    pub(super) fn new(origin: Origin, checked_at: Timestamp, evidence: Evidence) -> Self {
        let steps = Steps::default();
        Self { origin, checked_at, evidence, steps, is_complete: false, renewal: None }
    }

    fn add(&mut self, steps: &Steps, is_settled: bool) {
        if !self.is_complete {
            steps.all().iter().for_each(|step| self.steps.add(*step));
        }
        self.is_complete |= is_settled;
    }

    /// The steps since the person came back, which follow one another and are drawn beside one another; what came before
    /// waited for the person.
    pub fn steps_here(&self) -> &[Step] {
        let all = self.steps.all();
        let before = all.iter().rposition(|step| step.kind == StepKind::Provider);
        all.get(before.map_or(0, |before| before + 1)..).unwrap_or_default()
    }

    /// The steps until then.
    pub fn steps_before(&self) -> &[Step] {
        let all = self.steps.all();
        all.get(..all.len() - self.steps_here().len()).unwrap_or_default()
    }
}

#[cfg(all(test, feature = "receipt"))]
mod tests {
    use super::*;
    use crate::protocol::endpoint::Endpoint;
    use crate::session::event::Tickets;

    #[test]
    fn remembers_the_latest_sixteen_steps() {
        let moment = Timestamp::from_seconds;
        let mut steps = Steps::default();
        for second in 0..20 {
            steps.add(Step { kind: StepKind::Token, begin: moment(second), end: moment(second + 1) });
        }

        let begins: Vec<_> = steps.all().iter().map(|step| step.begin.seconds()).collect();
        assert_eq!(begins, (4..20).collect::<Vec<_>>());
    }

    /// Requests that nobody answers.
    #[test]
    fn waits_for_the_latest_sixteen_answers() {
        let address = Endpoint::parse("https://provider.example/").unwrap();
        let (mut timeline, mut tickets, now) =
            (Timeline::default(), Tickets::default(), Timestamp::from_seconds(0));
        let asked: Vec<_> = (0..20).map(|_| tickets.next()).collect();
        for ticket in &asked {
            timeline.see(&[Effect::FetchKeys(*ticket, address.clone())], now);
        }

        asked.iter().for_each(|ticket| timeline.end(*ticket, now));

        assert_eq!(timeline.steps.all().len(), 16);
    }
}
