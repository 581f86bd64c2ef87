//! What one deployment says: where the app will live, on which host, with which configuration.

use std::{fmt, path::Path};

use lifen_connect::{configuration::Configuration, protocol::endpoint::Endpoint};
use serde_json::Value;

use crate::{Error, host::Host, page, policy::FIXED, policy::Policy, sources};

/// What `deploy.toml` says, or the same in JSON.
#[derive(Debug, Clone)]
pub struct Deployment {
    /// Where people open the app: `https://app.hospital.example/` or `https://host.example/app/`.
    pub address: Endpoint,
    pub host: Host,
    /// The configuration block of the page.
    pub document: Value,
    /// The same, read.
    pub configuration: Box<Configuration>,
    /// Whom the app talks to besides those that its configuration names.
    pub connect: Vec<String>,
    /// Where people's pictures may come from.
    pub images: Vec<String>,
    /// Whether the provider may open `frontchannel-logout` in a frame.
    pub frontchannel_logout: bool,
    /// `Strict-Transport-Security`, unless somebody else says it.
    pub hsts: Option<String>,
}

/// What is wrong with a `deploy.toml`: the member, what was found, what is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    pub member: String,
    pub expected: String,
    pub found: String,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: expected {}, found {}", self.member, self.expected, self.found)
    }
}

const KNOWN: [&str; 7] =
    ["address", "host", "configuration", "connect", "images", "frontchannel_logout", "hsts"];

impl Deployment {
    /// Reads a file: JSON where its name ends so, TOML otherwise.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or says something wrong.
    pub fn read(path: &Path) -> Result<Deployment, Error> {
        let text = std::fs::read_to_string(path)
            .map_err(|reason| Error::Unreadable { path: path.to_owned(), reason })?;
        let is_json = path.extension().is_some_and(|extension| extension == "json");
        let document = if is_json {
            serde_json::from_str(&text).map_err(|error| error.to_string())
        } else {
            toml::from_str(&text).map_err(|error| error.to_string())
        };
        let document = document.map_err(|reason| Error::NoDocument { path: path.to_owned(), reason })?;
        Deployment::parse(&document).map_err(Error::Deployment)
    }

    /// # Errors
    ///
    /// [`Wrong`] names the first member that is wrong. A configuration is refused in the words of the app itself.
    pub fn parse(document: &Value) -> Result<Deployment, Wrong> {
        let Some(members) = document.as_object() else {
            return Err(wrong("deploy.toml", "members such as address and configuration", document));
        };
        if let Some((name, value)) = members.iter().find(|(name, _)| !KNOWN.contains(&name.as_str())) {
            return Err(wrong(name, &format!("one of {}", KNOWN.join(", ")), value));
        }
        let member = |name: &str| document.get(name).unwrap_or(&Value::Null);
        let address = address(member("address"))?;
        let host = Host::named(member("host"))?;
        let configuration = configuration(member("configuration"), &address)?;
        let frontchannel_logout = match member("frontchannel_logout") {
            Value::Null => false,
            Value::Bool(stated) => *stated,
            other => return Err(wrong("frontchannel_logout", "true or false", other)),
        };
        if frontchannel_logout && !host.tells_pages_apart() {
            let expected = format!("false: {} sends every page the same headers", host.name());
            return Err(wrong("frontchannel_logout", &expected, member("frontchannel_logout")));
        }
        Ok(Deployment {
            host,
            connect: origins("connect", member("connect"))?,
            images: origins("images", member("images"))?,
            frontchannel_logout,
            hsts: hsts(member("hsts"), &address)?,
            document: member("configuration").clone(),
            configuration,
            address,
        })
    }

    /// The path that the app lives under, with both slashes.
    pub fn base(&self) -> &str {
        self.address.path()
    }

