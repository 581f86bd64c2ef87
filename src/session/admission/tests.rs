mod deletion;

use super::*;
use crate::lifen::account::{Entry, Origin};

const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);

fn profile(id: &str, email: &str) -> Profile {
    let entry = |field, text: &str| Entry { field, text: text.to_owned(), origin: Origin::IdToken };
    Profile {
        key: AccountKey::Lifen(id.to_owned()),
        entries: vec![entry(Field::Name, "Victor Pugin"), entry(Field::Email, email)],
        email_verified: true,
    }
}

fn victor() -> Profile {
    profile("victor", "victor@hopital.example")
}

/// An account directory and a tab, without either.
#[derive(Default)]
struct Scene {
    admission: Admission,
    asked: Vec<AdmissionEffect>,
}

impl Scene {
    fn tell(&mut self, event: AdmissionEvent) {
        self.asked = self.admission.step(event, NOW);
    }

    fn identifies(&mut self, profile: Profile) {
        self.tell(AdmissionEvent::Identified(Some(Box::new(profile))));
    }

    /// Answers what was asked last.
    fn answers<T>(&mut self, event: fn(Ticket, T) -> AdmissionEvent, answer: T) {
        let ticket = match self.asked.first() {
            Some(
                AdmissionEffect::Find(ticket, _)
                | AdmissionEffect::Create(ticket, _)
                | AdmissionEffect::Update(ticket, _)
                | AdmissionEffect::Delete(ticket, _),
            ) => *ticket,
            other => panic!("nothing was asked: {other:?}"),
        };
        self.tell(event(ticket, answer));
    }

    fn finds(&mut self, account: Option<Account>) {
        self.answers(AdmissionEvent::Found, Ok(account.map(Box::new)));
    }

    fn is(&self) -> &'static str {
        match self.admission.view() {
            AccountView::Without => "without",
            AccountView::LookingUp => "looking up",
            AccountView::SigningUp => "signing up",
            AccountView::Open(_) => "open",
            AccountView::Failed(error) => error.code(),
        }
    }

    fn account(&self) -> Arc<Account> {
        match self.admission.view() {
            AccountView::Open(account) => account,
            other => panic!("{other:?}"),
        }
    }

    fn trouble(&self) -> Option<&'static str> {
        self.admission.trouble().map(|error| error.code())
    }
}

fn account_of(profile: Profile) -> Account {
    SignUpForm::of(profile).account(NOW).expect("an account")
}

fn failed(error: AccountError) -> Error {
    Error::Account(error)
}

fn signing_up() -> Scene {
    let mut scene = Scene::default();
    scene.identifies(victor());
    scene.finds(None);
    assert_eq!(scene.is(), "signing up");
    scene
}

fn open() -> Scene {
    let mut scene = Scene::default();
    scene.identifies(victor());
    scene.finds(Some(account_of(victor())));
    assert_eq!((scene.is(), scene.asked.len()), ("open", 0));
    scene
}

#[test]
fn looks_for_whoever_signs_in_by_their_key() {
    let mut scene = Scene::default();
    assert_eq!(scene.is(), "without");

    scene.identifies(victor());

    assert_eq!(scene.is(), "looking up");
    let [AdmissionEffect::Find(_, key)] = &scene.asked[..] else { panic!("{:?}", scene.asked) };
    assert_eq!(*key, victor().key);
}

#[test]
fn goes_on_with_whoever_is_known() {
    open();
}

#[test]
fn follows_an_address_that_changed_and_keeps_it() {
    let mut scene = Scene::default();
    scene.identifies(profile("victor", "new@hopital.example"));

    scene.finds(Some(account_of(victor())));

    assert_eq!(scene.account().text(Field::Email), "new@hopital.example");
    let [AdmissionEffect::Update(_, kept)] = &scene.asked[..] else { panic!("{:?}", scene.asked) };
    assert_eq!(kept.text(Field::Email), "new@hopital.example");
    scene.answers(AdmissionEvent::Updated, Ok(Change::Changed));
    assert_eq!((scene.is(), scene.trouble()), ("open", None));
}

