//! What the provider remembers, all of it in memory.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value};

use crate::account::AccountKey;
use crate::authorization::AuthorizationRequest;
use crate::dpop::Nonces;
use crate::family::Family;
use crate::keys::Key;
use crate::pushed::Pushed;
use crate::record::Recorded;
use crate::settings::{Client, Settings};
use crate::{Algorithm, ClientMetadata, Granted, Misbehaviour, Person, random};

pub(crate) struct State {
    pub(crate) clients: Vec<Client>,
    /// By client.
    pub(crate) client_metadata: HashMap<String, ClientMetadata>,
    /// Of the latest rotation, for RS256; [`State::signing_key_for`] is the one to sign with.
    pub(crate) signing_key: Key,
    /// Sign-ins that are somewhere between the authorization request and its response, by the id in the pages' forms.
    pub(crate) interactions: HashMap<String, Interaction>,
    /// People signed in at the provider itself, by cookie.
    pub(crate) sessions: HashMap<String, Session>,
    /// Who got a code in a session, by `sid`.
    pub(crate) clients_of_sessions: HashMap<String, BTreeSet<String>>,
    /// The scopes a person last allowed a client, by person and client.
    pub(crate) consents: HashMap<(String, String), BTreeSet<String>>,
    pub(crate) codes: HashMap<String, Code>,
    /// By an id nobody outside is told.
    pub(crate) families: HashMap<String, Family>,
    /// The family of every refresh token there ever was.
    pub(crate) refresh_tokens: HashMap<String, String>,
    /// By access token.
    pub(crate) grants: HashMap<String, Grant>,
    /// The proofs of possession that were accepted, by address and `jti`, until they are too old anyway.
    pub(crate) proofs: HashMap<(String, String), i64>,
    pub(crate) nonces: Nonces,
    /// By `request_uri`.
    pub(crate) pushed: HashMap<String, Pushed>,
    /// How often each access token called the API in which second.
    pub(crate) calls: HashMap<String, (i64, usize)>,
    pub(crate) accounts: HashMap<AccountKey, Map<String, Value>>,
    pub(crate) granted: Vec<Granted>,
    pub(crate) requests: Vec<Recorded>,
    pub(crate) faults: Faults,
}

impl State {
    pub(crate) fn new(settings: &Settings) -> Self {
        Self {
            clients: settings.clients.clone(),
            client_metadata: settings.client_metadata.clone(),
            signing_key: Key::FIRST,
            interactions: HashMap::new(),
            sessions: HashMap::new(),
            clients_of_sessions: HashMap::new(),
            consents: HashMap::new(),
            codes: HashMap::new(),
            families: HashMap::new(),
            refresh_tokens: HashMap::new(),
            grants: HashMap::new(),
            proofs: HashMap::new(),
            nonces: Nonces::default(),
            pushed: HashMap::new(),
            calls: HashMap::new(),
            accounts: HashMap::new(),
            granted: Vec::new(),
            requests: Vec::new(),
            faults: Faults::default(),
        }
    }

    /// The current key for the algorithm a client registered with.
    pub(crate) fn signing_key_for(&self, client_id: &str) -> Key {
        let client = self.client(client_id);
        self.key_for(client.map(|client| client.id_token_signed_response_alg).unwrap_or_default())
    }

    /// The current key for each algorithm in use.
    pub(crate) fn keys(&self) -> Vec<Key> {
        self.algorithms().into_iter().map(|algorithm| self.key_for(algorithm)).collect()
    }

    fn key_for(&self, algorithm: Algorithm) -> Key {
        let key = self.signing_key.of(algorithm);
        if self.faults.standing == Some(Misbehaviour::KeysTooSmall) { key.too_small() } else { key }
    }