    /// What the page of this deployment may do.
    pub fn policy(&self, html: &str) -> Policy {
        let mut connect = sources::connect(&self.configuration);
        connect.extend(
            self.connect.iter().filter(|origin| !connect.contains(origin)).cloned().collect::<Vec<_>>(),
        );
        let framed_by = sources::issuer(&self.configuration).filter(|_| self.frontchannel_logout);
        let policy = Policy::of_page(html);
        Policy {
            // Below a path, others live on the same origin: what they serve is not ours.
            own: if self.base() == "/" { policy.own.clone() } else { self.address.as_str().to_owned() },
            connect,
            images: self.images.clone(),
            framed_by: framed_by.into_iter().collect(),
            ..policy
        }
    }

    /// The headers of every answer, but for the policy.
    pub fn headers(&self) -> Vec<(&'static str, String)> {
        let fixed = FIXED.into_iter().map(|(name, value)| (name, value.to_owned()));
        let hsts = self.hsts.iter().map(|value| ("strict-transport-security", value.clone()));
        fixed.chain(hsts).collect()
    }
}

fn address(stated: &Value) -> Result<Endpoint, Wrong> {
    const EXPECTED: &str =
        "the address that people open, with a slash at its end, such as https://app.hospital.example/";
    let text = stated.as_str().ok_or_else(|| wrong("address", EXPECTED, stated))?;
    let endpoint = Endpoint::parse(text).map_err(|error| wrong("address", error.expected(), stated))?;
    // In the policy, a comma or a semicolon would end what it stands in.
    let is_plain = text.ends_with('/')
        && endpoint.path() == endpoint.path_and_query()
        && !text.contains([',', ';', '\'', '$']);
    if is_plain { Ok(endpoint) } else { Err(wrong("address", EXPECTED, stated)) }
}

/// The very text that will stand in the page, read as the page will read it.
fn configuration(stated: &Value, address: &Endpoint) -> Result<Box<Configuration>, Wrong> {
    if !stated.is_object() {
        return Err(wrong("configuration", "what docs/configuration.md lists, such as client_id", stated));
    }
    if stated["client_id"] == "your-client-id" {
        return Err(wrong(
            "configuration.client_id",
            "the client id that the provider gave you",
            &stated["client_id"],
        ));
    }
    Configuration::parse(&page::script_safe(stated), address.as_str()).map_err(|error| Wrong {
        member: "configuration".to_owned(),
        expected: "what the app itself accepts".to_owned(),
        found: error.to_string(),
    })
}

fn origins(member: &str, stated: &Value) -> Result<Vec<String>, Wrong> {
    const EXPECTED: &str = "a list of origins, such as [\"https://keys.example\"]";
    let list = match stated {
        Value::Null => return Ok(Vec::new()),
        Value::Array(list) => list,
        other => return Err(wrong(member, EXPECTED, other)),
    };
    list.iter()
        .map(|value| {
            let endpoint = value.as_str().and_then(|text| Endpoint::parse(text).ok());
            let origin = endpoint.filter(|endpoint| endpoint.path_and_query().is_empty());
            origin
                .map(|endpoint| endpoint.origin().as_str().to_owned())
                .ok_or_else(|| wrong(member, EXPECTED, value))
        })
        .collect()
}

/// A year, unless the deployment says otherwise; nothing over plain http, where no browser believes it.
fn hsts(stated: &Value, address: &Endpoint) -> Result<Option<String>, Wrong> {
    let is_safe = |text: &str| {
        text.starts_with("max-age=")
            && text.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"=;- ".contains(&octet))
    };
    match stated {
        Value::Bool(false) => Ok(None),
        _ if !address.as_str().starts_with("https://") => Ok(None),
        Value::Null => Ok(Some("max-age=31536000".to_owned())),
        Value::String(text) if is_safe(text) => Ok(Some(text.clone())),
        other => Err(wrong("hsts", "\"max-age=31536000; includeSubDomains\" or the like, or false", other)),
    }
}

pub(crate) fn wrong(member: &str, expected: &str, found: &Value) -> Wrong {
    let found = if found.is_null() { "nothing".to_owned() } else { found.to_string() };
    Wrong { member: member.to_owned(), expected: expected.to_owned(), found }
}
