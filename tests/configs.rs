//! What wrong configurations are told: exit status and standard error of the real binary, one
//! snapshot for each file in `tests/configs`, beside it. The file's first line says what it shows.

use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn wrong_configurations_are_told_what_is_wrong_and_where() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository");
    let folder = root.join("tests/configs");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter_map(|name| name.strip_suffix(".toml").map(str::to_owned))
        .collect();
    names.sort();
    assert!(names.len() >= 20);
    let mut different = Vec::new();
    for name in names {
        let text = fs::read_to_string(folder.join(format!("{name}.toml"))).expect("the file");
        let shows = text
            .lines()
            .next()
            .and_then(|line| line.strip_prefix("# "))
            .expect("its first line says what it shows");
        let output = Command::new(env!("CARGO_BIN_EXE_rapporteur"))
            .args(["check", "--config", &format!("tests/configs/{name}.toml")])
            .current_dir(&root)
            .env_clear()
            .output()
            .expect("runs");
        assert!(output.stdout.is_empty(), "{name}: nothing stands on standard output");
        let view = format!(
            "exit status {}\n{}",
            output.status.code().expect("ends by itself"),
            String::from_utf8_lossy(&output.stderr)
        );
        let mut settings = insta::Settings::new();
        settings.set_snapshot_path(&folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.set_description(shows);
        let looked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            settings.bind(|| insta::assert_snapshot!(name.clone(), view));
        }));
        if looked.is_err() {
            different.push(name);
        }
    }
    assert!(different.is_empty(), "snapshots differ: {}", different.join(", "));
}
