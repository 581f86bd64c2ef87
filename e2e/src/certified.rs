use std::{
    io::{BufRead as _, BufReader, Read},
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};

use serde_json::Value;

use crate::checkout;

/// A process that says nothing for so long says nothing.
const PATIENCE: Duration = Duration::from_secs(60);

/// `oidc-provider` from npm, certified by the OpenID Foundation: a provider nobody here wrote.
pub struct CertifiedProvider {
    process: Child,
    said: Receiver<Value>,
    pub issuer: String,
}

impl CertifiedProvider {
    /// Knows one client, with further members of its registration (`id_token_signed_response_alg`); `nonces` are wanted in
    /// every proof of possession.
    pub fn start(
        client_id: &str,
        redirect_uri: &str,
        post_logout_redirect_uri: &str,
        registration: &[(&str, &str)],
        nonces: bool,
    ) -> Self {
        let folder = checkout().join("e2e/interop");
        assert!(
            folder.join("node_modules/oidc-provider").is_dir(),
            "the certified provider is not installed: `cargo xtask test e2e` does it (npm ci in e2e/interop)"
        );
        let mut process = Command::new("node")
            .arg("provider.mjs")
            .args(["--client-id", client_id, "--redirect-uri", redirect_uri])
            .args(["--post-logout-redirect-uri", post_logout_redirect_uri])
            .args(
                registration
                    .iter()
                    .flat_map(|(member, value)| ["--register".into(), format!("{member}={value}")]),
            )
            .args(nonces.then_some("--nonces"))
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("node starts");
        let output = process.stdout.take().expect("piped");
        let said = lines_of(output);
        let Some(issuer) = said.recv_timeout(PATIENCE).ok().and_then(|ready| text(&ready, "issuer")) else {
            let _ = process.kill();
            panic!("the certified provider did not start: run `node provider.mjs` to see why")
        };
        Self { process, said, issuer }
    }

    /// Waits until a refresh token is revoked, and tells which one: browsers do not tell all that they send while a page is
    /// left.
    pub fn revoked(&self) -> String {
        let revoked = self.said.recv_timeout(PATIENCE).ok().and_then(|said| text(&said, "revoked"));
        revoked.expect("a refresh token is revoked")
    }
}

/// What the process says, line by line.
fn lines_of(output: impl Read + Send + 'static) -> Receiver<Value> {
    let (says, said) = mpsc::channel();
    thread::spawn(move || {
        let lines = BufReader::new(output).lines().map_while(Result::ok);
        for line in lines.filter_map(|line| serde_json::from_str(&line).ok()) {
            if says.send(line).is_err() {
                return;
            }
        }
    });
    said
}

fn text(said: &Value, member: &str) -> Option<String> {
    Some(said[member].as_str()?.to_owned())
}

impl Drop for CertifiedProvider {
    fn drop(&mut self) {
        // It ends with its standard input; this waits until it did.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}
