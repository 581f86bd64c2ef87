use std::{
    io::{BufRead as _, BufReader, Read},
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use crate::checkout;

/// `oidc-provider` from npm, certified by the OpenID Foundation: a provider nobody here wrote.
pub struct CertifiedProvider {
    process: Child,
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
        let Some(issuer) = first_line_of(output).and_then(|line| issuer_in(&line)) else {
            let _ = process.kill();
            panic!("the certified provider did not start: run `node provider.mjs` to see why")
        };
        Self { process, issuer }
    }
}

/// What the process says first; a process that says nothing for a minute says nothing.
fn first_line_of(output: impl Read + Send + 'static) -> Option<String> {
    let (heard, line) = mpsc::channel();
    thread::spawn(move || {
        let mut first = String::new();
        if BufReader::new(output).read_line(&mut first).is_ok() {
            let _ = heard.send(first);
        }
    });
    line.recv_timeout(Duration::from_secs(60)).ok()
}

fn issuer_in(line: &str) -> Option<String> {
    let ready: serde_json::Value = serde_json::from_str(line).ok()?;
    Some(ready["issuer"].as_str()?.to_owned())
}

impl Drop for CertifiedProvider {
    fn drop(&mut self) {
        // It ends with its standard input; this waits until it did.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}
