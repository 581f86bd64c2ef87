//! What a person does in a tab.

use std::cell::Cell;

use lifen_connect::protocol::secret::Entropy;
use lifen_connect::protocol::time::Seconds;
use lifen_connect::session::{Event, Place, SignInEntropy, View};

use super::tab::Tab;

impl Tab {
    /// Presses "Sign in" on the page they are on.
    pub fn presses_sign_in(&mut self) {
        let place = self.address.clone();
        self.asks_to_sign_in(&place);
    }

    /// Presses the one button of the error page.
    pub fn presses_try_again(&mut self) {
        let View::Failed { place, .. } = self.view() else { panic!("no error page: {:?}", self.view()) };
        self.asks_to_sign_in(place.as_str());
    }

    fn asks_to_sign_in(&mut self, place: &str) {
        self.destination = place.to_owned();
        let entropy = self.has_entropy.then(|| self.draws_entropy());
        self.happens(Event::SignInRequested { entropy, place: Place::of(place) });
    }

    /// Presses "Sign in" on a page that does so in a window of its own.
    pub fn presses_sign_in_in_a_window(&mut self) {
        let place = self.address.clone();
        self.destination = place.clone();
        let (entropy, place) = (self.has_entropy.then(|| self.draws_entropy()), Place::of(&place));
        // As the browser does: the window is there, or it is not.
        self.popup = (!self.blocks_popups).then(|| "about:blank".to_owned());
        self.happens(match self.blocks_popups {
            true => Event::SignInRequested { entropy, place },
            false => Event::SignInInPopupRequested { entropy, place },
        });
    }

    /// In that window, chooses who they are: the address it is sent back to.
    pub fn is_sent_back_in_the_window_as(&self, person: &str) -> String {
        let address = self.popup.as_deref().expect("a window");
        self.provider.sign_in_as(person, address).expect("the provider redirects")
    }

    /// That window, back from the provider. It has got a copy of this tab's storage, and nobody has answered it yet.
    pub fn window_that_opens(&self, response: &str) -> Self {
        let mut window = self.duplicated();
        window.opens_among_others(response);
        window
    }

    /// Signs out at the provider, on a page of its own: what it opens in frames.
    pub fn signs_out_at_the_provider(&self) -> Vec<String> {
        let address = format!("{}oidc/logout?id_token_hint={}", self.provider.issuer(), self.id_token());
        let page = self.network.page(&address);
        let frames = page.split("<iframe src=\"").skip(1).filter_map(|rest| rest.split('"').next());
        frames.map(|address| address.replace("&amp;", "&")).collect()
    }

    /// Never the same twice, and easy to recognise.
    pub(super) fn draws_entropy(&mut self) -> Box<SignInEntropy> {
        draw(&self.sign_ins)
    }

    /// At the provider, chooses who they are and allows everything: the address they are sent back to.
    pub fn is_sent_back_as(&self, person: &str) -> String {
        self.provider.sign_in_as(person, self.left_for()).expect("the provider redirects")
    }

    /// At the provider, refuses the consent: the address they are sent back to.
    pub fn is_sent_back_refusing(&self) -> String {
        self.provider.refuse_consent(self.left_for()).expect("the provider redirects")
    }

    /// From the provider back to the redirect route.
    pub fn comes_back_as(&mut self, person: &str) {
        let response = self.is_sent_back_as(person);
        self.opens(&response);
    }

    /// The whole way, from the button to the page they wanted, as far as they get.
    pub fn signs_in_as(&mut self, person: &str) {
        let place = self.address.clone();
        self.signs_in_at(&place, person);
    }

    /// The whole way, from a button that leads to this place.
    pub fn signs_in_at(&mut self, place: &str, person: &str) {
        self.asks_to_sign_in(place);
        if self.has_left() {
            self.comes_back_as(person);
        }
    }

    /// Presses "Reload".
    pub fn reloads(&mut self) {
        let address = self.address.clone();
        self.opens(&address);
    }

    /// Presses "Reload" while this person is signed in at the provider, or nobody is, and follows its redirect back.
    pub fn reloads_while(&mut self, signed_in_there: Option<&str>) {
        self.reloads();
        if self.has_left() {
            let back = match signed_in_there {
                Some(person) => self.is_sent_back_as(person),
                None => self.network.visit(self.left_for()).expect("the provider redirects"),
            };
            self.opens(&back);
        }
    }

    /// Presses "Sign out", and follows the provider's redirects back.
    pub fn signs_out(&mut self) {
        self.happens(Event::SignOutRequested);
        if let Some(address) = self.left_for.take() {
            let back = self.network.visit(&address).expect("the provider redirects");
            self.opens(&back);
        }
    }

    /// The back button brings the page out of the back/forward cache, as it was when it was left.
    pub fn goes_back(&mut self) {
        self.left_for = None;
        self.happens(Event::Restored);
    }

    /// Presses "Stop" while the browser is leaving, or it was led to a download: the page is still there.
    pub fn stops_leaving(&mut self) {
        self.left_for = None;
    }

    /// Comes back to this tab.
    pub fn is_looked_at(&mut self) {
        self.is_hidden = false;
        self.offers();
        self.happens(Event::Returned);
    }

    /// Time passes here and at the provider; an alarm that is due goes off.
    pub fn lets_pass(&mut self, time: Seconds) {
        self.clock.advance(time.0);
        // A page that was left rings no more.
        if !self.has_left() && self.alarm.is_some_and(|moment| moment <= self.now()) {
            self.alarm = None;
            self.happens(Event::Woke);
        }
    }
}

pub(super) fn draw(sign_ins: &Cell<u8>) -> Box<SignInEntropy> {
    sign_ins.set(sign_ins.get() + 1);
    let of = |kind: u8| {
        let mut octets = [kind; 32];
        octets[31] = sign_ins.get();
        Entropy(octets)
    };
    Box::new(SignInEntropy { state: of(b's'), nonce: of(b'n'), code_verifier: of(b'v') })
}
