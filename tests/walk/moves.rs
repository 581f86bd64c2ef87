//! Everything that may happen in a state.

use lifen_connect::session::{EnvironmentError, Event, Ticket};

use crate::answers::{Keys, Metadata, Response, Token, UserInfo};
use crate::material::Material;
use crate::node::{About, Node, Question};
use crate::world::World;

/// How many times two hours may go by: a pending sign-in expires in one of them, and a session.
const PAUSES: i64 = 1;

/// One thing that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// The question at this place is answered, in whatever order.
    Answered(usize, Reply),
    SignInPressed,
    /// With the secrets that no walk draws but the way on from it.
    SignInPressedForTheLastTime,
    SignInPressedWithoutEntropy,
    /// Where the page opens a window for it.
    SignInInWindowPressed,
    SignInAbandoned,
    SignOutPressed,
    Dismissed,
    Woke,
    /// Nobody has taken the response that this page offered.
    ASecondPasses,
    /// A window that came back offers this response.
    ResponseOffered(Response),
    /// Another tab says that it has taken the response of this sign-in, or of one that nobody began.
    ResponseTaken(u8),
    /// The person comes back to the tab, or the network does.
    Returned,
    Restored,
    /// The page begins, or is said to once more.
    Begun,
    TwoHoursPass,
    Reloaded,
    Opened(Response),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    Metadata(Metadata),
    Keys(Keys),
    Token(Token),
    UserInfo(UserInfo),
    Storage(bool),
    /// The truth about a signature, or no WebCrypto.
    Signature(bool),
}

/// Every move there is in this state. An answer that never comes is a path on which it is not chosen.
pub fn moves(world: &World, node: &Node) -> Vec<Move> {
    let mut moves = vec![
        Move::SignInPressedWithoutEntropy,
        Move::SignOutPressed,
        Move::Dismissed,
        Move::Woke,
        Move::Returned,
        Move::Restored,
        Move::Begun,
        Move::Reloaded,
        Move::Opened(Response::MadeUp),
    ];
    if node.begun < world.sign_ins {
        moves.push(Move::SignInPressed);
        moves.extend(world.opens_windows.then_some(Move::SignInInWindowPressed));
    }
    if node.window.is_some() {
        moves.extend([Move::SignInAbandoned, Move::ResponseOffered(Response::MadeUp)]);
    }
    if node.text.kind == "Offering" {
        moves.extend([Move::ASecondPasses, Move::ResponseTaken(0)]);
    }
    if world.opens_windows && matches!(node.text.kind, "Offering" | "Failed") {
        moves.extend(node.asked_for.iter().map(|sign_in| Move::ResponseTaken(*sign_in)));
    }
    if node.pauses < PAUSES {
        moves.push(Move::TwoHoursPass);
    }
    for (place, question) in node.questions.iter().enumerate() {
        moves.extend(replies(world, node, question).into_iter().map(|reply| Move::Answered(place, reply)));
    }
    for sign_in in &node.asked_for {
        moves.extend(
            [Response::Code(*sign_in), Response::Denied(*sign_in), Response::OfAnotherIssuer(*sign_in)]
                .map(Move::Opened),
        );
        if node.window.is_some() {
            let responses =
                [Response::Code(*sign_in), Response::Denied(*sign_in), Response::OfAnotherIssuer(*sign_in)];
            moves.extend(responses.map(Move::ResponseOffered));
        }
        if node.resuming.contains(sign_in) {
            moves.push(Move::Opened(Response::LoginRequired(*sign_in)));
        }
    }
    moves
}

fn replies(world: &World, node: &Node, question: &Question) -> Vec<Reply> {
    match &question.about {
        About::Metadata => {
            [Metadata::Good, Metadata::OfAnotherIssuer, Metadata::Unreadable, Metadata::Silent]
                .map(Reply::Metadata)
                .to_vec()
        }
        About::Keys => [Keys::Good, Keys::Rotated, Keys::Wrong, Keys::Empty, Keys::Unreadable, Keys::Silent]
            .map(Reply::Keys)
            .to_vec(),
        About::Token => {
            let recalled = node.page.recalled.unwrap_or(0);
            // Whoever presses the button may be anybody; a session is brought back for the one whose it was.
            let another = node.resuming.contains(&recalled).then_some(Token::OfSomebodyElse(recalled));
            tokens_for(world, recalled).into_iter().chain(another).map(Reply::Token).collect()
        }
        About::UserInfo => USER_INFOS.map(Reply::UserInfo).to_vec(),
        About::Remembering(_) | About::Recalling(_) => [true, false].map(Reply::Storage).to_vec(),
        About::Signature(_) => [true, false].map(Reply::Signature).to_vec(),
    }
}