#[test]
fn follows_what_userinfo_says_after_the_account_was_opened() {
    let mut scene = open();

    scene.identifies(profile("victor", "new@hopital.example"));

    assert_eq!(scene.account().text(Field::Email), "new@hopital.example");
    assert!(matches!(scene.asked[..], [AdmissionEffect::Update(..)]));
}

#[test]
fn goes_on_where_a_change_cannot_be_kept_and_says_so() {
    let mut scene = open();
    scene.identifies(profile("victor", "new@hopital.example"));

    scene.answers(AdmissionEvent::Updated, Err(failed(AccountError::StorageFull)));

    assert_eq!((scene.is(), scene.trouble()), ("open", Some("account-storage-full")));
}

#[test]
fn looks_again_where_the_account_was_deleted_before_it_was_changed() {
    let mut scene = open();
    scene.identifies(profile("victor", "new@hopital.example"));

    scene.answers(AdmissionEvent::Updated, Ok(Change::Absent));

    assert_eq!(scene.is(), "looking up");
}

#[test]
fn signs_up_whoever_is_unknown() {
    let mut scene = signing_up();
    scene.tell(AdmissionEvent::Typed(Field::Occupation, "Médecin".to_owned()));

    scene.tell(AdmissionEvent::Submitted);

    let [AdmissionEffect::Create(_, account)] = &scene.asked[..] else { panic!("{:?}", scene.asked) };
    assert_eq!(account.text(Field::Occupation), "Médecin");
    assert!(scene.admission.sign_up().is_some_and(|form| form.is_under_way));
    scene.answers(AdmissionEvent::Created, Ok(Creation::Created));
    assert_eq!((scene.is(), scene.asked.len()), ("open", 0));
}

#[test]
fn creates_nothing_of_a_form_with_a_fault_and_tells_of_it_from_then_on() {
    let mut scene = signing_up();
    scene.tell(AdmissionEvent::Typed(Field::Name, String::new()));
    assert!(!scene.admission.sign_up().is_some_and(|form| form.is_checked));

    scene.tell(AdmissionEvent::Submitted);

    assert!(scene.asked.is_empty());
    assert!(scene.admission.sign_up().is_some_and(|form| form.is_checked && !form.is_under_way));
}

#[test]
fn creates_one_account_however_often_the_button_is_pressed() {
    let mut scene = signing_up();
    scene.tell(AdmissionEvent::Submitted);
    let first = scene.asked.pop();

    scene.tell(AdmissionEvent::Submitted);
    assert!(scene.asked.is_empty());
    scene.tell(AdmissionEvent::Typed(Field::Name, "Somebody else".to_owned()));

    scene.asked.extend(first);
    scene.answers(AdmissionEvent::Created, Ok(Creation::Created));
    assert_eq!(scene.account().text(Field::Name), "Victor Pugin");
}

#[test]
fn opens_the_account_that_another_tab_created_first() {
    let mut scene = signing_up();
    scene.tell(AdmissionEvent::Submitted);

    scene.answers(AdmissionEvent::Created, Ok(Creation::Exists));

    assert_eq!(scene.is(), "looking up");
    scene.finds(Some(account_of(victor())));
    assert_eq!(scene.is(), "open");
}

#[test]
fn keeps_the_form_where_the_account_cannot_be_created() {
    let mut scene = signing_up();
    scene.tell(AdmissionEvent::Typed(Field::Occupation, "Médecin".to_owned()));
    scene.tell(AdmissionEvent::Submitted);

    scene.answers(AdmissionEvent::Created, Err(failed(AccountError::RateLimited)));

    assert_eq!((scene.is(), scene.trouble()), ("signing up", Some("account-rate-limited")));
    let form = scene.admission.sign_up().expect("a form");
    assert_eq!((form.form.text(Field::Occupation), form.is_under_way), ("Médecin", false));
    scene.tell(AdmissionEvent::WentOnWithout);
    assert_eq!(scene.is(), "signing up");
}

