//! Who wrote what a bundle is made of, and on which terms it may be passed on.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::{Command, Stdio},
};

use serde_json::Value;

/// A crate that is compiled into the bundle.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    pub name: String,
    pub version: String,
    /// As SPDX writes it.
    pub licence: String,
    pub repository: String,
    manifest: String,
}

/// What `cargo metadata` says of a checkout, for the browser.
///
/// # Errors
///
/// When Cargo cannot be asked; with what it said.
pub fn metadata(checkout: &Path) -> Result<Value, String> {
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--filter-platform",
            "wasm32-unknown-unknown",
        ])
        .current_dir(checkout)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("cargo metadata cannot be run: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    serde_json::from_slice(&output.stdout).map_err(|error| format!("cargo metadata is not JSON: {error}"))
}

/// The crates that `root` is linked with: not those that only build, test or write code for it.
pub fn parts(metadata: &Value, root: &str) -> Vec<Part> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let packages: BTreeMap<String, Value> =
        list(&metadata["packages"]).into_iter().map(|package| (text(&package["id"]), package)).collect();
    let nodes: BTreeMap<String, Value> =
        list(&metadata["resolve"]["nodes"]).into_iter().map(|node| (text(&node["id"]), node)).collect();
    let is_linked = |id: &str| {
        !list(&packages[id]["targets"])
            .iter()
            .any(|target| list(&target["kind"]).contains(&"proc-macro".into()))
    };
    let mut open: Vec<String> =
        packages.iter().filter(|(_, package)| package["name"] == root).map(|(id, _)| id.clone()).collect();
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !packages.contains_key(&id) || !is_linked(&id) || !found.insert(id.clone()) {
            continue;
        }
        let needed = list(&nodes[&id]["deps"])
            .into_iter()
            .filter(|dependency| list(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"].is_null()));
        open.extend(needed.map(|dependency| text(&dependency["pkg"])));
    }
    let mut parts: Vec<Part> = found
        .iter()
        .map(|id| &packages[id])
        .map(|package| Part {
            name: text(&package["name"]),
            version: text(&package["version"]),
            licence: text(&package["license"]),
            repository: text(&package["repository"]),
            manifest: text(&package["manifest_path"]),
        })
        .collect();
    parts.sort();
    parts
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The list, and below it every licence that came with one of them, each text once.
///
/// # Errors
///
/// When a licence cannot be read.
pub fn document(parts: &[Part]) -> Result<String, String> {
    let mut document = String::from(
        "What this application is made of, beside the Rust standard library (MIT OR Apache-2.0).\n\n",
    );
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for part in parts {
        document.push_str(&format!("{} {}: {}", part.name, part.version, part.licence));
        if !part.repository.is_empty() {
            document.push_str(&format!(", {}", part.repository));
        }
        document.push('\n');
        for licence in licences_beside(Path::new(&part.manifest))? {
            texts.entry(licence).or_default().push(part.name.clone());
        }
    }
    let mut texts: Vec<_> = texts.into_iter().map(|(licence, of)| (of, licence)).collect();
    texts.sort();
    for (of, licence) in texts {
        document.push_str(&format!("\n{}\n{}\n\n{licence}\n", "-".repeat(72), of.join(", ")));
    }
    Ok(document)
}

fn licences_beside(manifest: &Path) -> Result<Vec<String>, String> {
    let Some(folder) = manifest.parent() else { return Ok(Vec::new()) };
    let unreadable = |error| format!("{} cannot be read: {error}", folder.display());
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().to_uppercase()).unwrap_or_default();
        let is_licence =
            ["LICENSE", "LICENCE", "COPYING", "NOTICE"].iter().any(|word| name.starts_with(word));
        if is_licence && path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let text = fs::read_to_string(path).map_err(unreadable)?;
        // The same words are the same licence, wherever its lines break.
        Ok(text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_matches('\n').to_owned())
    };
    paths.iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn metadata() -> Value {
        let package = |name: &str, kind: &str| {
            json!({ "id": name, "name": name, "version": "1.0.0", "license": "MIT", "repository": null,
                "manifest_path": "/nowhere/Cargo.toml", "targets": [{ "kind": [kind] }] })
        };
        let node = |name: &str, deps: &[(&str, Value)]| {
            let deps: Vec<_> = deps
                .iter()
                .map(|(name, kind)| json!({ "pkg": name, "dep_kinds": [{ "kind": kind }] }))
                .collect();
            json!({ "id": name, "deps": deps })
        };
        json!({
            "packages": [package("app", "lib"), package("view", "lib"), package("derive", "proc-macro"),
                package("syntax", "lib"), package("check", "lib"), package("other", "lib")],
            "resolve": { "nodes": [
                node("app", &[("view", Value::Null), ("derive", Value::Null), ("check", json!("dev"))]),
                node("view", &[("app", Value::Null)]),
                node("derive", &[("syntax", Value::Null)]),
                node("syntax", &[]), node("check", &[]), node("other", &[]),
            ] },
        })
    }

    #[test]
    fn lists_what_is_linked_and_not_what_builds_or_tests() {
        let names: Vec<_> = parts(&metadata(), "app").into_iter().map(|part| part.name).collect();

        assert_eq!(names, ["app", "view"]);
    }

    #[test]
    fn prints_each_licence_once() {
        let folder = std::env::temp_dir().join(format!("licences-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("LICENSE-MIT"), "Do as you like. \n\n").unwrap();
        let manifest = folder.join("Cargo.toml").display().to_string();
        let parts: Vec<_> = parts(&metadata(), "app")
            .into_iter()
            .map(|part| Part { manifest: manifest.clone(), ..part })
            .collect();

        let document = document(&parts).unwrap();

        fs::remove_dir_all(&folder).unwrap();
        assert!(document.contains("app 1.0.0: MIT\nview 1.0.0: MIT\n"), "{document}");
        assert!(document.ends_with("\napp, view\n\nDo as you like.\n"), "{document}");
    }
}