const USER_INFOS: [UserInfo; 9] = [
    UserInfo::Good,
    UserInfo::OfSomebodyElse,
    UserInfo::Signed,
    UserInfo::SignedWithTheNextKey,
    UserInfo::WronglySigned,
    UserInfo::SignedOfSomebodyElse,
    UserInfo::SignedForAnotherAudience,
    UserInfo::Unauthorized,
    UserInfo::Silent,
];

/// The answers to the token request of this sign-in, those meant for others among them.
fn tokens_for(world: &World, sign_in: u8) -> Vec<Token> {
    let mut tokens: Vec<Token> = (0..=world.sign_ins).map(Token::Good).collect();
    tokens.extend([
        Token::SignedWithTheNextKey(sign_in),
        Token::WronglySigned(sign_in),
        Token::OfAnotherIssuer(sign_in),
        Token::ForAnotherAudience(sign_in),
        Token::WithoutNonce(sign_in),
        Token::WithAnotherTokensHash(sign_in),
        Token::Expired(sign_in),
        Token::AuthenticatedLongAgo(sign_in),
        Token::Refused,
        Token::Unreadable,
        Token::Silent,
    ]);
    tokens
}

/// The replies that a good day brings, and a day on which nothing works.
pub fn reply_of(node: &Node, question: &Question, is_good: bool) -> Reply {
    match (&question.about, is_good) {
        (About::Metadata, true) => Reply::Metadata(Metadata::Good),
        (About::Metadata, false) => Reply::Metadata(Metadata::Silent),
        (About::Keys, true) => Reply::Keys(Keys::Good),
        (About::Keys, false) => Reply::Keys(Keys::Silent),
        (About::Token, true) => Reply::Token(Token::Good(node.page.recalled.unwrap_or(0))),
        (About::Token, false) => Reply::Token(Token::Silent),
        (About::UserInfo, true) => Reply::UserInfo(UserInfo::Good),
        (About::UserInfo, false) => Reply::UserInfo(UserInfo::Silent),
        (About::Remembering(_) | About::Recalling(_), is_good) => Reply::Storage(is_good),
        (About::Signature(_), is_good) => Reply::Signature(is_good),
    }
}

/// Answers that must change nothing here: to what was answered before, to a question of another kind, to nobody.
pub fn stale_answers(world: &World, node: &Node) -> Vec<Event> {
    let material = world.material;
    let mut events = Vec::new();
    for Question { ticket, about } in &node.answered {
        events.extend(
            answers_of_each_kind(*ticket, material).into_iter().filter(|event| is_about(event, about)),
        );
    }
    for Question { ticket, about } in &node.questions {
        events.extend(
            answers_of_each_kind(*ticket, material).into_iter().filter(|event| !is_about(event, about)),
        );
    }
    events.extend(answers_of_each_kind(world.foreign_ticket, material));
    events
}

fn answers_of_each_kind(ticket: Ticket, material: &Material) -> [Event; 9] {
    [
        Event::MetadataAnswered(ticket, material.metadata(Metadata::Good)),
        Event::KeysAnswered(ticket, material.keys(Keys::Rotated)),
        Event::TokenAnswered(ticket, material.token(Token::Good(1))),
        Event::UserInfoAnswered(ticket, material.user_info(UserInfo::Good)),
        Event::Remembered(ticket, Ok(())),
        Event::Recalled(ticket, Err(EnvironmentError::StorageBlocked)),
        Event::SignatureChecked(ticket, Ok(true)),
        Event::TurnTaken(ticket, false),
        Event::SharedRecalled(ticket, Box::default()),
    ]
}

fn is_about(event: &Event, about: &About) -> bool {
    matches!(
        (event, about),
        (Event::MetadataAnswered(..), About::Metadata)
            | (Event::KeysAnswered(..), About::Keys)
            | (Event::TokenAnswered(..), About::Token)
            | (Event::UserInfoAnswered(..), About::UserInfo)
            | (Event::Remembered(..), About::Remembering(_))
            | (Event::Recalled(..), About::Recalling(_))
            | (Event::SignatureChecked(..), About::Signature(_))
    )
}