#[test]
fn lets_whoever_this_browser_keeps_no_account_for_go_on_without_one() {
    let mut scene = signing_up();
    scene.tell(AdmissionEvent::Submitted);
    scene.answers(AdmissionEvent::Created, Err(failed(AccountError::StorageFull)));

    scene.tell(AdmissionEvent::WentOnWithout);

    assert_eq!(scene.is(), "without");
    scene.identifies(profile("victor", "new@hopital.example"));
    assert_eq!((scene.is(), scene.asked.len()), ("without", 0));
}

#[test]
fn fills_in_what_userinfo_adds_while_somebody_signs_up() {
    let mut scene = signing_up();
    scene.tell(AdmissionEvent::Typed(Field::Name, "Dr Pugin".to_owned()));

    scene.identifies(profile("victor", "new@hopital.example"));

    let form = scene.admission.sign_up().expect("a form").form;
    assert_eq!(form.text(Field::Name), "Dr Pugin");
    assert_eq!(form.text(Field::Email), "new@hopital.example");
}

#[test]
fn keeps_each_person_to_their_own_account() {
    let mut scene = open();

    scene.identifies(profile("agathe", "victor@hopital.example"));

    assert_eq!(scene.is(), "looking up");
    let [AdmissionEffect::Find(_, key)] = &scene.asked[..] else { panic!("{:?}", scene.asked) };
    assert_eq!(*key, AccountKey::Lifen("agathe".to_owned()));
}

#[test]
fn drops_the_answer_to_an_older_question() {
    let mut scene = Scene::default();
    scene.identifies(victor());
    let older = scene.asked.remove(0);
    scene.identifies(profile("agathe", "agathe@hopital.example"));

    scene.asked = vec![older];
    scene.finds(Some(account_of(victor())));

    assert_eq!(scene.is(), "looking up");
}

#[test]
fn says_why_an_account_cannot_be_opened_and_looks_again() {
    let mut scene = Scene::default();
    scene.identifies(victor());
    scene.answers(AdmissionEvent::Found, Err(failed(AccountError::StorageBusy)));
    assert_eq!(scene.is(), "account-storage-busy");

    scene.tell(AdmissionEvent::LookedAgain);
    assert_eq!(scene.is(), "looking up");
    scene.answers(AdmissionEvent::Found, Err(failed(AccountError::StorageBlocked)));
    scene.tell(AdmissionEvent::WentOnWithout);
    assert_eq!(scene.is(), "without");
}

#[test]
fn asks_once_for_a_person_of_whom_the_session_tells_more() {
    let mut scene = Scene::default();
    scene.identifies(victor());
    let asked = std::mem::take(&mut scene.asked);

    scene.identifies(profile("victor", "new@hopital.example"));
    assert_eq!((scene.is(), scene.asked.len()), ("looking up", 0));
    scene.asked = asked;
    scene.answers(AdmissionEvent::Found, Err(failed(AccountError::StorageBusy)));
    scene.identifies(victor());

    assert_eq!((scene.is(), scene.asked.len()), ("account-storage-busy", 0), "until the person says so");
}

#[test]
fn lets_nobody_go_on_whom_the_directory_refuses() {
    let mut scene = Scene::default();
    scene.identifies(victor());
    scene.answers(AdmissionEvent::Found, Err(failed(AccountError::Refused)));

    scene.tell(AdmissionEvent::WentOnWithout);

    assert_eq!(scene.is(), "account-refused");
}

#[test]
fn waits_for_a_user_id_that_userinfo_may_bring() {
    let mut scene = Scene::default();
    scene.tell(AdmissionEvent::Identified(None));
    assert_eq!(scene.is(), "account-user-id-missing");

    scene.identifies(victor());

    assert_eq!(scene.is(), "looking up");
}