    /// Changes the keys if that is the fault of the sign-in whose tokens are about to be signed.
    pub(crate) fn rotate_for(&mut self, fault: Option<Misbehaviour>) {
        match fault {
            Some(Misbehaviour::KeysRotated | Misbehaviour::KeyIdAbsentRotated) => {
                self.signing_key = self.signing_key.next();
            }
            Some(Misbehaviour::KeyReplacedUnderItsName) => self.signing_key = self.signing_key.replaced(),
            _ => {}
        }
    }

    /// What ID Tokens are signed with here: the one algorithm everybody knows, then those the clients chose.
    ///
    /// "The algorithm RS256 MUST be included" ([OIDC Discovery §3]).
    ///
    /// [OIDC Discovery §3]: https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata
    pub(crate) fn algorithms(&self) -> BTreeSet<Algorithm> {
        let chosen = self.clients.iter().map(|client| client.id_token_signed_response_alg);
        chosen.chain([Algorithm::RS256]).collect()
    }

    pub(crate) fn client(&self, client_id: &str) -> Option<&Client> {
        self.clients.iter().find(|client| client.client_id == client_id)
    }

    pub(crate) fn client_metadata(&self, client_id: &str) -> ClientMetadata {
        self.client_metadata.get(client_id).cloned().unwrap_or_default()
    }
}

/// A person in front of the provider's pages.
#[derive(Clone)]
pub(crate) struct Interaction {
    pub(crate) request: AuthorizationRequest,
    /// Who, once chosen, and since when they are signed in.
    pub(crate) session: Option<Session>,
    /// What the page's disclosure asked for.
    pub(crate) fault: Option<Misbehaviour>,
    pub(crate) started_at: i64,
}

/// Someone who is signed in at the provider.
#[derive(Clone)]
pub(crate) struct Session {
    pub(crate) person: Person,
    pub(crate) authenticated_at: i64,
    /// The authentication context, where one was asked for: whoever is asked again gives whatever it takes.
    pub(crate) acr: Option<String>,
    /// What clients are told of the session, which is not what the cookie says.
    pub(crate) sid: String,
}

impl Session {
    /// The person proves who they are, in the way this request prefers.
    pub(crate) fn begin(person: Person, request: &AuthorizationRequest, now: i64) -> Self {
        let acr = request.acr_values.first().cloned();
        Self { person, authenticated_at: now, acr, sid: random::text() }
    }
}

/// What a code stands for until it is redeemed, and whether it was.
#[derive(Clone)]
pub(crate) struct Code {
    pub(crate) request: AuthorizationRequest,
    pub(crate) session: Session,
    pub(crate) fault: Option<Misbehaviour>,
    pub(crate) issued_at: i64,
    pub(crate) spent: Spent,
}

#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Spent {
    No,
    /// Offered with a wrong verifier or by the wrong client: nobody gets anything for it any more.
    Burnt,
    /// Redeemed for the tokens of this family, which die when the code comes again.
    For(String),
}

/// What an access token opens.
#[derive(Clone)]
pub(crate) struct Grant {
    pub(crate) family: String,
    pub(crate) session: Session,
    pub(crate) client_id: String,
    pub(crate) scope: BTreeSet<String>,
    pub(crate) fault: Option<Misbehaviour>,
    pub(crate) expires_at: i64,
    /// The thumbprint of the key whose holder alone may use it.
    pub(crate) jkt: Option<String>,
}

/// The faults in force.
#[derive(Default)]
pub(crate) struct Faults {
    /// For the next authorization response.
    pub(crate) next: Option<Misbehaviour>,
    /// Of what is asked before or after a sign-in, until cleared.
    pub(crate) standing: Option<Misbehaviour>,
    /// Of the sign-in whose code was redeemed last: a preflight says nothing about whom it is for.
    pub(crate) latest: Option<Misbehaviour>,
}

impl Faults {
    pub(crate) fn told(&mut self, misbehaviour: Misbehaviour) {
        self.next = misbehaviour.belongs_to_a_sign_in().then_some(misbehaviour);
        self.standing = misbehaviour.stands().then_some(misbehaviour);
    }
}
