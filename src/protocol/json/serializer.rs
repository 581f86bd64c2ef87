//! From a type of one's own to JSON, through serde.

use std::fmt::Display;

use serde::ser::{
    Error, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use super::{Json, Mismatch, Number, Object};

/// Makes a [`Json`] of whatever is serialised with it, in serde's usual forms: an enum's variant is a text, or an object
/// with the variant's name for its one member.
pub(super) struct ToJson;

fn number(value: impl Display) -> Json {
    Json::Number(Number::of(value.to_string()))
}

fn variant(name: &str, content: Json) -> Json {
    Json::Object(Object(vec![(name.to_owned(), content)]))
}

impl Serializer for ToJson {
    type Ok = Json;
    type Error = Mismatch;
    type SerializeSeq = Values;
    type SerializeTuple = Values;
    type SerializeTupleStruct = Values;
    type SerializeTupleVariant = Values;
    type SerializeMap = Members;
    type SerializeStruct = Members;
    type SerializeStructVariant = Members;

    fn serialize_bool(self, value: bool) -> Result<Json, Mismatch> {
        Ok(Json::Boolean(value))
    }

    fn serialize_i8(self, value: i8) -> Result<Json, Mismatch> {
        Ok(number(value))
    }

    fn serialize_i16(self, value: i16) -> Result<Json, Mismatch> {
        Ok(number(value))
    }

    fn serialize_i32(self, value: i32) -> Result<Json, Mismatch> {
        Ok(number(value))
    }

    fn serialize_i64(self, value: i64) -> Result<Json, Mismatch> {
        Ok(number(value))
    }

    fn serialize_u8(self, value: u8) -> Result<Json, Mismatch> {
        Ok(number(value))
    }

    fn serialize_u16(self, value: u16) -> Result<Json, Mismatch> {
        Ok(number(value))
    }

    fn serialize_u32(self, value: u32) -> Result<Json, Mismatch> {
        Ok(number(value))
    }

    fn serialize_u64(self, value: u64) -> Result<Json, Mismatch> {
        Ok(number(value))
    }

    fn serialize_f32(self, value: f32) -> Result<Json, Mismatch> {
        if value.is_finite() { Ok(number(value)) } else { Err(no_number()) }
    }

    fn serialize_f64(self, value: f64) -> Result<Json, Mismatch> {
        if value.is_finite() { Ok(number(value)) } else { Err(no_number()) }
    }

    fn serialize_char(self, value: char) -> Result<Json, Mismatch> {
        Ok(Json::Text(String::from(value)))
    }

    fn serialize_str(self, value: &str) -> Result<Json, Mismatch> {
        Ok(Json::Text(value.to_owned()))
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<Json, Mismatch> {
        Ok(Json::List(value.iter().map(number).collect()))
    }

    fn serialize_none(self) -> Result<Json, Mismatch> {
        Ok(Json::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Json, Mismatch> {
        Json::of(value)
    }

    fn serialize_unit(self) -> Result<Json, Mismatch> {
        Ok(Json::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Json, Mismatch> {
        Ok(Json::Null)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Result<Json, Mismatch> {
        self.serialize_str(name)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Json, Mismatch> {
        Json::of(value)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        value: &T,
    ) -> Result<Json, Mismatch> {
        Ok(variant(name, Json::of(value)?))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Values, Mismatch> {
        Ok(Values { variant: None, values: Vec::new() })
    }

    fn serialize_tuple(self, _: usize) -> Result<Values, Mismatch> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Values, Mismatch> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Values, Mismatch> {
        Ok(Values { variant: Some(name), values: Vec::new() })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Members, Mismatch> {
        Ok(Members { variant: None, members: Vec::new(), name: String::new() })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Members, Mismatch> {
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Members, Mismatch> {
        Ok(Members { variant: Some(name), members: Vec::new(), name: String::new() })
    }
}

/// A list, or an enum's variant that holds one.
pub(super) struct Values {
    variant: Option<&'static str>,
    values: Vec<Json>,
}

impl Values {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Mismatch> {
        self.values.push(Json::of(value)?);
        Ok(())
    }

    fn finish(self) -> Json {
        let list = Json::List(self.values);
        match self.variant {
            Some(name) => variant(name, list),
            None => list,
        }
    }
}

/// An object, or an enum's variant that holds one.
pub(super) struct Members {
    variant: Option<&'static str>,
    members: Vec<(String, Json)>,
    /// Of the member whose value comes next.
    name: String,
}

impl Members {
    fn push<T: Serialize + ?Sized>(&mut self, name: String, value: &T) -> Result<(), Mismatch> {
        // What is written is what this very reader reads.
        if self.members.iter().any(|(known, _)| *known == name) {
            return Err(Error::custom("a member comes twice"));
        }
        self.members.push((name, Json::of(value)?));
        Ok(())
    }

    fn finish(self) -> Json {
        let object = Json::Object(Object(self.members));
        match self.variant {
            Some(name) => variant(name, object),
            None => object,
        }
    }
}

macro_rules! lists {
    ($($form:ident::$push:ident,)+) => {
        $(impl $form for Values {
            type Ok = Json;
            type Error = Mismatch;

            fn $push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Mismatch> {
                self.push(value)
            }

            fn end(self) -> Result<Json, Mismatch> {
                Ok(self.finish())
            }
        })+
    };
}

lists! {
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field,
}

macro_rules! objects {
    ($($form:ident,)+) => {
        $(impl $form for Members {
            type Ok = Json;
            type Error = Mismatch;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Mismatch> {
                self.push(name.to_owned(), value)
            }

            fn end(self) -> Result<Json, Mismatch> {
                Ok(self.finish())
            }
        })+
    };
}

objects! { SerializeStruct, SerializeStructVariant, }

impl SerializeMap for Members {
    type Ok = Json;
    type Error = Mismatch;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Mismatch> {
        self.name = match Json::of(key)? {
            Json::Text(name) => name,
            Json::Number(number) => number.as_str().to_owned(),
            _ => return Err(Error::custom("a member's name is a text")),
        };
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Mismatch> {
        let name = std::mem::take(&mut self.name);
        self.push(name, value)
    }

    fn end(self) -> Result<Json, Mismatch> {
        Ok(self.finish())
    }
}

fn no_number() -> Mismatch {
    Error::custom("JSON has no such number")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Serialize};

    use super::super::{LARGEST, LARGEST_ANSWER};
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Practitioner {
        resource_type: String,
        active: bool,
        name: Vec<Name>,
        birth_date: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        note: Option<String>,
        extension: BTreeMap<String, Value>,
        pair: (i8, u64),
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Name(String);

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    enum Value {
        Unknown,
        Whole(i64),
        Part(f64),
        Range { low: f32, high: f32 },
        Pair(bool, char),
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "resourceType")]
    enum Resource {
        Practitioner { id: String },
        Organization { id: String },
    }

    fn practitioner() -> Practitioner {
        Practitioner {
            resource_type: "Practitioner".to_owned(),
            active: true,
            name: vec![Name("Élodie \"Garnier\"\n".to_owned())],
            birth_date: None,
            note: None,
            extension: BTreeMap::from([
                ("a".to_owned(), Value::Unknown),
                ("b".to_owned(), Value::Whole(-7)),
                ("c".to_owned(), Value::Part(0.25)),
                ("d".to_owned(), Value::Range { low: 1.5, high: 2.25 }),
                ("e".to_owned(), Value::Pair(false, 'é')),
            ]),
            pair: (i8::MIN, u64::MAX),
        }
    }

    #[test]
    fn writes_what_the_library_writes() {
        let ours = Json::of(&practitioner()).unwrap().to_text();

        let theirs = serde_json::to_value(practitioner()).unwrap();
        assert_eq!(serde_json::from_str::<serde_json::Value>(&ours).unwrap(), theirs, "{ours}");
    }

    #[test]
    fn comes_back_as_it_was_written() {
        let text = Json::of(&practitioner()).unwrap().to_text();

        assert_eq!(Json::parse(&text).unwrap().to(), Ok(practitioner()));
    }

    #[test]
    fn tells_resources_apart_by_their_type() {
        let list = r#"[{"resourceType":"Organization","id":"1"},{"id":"2","resourceType":"Practitioner"}]"#;

        let resources: Vec<Resource> = Json::parse(list).unwrap().to().unwrap();

        let [organization, practitioner] = ["1", "2"].map(str::to_owned);
        assert_eq!(resources[0], Resource::Organization { id: organization });
        assert_eq!(resources[1], Resource::Practitioner { id: practitioner });
    }

    #[test]
    fn refuses_what_json_has_no_form_for() {
        assert!(Json::of(&f64::NAN).is_err() && Json::of(&f32::INFINITY).is_err());
        assert!(Json::of(&BTreeMap::from([((1, 2), 3)])).is_err());
        assert_eq!(Json::of(&BTreeMap::from([(1, 2)])).unwrap().to_text(), r#"{"1":2}"#);
        assert_eq!(Json::of(&()).unwrap(), Json::Null);
    }

    #[test]
    fn reads_an_answer_that_is_deeper_than_a_token_may_be() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));

        assert!(Json::parse(&nested(64)).is_ok() && Json::parse(&nested(65)).is_err());
        assert!(Object::parse(&format!(r#"{{"a":{}}}"#, nested(16))).is_err());
        assert!(Json::parse(&format!("\"{}\"", "x".repeat(LARGEST))).is_ok());
        assert!(Json::parse(&format!("\"{}\"", "x".repeat(LARGEST_ANSWER))).is_err());
    }
}