#[test]
fn a_look_that_finds_the_same_account_or_nobody_changes_nothing() {
    let mut scene = open();
    let before = scene.account();
    scene.tell(AdmissionEvent::LookedAgain);
    scene.finds(Some(account_of(victor())));
    assert!(Arc::ptr_eq(&before, &scene.account()));

    scene.tell(AdmissionEvent::LookedAgain);
    scene.answers(AdmissionEvent::Found, Err(failed(AccountError::StorageBusy)));
    assert_eq!((scene.is(), scene.trouble()), ("open", None));
}

#[test]
fn forgets_everything_when_nobody_is_signed_in_any_more() {
    for mut scene in [signing_up(), open()] {
        scene.tell(AdmissionEvent::Left);

        assert_eq!(scene.is(), "without");
        assert!(scene.admission.sign_up().is_none());
    }
}

#[test]
fn is_what_is_shown_only_while_nothing_has_to_be_drawn_anew() {
    let account = Arc::new(account_of(victor()));
    let error = || AccountView::Failed(Arc::new(failed(AccountError::StorageBusy)));
    let views = [
        AccountView::Without,
        AccountView::LookingUp,
        AccountView::SigningUp,
        AccountView::Open(Arc::clone(&account)),
        error(),
    ];
    for (place, view) in views.iter().enumerate() {
        for (other, shown) in views.iter().enumerate() {
            assert_eq!(view.is(shown), place == other, "{view:?} and {shown:?}");
        }
    }

    // The same words of it, but another one: it happened again, or it was followed.
    assert!(!error().is(&views[4]));
    assert!(!AccountView::Open(Arc::new(account_of(victor()))).is(&views[3]));
}

#[test]
fn begins_anew_for_another_person_wherever_the_first_one_was() {
    let mut failing = Scene::default();
    failing.identifies(victor());
    failing.answers(AdmissionEvent::Found, Err(failed(AccountError::StorageBusy)));

    let mut without = Scene::default();
    without.identifies(victor());
    without.answers(AdmissionEvent::Found, Err(failed(AccountError::StorageBlocked)));
    without.tell(AdmissionEvent::WentOnWithout);

    for mut scene in [signing_up(), failing, without] {
        scene.identifies(profile("agathe", "agathe@hopital.example"));

        let key = AccountKey::Lifen("agathe".to_owned());
        assert!(matches!(&scene.asked[..], [AdmissionEffect::Find(_, asked)] if *asked == key));
        assert_eq!(scene.is(), "looking up");
    }
}

#[test]
fn drops_what_an_older_look_at_an_open_account_found() {
    let mut scene = open();
    scene.tell(AdmissionEvent::LookedAgain);
    let older = std::mem::take(&mut scene.asked);
    scene.tell(AdmissionEvent::LookedAgain);

    scene.asked = older;
    scene.finds(None);

    assert_eq!(scene.is(), "open");
}

#[test]
fn does_not_look_at_an_account_while_it_is_being_changed() {
    let mut scene = open();
    scene.identifies(profile("victor", "new@hopital.example"));

    scene.tell(AdmissionEvent::LookedAgain);

    assert!(scene.asked.is_empty(), "what would be found is older than what is shown: {:?}", scene.asked);
}

#[test]
fn takes_nothing_typed_while_the_account_is_being_created() {
    let mut scene = signing_up();
    scene.tell(AdmissionEvent::Submitted);

    scene.tell(AdmissionEvent::Typed(Field::Name, "Somebody".to_owned()));

    let form = scene.admission.sign_up().expect("a form").form;
    assert_eq!(form.text(Field::Name), "Victor Pugin");
}

#[test]
fn goes_by_the_answer_to_the_latest_change() {
    let mut scene = open();
    scene.identifies(profile("victor", "new@hopital.example"));
    let older = std::mem::take(&mut scene.asked);
    scene.identifies(profile("victor", "newer@hopital.example"));

    scene.asked = older;
    scene.answers(AdmissionEvent::Updated, Ok(Change::Absent));

    assert_eq!(scene.is(), "open");
}
