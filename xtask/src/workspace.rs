//! Where things are.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// The root of the checkout.
pub fn root() -> PathBuf {
    let own =
        env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    own.parent().expect("xtask is a directory of the checkout").to_owned()
}

/// Where Cargo and Trunk leave what they make on the way.
pub fn target() -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    root().join(target)
}

/// What the commands themselves remember between runs: stamps and logs.
pub fn state() -> Result<PathBuf, String> {
    let state = target().join("xtask");
    fs::create_dir_all(&state).map_err(|error| format!("{} cannot be made: {error}", state.display()))?;
    Ok(state)
}

/// A program of this workspace, built beside this one.
pub fn program(name: &str) -> Result<PathBuf, String> {
    let this = env::current_exe().map_err(|error| format!("Where xtask itself lies is unknown: {error}"))?;
    Ok(this.with_file_name(format!("{name}{}", env::consts::EXE_SUFFIX)))
}

/// Where tools are kept, for every checkout on this machine.
pub fn tools() -> Result<PathBuf, String> {
    let cache = env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let cache = cache.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cache")));
    let cache = cache.ok_or("HOME is not set, so there is no place to keep tools.")?;
    Ok(cache.join("lifen-connect").join("tools"))
}

/// The version of `package` that Cargo.lock holds.
pub fn locked_version(package: &str) -> Result<String, String> {
    let path = root().join("Cargo.lock");
    version_in_lock(&read(&path)?, package).ok_or_else(|| format!("Cargo.lock does not name {package}."))
}

/// A file as text.
pub fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
}

fn version_in_lock(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"').map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.1\"\n\n\
                        [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.129\"\nsource = \"registry\"\n";

    #[test]
    fn reads_the_version_that_is_locked() {
        assert_eq!(version_in_lock(LOCK, "wasm-bindgen").as_deref(), Some("0.2.129"));
    }

    #[test]
    fn finds_no_version_of_a_package_that_is_not_locked() {
        assert_eq!(version_in_lock(LOCK, "wasm"), None);
    }
}
