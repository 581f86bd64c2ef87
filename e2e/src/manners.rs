use fantoccini::wd::Capabilities;
use serde_json::{Value, json};

/// How a visitor's browser is set up; the rest of it is a fresh profile each.
#[derive(Clone, Debug)]
pub struct Manners {
    /// The browser's language, as in `navigator.language`.
    pub language: &'static str,
    /// Width and height of what shows the page. A width below 500 is a phone.
    pub size: (u32, u32),
    /// Whether the person prefers a dark theme.
    pub dark: bool,
    /// Whether the browser keeps nothing for any page: no storage, no cookies.
    pub storage_blocked: bool,
}

impl Default for Manners {
    fn default() -> Self {
        Self { language: "en", size: (1100, 900), dark: false, storage_blocked: false }
    }
}

impl Manners {
    pub(crate) fn capabilities(&self) -> Capabilities {
        let (width, height) = self.size;
        let arguments = [
            "--headless".into(),
            "--no-sandbox".into(),
            "--disable-gpu".into(),
            "--disable-dev-shm-usage".into(),
            "--no-first-run".into(),
            "--disable-background-networking".into(),
            "--disable-component-update".into(),
            "--disable-sync".into(),
            // A pipe to the driver instead of a port: the browser ends with it, however it ends.
            "--remote-debugging-pipe".into(),
            // Without it, plain http on a name that is not loopback is first tried as https.
            "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable".into(),
            // Nothing outside this machine is reached. `app.test` is this machine under a name that is no secure context,
            // `api.example.evil` and `api.localhost` are it under names that no deployment lists.
            format!("--host-resolver-rules={}", RESOLVER_RULES.join(" , ")),
            format!("--lang={}", self.language),
            format!("--accept-lang={}", self.language),
            format!("--window-size={width},{height}"),
        ];
        let mut preferences = json!({ "intl.accept_languages": self.language });
        if self.storage_blocked {
            preferences["profile.default_content_setting_values.cookies"] = json!(2);
        }
        let Value::Object(capabilities) = json!({
            "browserName": "chrome",
            "pageLoadStrategy": "normal",
            "timeouts": { "pageLoad": 30_000, "script": 30_000 },
            "goog:chromeOptions": { "args": arguments, "prefs": preferences, "perfLoggingPrefs": { "enablePage": false } },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        }) else {
            unreachable!("an object was written")
        };
        capabilities
    }
}

const RESOLVER_RULES: [&str; 6] = [
    "MAP app.test 127.0.0.1",
    "MAP api.example.evil 127.0.0.1",
    "MAP api.localhost 127.0.0.1",
    "MAP * ~NOTFOUND",
    "EXCLUDE localhost",
    "EXCLUDE 127.0.0.1",
];
