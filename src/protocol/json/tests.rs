use super::*;

#[test]
fn reads_members_by_name_and_kind() {
    let object =
        Object::parse(r#"{"text":"é","when":1612521016.9,"yes":true,"list":["a","b"],"none":null,"address":{"country":"FR"}}"#).unwrap();

    assert_eq!(object.text("text"), Ok(Some("é")));
    assert_eq!(object.seconds("when"), Ok(Some(1_612_521_016)));
    assert_eq!(object.boolean("yes"), Ok(Some(true)));
    assert_eq!(object.texts("list"), Ok(Some(vec!["a", "b"])));
    assert_eq!(object.object("address").unwrap().unwrap().text("country"), Ok(Some("FR")));
    assert_eq!(object.text("none"), Ok(None));
    assert_eq!(object.text("absent"), Ok(None));
}

#[test]
fn names_the_member_that_is_not_what_was_wanted_without_its_value() {
    let object = Object::parse(r#"{"access_token": 42}"#).unwrap();

    let wrong = object.required_text("access_token").unwrap_err();

    assert_eq!(wrong.to_string(), "`access_token`: expected a text, found a number");
}

#[test]
fn refuses_a_repeated_member() {
    assert!(Object::parse(r#"{"aud":"a","aud":"b"}"#).is_err());
}

#[test]
fn accepts_sixteen_levels_and_refuses_seventeen() {
    let nested = |levels: usize| format!("{}1{}", r#"{"a":"#.repeat(levels), "}".repeat(levels));

    assert!(Object::parse(&nested(16)).is_ok());
    assert!(Object::parse(&nested(17)).is_err());
}

#[test]
fn refuses_what_is_no_object_half_a_document_and_trailing_text() {
    for text in ["", "[]", "null", "<html>", r#"{"access_token":"#, r#"{} {}"#] {
        assert!(Object::parse(text).is_err(), "{text}");
    }
    assert!(Object::parse(&format!("{{\"a\":\"{}\"}}", "x".repeat(LARGEST))).is_err());
}

#[test]
fn says_where_the_text_stopped_being_json() {
    assert_eq!(Object::parse("{\n  \"a\": ?"), Err(Unreadable { line: 2, column: 8 }));
}

/// Texts that are JSON, nearly JSON, and anything but: the borderline cases of RFC 8259.
const TEXTS: [&str; 58] = [
    "{}",
    " {\t}\r\n",
    "{\"a\":1}",
    "{\"a\":01}",
    "{\"a\":-}",
    "{\"a\":-0}",
    "{\"a\":1.}",
    "{\"a\":.5}",
    "{\"a\":1.5e3}",
    "{\"a\":1e}",
    "{\"a\":1E+2}",
    "{\"a\":+1}",
    "{\"a\":0x1}",
    "{\"a\":NaN}",
    "{\"a\":Infinity}",
    "{\"a\":tru}",
    "{\"a\":true}",
    "{\"a\":nullx}",
    "{\"a\":false,}",
    "{,}",
    "{\"a\"}",
    "{\"a\":}",
    "{a:1}",
    "{'a':1}",
    "{\"a\":[]}",
    "{\"a\":[1,]}",
    "{\"a\":[,1]}",
    "{\"a\":[1 2]}",
    "{\"a\":[[[]]]}",
    "{\"a\":{}}",
    "{\"a\":\"\"}",
    "{\"a\":\"é€𝄞\"}",
    "{\"a\":\"\\u00e9\\ud834\\udd1e\"}",
    "{\"a\":\"\\ud834\"}",
    "{\"a\":\"\\ud834\\u0041\"}",
    "{\"a\":\"\\udd1e\"}",
    "{\"a\":\"\\u12\"}",
    "{\"a\":\"\\u+123\"}",
    "{\"a\":\"\\x41\"}",
    "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}",
    "{\"a\":\"\n\"}",
    "{\"a\":\"\u{7f}\"}",
    "{\"a\":\"\\",
    "{\"a\":\"",
    "{\"a\":\"b",
    "{\"a\":1",
    "{\"a\":[1",
    "{",
    "}",
    "",
    " ",
    "{}{}",
    "{} x",
    "// c\n{}",
    "\u{feff}{}",
    "{\"\":1}",
    "{\"a\u{0}\":1}",
    "{\"a\":1,\"b\":[true,null,{\"c\":\"d\"}]}",
];

/// What `serde_json` makes of a text.
fn by_the_book(text: &str) -> Option<serde_json::Map<String, serde_json::Value>> {
    serde_json::from_str(text).ok()
}

fn same(ours: &Json, theirs: &serde_json::Value) -> bool {
    use serde_json::Value;
    match (ours, theirs) {
        (Json::Null, Value::Null) => true,
        (Json::Boolean(ours), Value::Bool(theirs)) => ours == theirs,
        (Json::Number(ours), Value::Number(theirs)) => {
            // The other reader's last binary digit may differ: it trades it for speed.
            let (ours, theirs) = (ours.as_str().parse::<f64>().unwrap(), theirs.as_f64().unwrap());
            ours == theirs || (ours - theirs).abs() <= theirs.abs() * 1e-14
        }
        (Json::Text(ours), Value::String(theirs)) => ours == theirs,
        (Json::List(ours), Value::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| same(ours, theirs))
        }
        (Json::Object(ours), Value::Object(theirs)) => same_members(ours, theirs),
        _ => false,
    }
}

fn same_members(ours: &Object, theirs: &serde_json::Map<String, serde_json::Value>) -> bool {
    ours.members().count() == theirs.len()
        && ours.members().all(|(name, value)| theirs.get(name).is_some_and(|theirs| same(value, theirs)))
}

fn agrees_with_the_book(text: &str) {
    match (Object::parse(text), by_the_book(text)) {
        (Ok(ours), Some(theirs)) => assert!(same_members(&ours, &theirs), "{text:?} was read otherwise"),
        (Err(_), None) => {}
        (ours, theirs) => panic!("{text:?}: {ours:?}, but serde_json says {theirs:?}"),
    }
}

#[test]
fn reads_and_refuses_what_another_reader_does() {
    TEXTS.into_iter().for_each(agrees_with_the_book);
}

/// Every text with one octet left out, doubled, or replaced by each octet that means something to JSON. (Names are not
/// repeated by this, which is the one thing the other reader lets pass.)
#[test]
fn agrees_with_another_reader_on_every_neighbour_of_these_texts() {
    for text in TEXTS {
        let characters: Vec<char> = text.chars().collect();
        for place in 0..characters.len() {
            let with = |replacement: &[char]| {
                let (before, after) = (&characters[..place], &characters[place + 1..]);
                [before, replacement, after].concat().into_iter().collect::<String>()
            };
            agrees_with_the_book(&with(&[]));
            agrees_with_the_book(&with(&[characters[place], characters[place]]));
            for meaningful in "{}[]\",:\\-+.eEu0 19tfn\u{1}".chars() {
                agrees_with_the_book(&with(&[meaningful]));
            }
        }
    }
}

#[test]
fn makes_a_type_of_ones_own_of_it() {
    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Claims<'a> {
        name: &'a str,
        roles: Vec<Role>,
        since: Option<i64>,
        share: f64,
        left: Option<bool>,
    }
    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Role {
        Nurse,
        Doctor,
    }
    let object = Object::parse(
        r#"{"name":"Agathe","roles":["nurse","doctor"],"since":2021,"share":0.5,"left":null,"other":{}}"#,
    )
    .unwrap();

    let claims = Claims {
        name: "Agathe",
        roles: vec![Role::Nurse, Role::Doctor],
        since: Some(2021),
        share: 0.5,
        left: None,
    };
    assert_eq!(object.to(), Ok(claims));
    let mismatch = Object::parse("{}").unwrap().to::<Claims<'_>>().unwrap_err();
    assert_eq!(mismatch.to_string(), "missing field `name`");
}
