//! A folder of ordinary and odd things: what is given of it, in order, and that every URI leads
//! back to the same bytes.

#[path = "tree/containers.rs"]
mod containers;
mod written;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use rapporteur_document::{Fact, Meta};
use rapporteur_ingest_files::{Files, Options};
use rapporteur_stage::{BuildContext, Ingest, Item, Outlet, Running, Stage, StageError, async_trait};
use written::{gzip, linked, locked, replaced, zip, zstd};

#[derive(Default)]
struct Collect(Mutex<Vec<Item>>);

#[async_trait]
impl Outlet for Collect {
    async fn send(&self, item: Item) -> Result<(), StageError> {
        self.0.lock().expect("no test panics while it holds the lock").push(item);
        Ok(())
    }
}

fn stage(directory: &Path, options: Options) -> Arc<dyn Ingest> {
    let context = BuildContext { directory: directory.to_owned(), ..BuildContext::default() };
    match Files::build(options, &context).expect("the options are right") {
        Running::Ingest(stage) => stage,
        other => panic!("{other:?}"),
    }
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(future)
}

fn ingest(stage: &dyn Ingest) -> Result<Vec<Item>, StageError> {
    let collect = Collect::default();
    block_on(stage.ingest(&collect))?;
    Ok(collect.0.into_inner().expect("no test panics while it holds the lock"))
}

fn named(paths: &[&str]) -> Options {
    Options { paths: paths.iter().map(|&path| path.to_owned()).collect(), ..Options::default() }
}

/// The items as a listing; each document is read again by its URI.
fn listing(directory: &Path, options: Options) -> String {
    let stage = stage(directory, options);
    let items = match ingest(stage.as_ref()) {
        Ok(items) => items,
        Err(error) => return format!("failed: {error}\n"),
    };
    let mut out = String::new();
    for item in items {
        match item {
            Item::Document(raw) => {
                let source = &raw.source;
                let again = block_on(stage.reread(&source.uri)).expect("what was given is read again");
                assert_eq!(again, raw.bytes, "{}", source.uri);
                assert_eq!((source.bytes, source.sha256.len()), (again.len() as u64, 64));
                let _ = writeln!(out, "{}", source.uri);
                let head: String = String::from_utf8_lossy(&raw.bytes).chars().take(24).collect();
                let _ = writeln!(
                    out,
                    "    place {}, {}, {} bytes: {head:?}",
                    raw.place, source.media_type, source.bytes
                );
                for (key, fact) in facts(&raw.meta) {
                    let _ = writeln!(out, "    {key} = {} ({})", fact.value, fact.from);
                }
            }
            Item::Held(held) => {
                let hash = held.sha256.get(..8).unwrap_or("no hash");
                let _ =
                    writeln!(out, "{}\n    held: {} ({} bytes, {hash})", held.uri, held.reason, held.bytes);
            }
        }
    }
    out
}

fn snapshot(name: &str, shown: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!(name, shown));
}

fn facts(meta: &Meta) -> Vec<(&'static str, &Fact)> {
    let places = [
        ("title", &meta.title),
        ("published", &meta.published),
        ("publisher", &meta.publisher),
        ("url", &meta.url),
        ("section", &meta.section),
        ("language", &meta.language),
    ];
    let single = places.into_iter().filter_map(|(key, fact)| fact.as_ref().map(|fact| (key, fact)));
    single.chain(meta.byline.iter().map(|fact| ("byline", fact))).collect()
}

fn write(root: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().expect("a name has a folder")).expect("a folder");
    fs::write(path, bytes).expect("a file");
}

#[test]
fn a_folder_of_odd_things() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = &folder.path().join("in");
    write(root, "b.txt", "The council met.\n");
    write(root, "a/z.html", "<!doctype html><p>Met.</p>");
    write(root, "a-b.md", "# Minutes\n");
    write(root, "report", "A text whose name says nothing.");
    write(root, "page", "<html><body>A page whose name says nothing.");
    write(root, "picture.dat", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    write(root, "scan.pdf", b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj");
    write(root, "numbers.bin", [1, 0, 2, 0, 0, 3, 4, 5, 6, 7, 8, 14]);
    write(root, "empty.txt", "");
    write(root, "empty.gz", "");
    write(root, "data.json", "{}");
    write(root, ".git/config", "hidden");
    write(root, "a/.DS_Store", "hidden");
    // Sidecars.
    write(root, "s/good.txt", "Known.");
    write(
        root,
        "s/good.txt.meta.json",
        r#"{"title": "A title", "published": "2016-09-25", "publisher": "The Paper", "author": ["A. Writer"],
            "url": "https://example.org/1", "language": "en", "section": "World"}"#,
    );
    write(root, "s/bad.txt", "Its sidecar has mistakes.");
    write(
        root,
        "s/bad.txt.meta.json",
        "{\n  \"titel\": \"x\",\n  \"published\": 2016,\n  \"publisher\": \"Kept\"\n}",
    );
    write(root, "s/broken.txt", "Its sidecar is broken.");
    write(root, "s/broken.txt.meta.json", "{\"title\": ");
    write(root, "s/gone.txt.meta.json", "{}");
    // Compressed.
    write(root, "p/one.txt.gz", gzip(b"Packed by gzip."));
    write(root, "p/one.txt.meta.json", r#"{"title": "Of the packed one"}"#);
    write(root, "p/two.html.zst", zstd(b"<p>Packed by zstd.</p>"));
    write(root, "p/cut.txt.gz", &gzip(&b"all of it ".repeat(40))[..30]);
    write(root, "p/wrong.gz", "no gzip at all");
    write(root, "p/wrong.zst", "no zstd at all");
    // Archives.
    let inner = zip(&[("deep.txt", b"Inside two."), ("deep.txt.gz", &gzip(b"Inside three."))]);
    let four = zip(&[("a.zip", &zip(&[("b.zip", &zip(&[("c.txt.gz", &gzip(b"four"))]))]))]);
    write(
        root,
        "z/all.zip",
        zip(&[
            ("z.txt", b"Last."),
            ("dir/", b""),
            ("dir/m.html", b"<p>Member.</p>"),
            ("dir/m.html.meta.json", br#"{"title": "A member's"}"#),
            ("lost.txt.meta.json", b"{}"),
            ("inner.zip", &inner),
            ("../out.txt", b"out"),
            ("/abs.txt", b"out"),
            ("__MACOSX/._z.txt", b"\0\x05"),
            (".hidden", b"hidden"),
            ("void.txt", b""),
            ("pic.gif", b"GIF89a\x01\0"),
        ]),
    );
    write(root, "z/four.zip", four);
    write(root, "z/empty.zip", zip(&[("dir/", b"")]));
    write(root, "z/corrupt.zip", b"PK\x03\x04 and then nothing that is right");
    let whole = zip(&[("a.txt", b"Cut off in the middle."), ("b.txt", b"Too.")]);
    write(root, "z/cut.zip", &whole[..whole.len() / 2]);
    let mut damaged = zip(&[("a.txt", &b"Damaged in the middle. ".repeat(9)), ("b.txt", b"Not this one.")]);
    damaged[40] ^= 0xFF;
    write(root, "z/damaged.zip", damaged);
    odd_names_and_links(root);
    let shown = listing(folder.path(), named(&["in"]));
    snapshot("tree", &shown);
}

#[cfg(unix)]
fn odd_names_and_links(root: &Path) {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::symlink;
    write(root, "o/line\nbreak.txt", "A name of two lines.");
    write(root, "o/50%25 off.txt", "A name with an escape in it.");
    write(root, "o/wow!/in.txt", "A folder that ends as archives do.");
    fs::write(root.join("o").join(OsStr::from_bytes(b"caf\xE9.txt")), "A name that is no UTF-8.")
        .expect("a file");
    write(root, "../outside.txt", "Not in the folder.");
    fs::create_dir_all(root.join("l")).expect("a folder");
    symlink("../b.txt", root.join("l/inside.txt")).expect("a link");
    symlink("../../outside.txt", root.join("l/outside.txt")).expect("a link");
    symlink("nowhere", root.join("l/nowhere.txt")).expect("a link");
    symlink("..", root.join("l/round")).expect("a link");
    let pipe = std::process::Command::new("mkfifo").arg(root.join("l/pipe")).status().expect("mkfifo");
    assert!(pipe.success());
}

#[cfg(unix)]
#[test]
fn links_are_followed_when_asked_for_and_never_in_circles() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().expect("a folder");
    let root = &folder.path().join("in");
    write(root, "b.txt", "One.");
    write(root, "../outside/c.txt", "Two.");
    symlink("b.txt", root.join("a.txt")).expect("a link");
    symlink("../outside", root.join("out")).expect("a link");
    symlink(".", root.join("round")).expect("a link");
    let shown = listing(folder.path(), Options { follow_links: true, ..named(&["in"]) });
    snapshot("links", &shown);
}

#[test]
fn what_is_named_twice_is_given_once_in_the_order_of_the_config() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    write(root, "news/a.txt", "A.");
    write(root, "news/b.txt", "B.");
    write(root, "news/b.txt.meta.json", "{\"x\": 1}");
    write(root, "news/2016/c.html", "<p>C.</p>");
    write(root, "other/d.txt", "D.");
    let shown = listing(root, named(&["news/b.txt", "./news/", "news/a.txt", "other", "news/*.txt"]));
    snapshot("twice", &shown);
    let globs = listing(root, named(&["*/*.txt", "news/20??"]));
    snapshot("globs", &globs);
    let some = Options {
        include: vec!["*.txt".into()],
        exclude: vec!["other/*".into(), "a.*".into()],
        ..named(&["news", "."])
    };
    snapshot("include", &listing(root, some));
}

#[test]
fn paths_that_are_wrong_are_told_all_at_once_before_anything_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    write(root, "seeds/agency.txt", "A.");
    let paths = [
        "seeds",
        "sedes",
        "seeds/agencey.txt",
        "seeds/*.html",
        "seed/*.txt",
        "nothing/like/it",
        "a[",
        "-",
        "-",
        "",
    ];
    snapshot("wrong-paths", &listing(root, named(&paths)));
    snapshot("no-paths", &listing(root, named(&[])));
}

#[test]
fn limits_hold_back_what_is_too_much_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let blank = vec![b' '; 8 << 20];
    write(root, "a-small.txt", "Small.");
    write(root, "bomb.txt.gz", gzip(&blank));
    write(root, "bomb.zip", zip(&[("a.txt", b"Before."), ("b.txt", &blank), ("c.txt", b"After.")]));
    let noise: Vec<u8> =
        (0..2_000_000_u32).map(|n| b'a' + (n.wrapping_mul(2_654_435_761) >> 28) as u8).collect();
    write(root, "large.txt", &noise);
    write(root, "large.txt.zst", zstd(&noise));
    write(root, "many.zip", zip(&[("1", b"1"), ("2", b"2"), ("3", b"3"), ("4", b"4"), ("5", b"5")]));
    // Each member is harmless, all of them are not.
    let page = vec![b'.'; 1 << 20];
    let members: Vec<(String, &[u8])> = (0..4).map(|n| (format!("{n}.txt"), page.as_slice())).collect();
    let members: Vec<(&str, &[u8])> = members.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    write(root, "sum.zip", zip(&members));
    write(root, "z-small.txt", "Small too.");
    let options = Options { max_bytes: 1 << 20, max_members: 4, ..named(&["."]) };
    snapshot("limits", &listing(root, options));
}

#[test]
fn bombs_are_known_by_their_ratio() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let blank = vec![b' '; 8 << 20];
    write(root, "bomb.txt.gz", gzip(&blank));
    write(root, "bomb.txt.zst", zstd(&blank));
    write(root, "bomb.zip", zip(&[("a.txt", b"Before."), ("b.txt", &blank), ("c.txt", b"After.")]));
    write(root, "bomb.zip.gz", gzip(&zip(&[("a.txt", &blank)])));
    snapshot("ratio", &listing(root, named(&["."])));
}

#[test]
fn odd_members_are_held_back_one_by_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    write(
        root,
        "twice.zip",
        replaced(zip(&[("aa.txt", b"First."), ("ab.txt", b"Second.")]), b"ab.txt", b"aa.txt"),
    );
    write(root, "locked.zip", locked(&[("locked.txt", b"Locked."), ("open.txt", b"Open.")]));
    write(root, "link.zip", linked());
    write(
        root,
        "names.zip",
        replaced(zip(&[("caf_.txt", b"No UTF-8."), ("a\nb.txt", b"Two lines.")]), b"caf_", b"caf\xE9"),
    );
    let options = Options { include: vec!["*.txt".into()], ..named(&["."]) };
    snapshot("members", &listing(root, options));
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_held_back() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    write(root, "a.txt", "A.");
    write(root, "locked/b.txt", "B.");
    for name in ["a.txt", "locked"] {
        fs::set_permissions(root.join(name), fs::Permissions::from_mode(0o000)).expect("it is ours");
    }
    if fs::read(root.join("a.txt")).is_ok() {
        return; // who runs this may read everything
    }
    assert_eq!(
        listing(root, named(&["."])),
        "./a.txt\n    held: can't be read: Permission denied (os error 13) (0 bytes, no hash)\n\
         ./locked\n    held: the folder can't be listed: Permission denied (os error 13) (0 bytes, no hash)\n"
    );
    fs::set_permissions(root.join("locked"), fs::Permissions::from_mode(0o700)).expect("it is ours");
}

#[test]
fn a_uri_that_leads_nowhere_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "a.zip", zip(&[("a.txt", b"A.")]));
    let stage = stage(folder.path(), Options::default());
    let error = |uri: &str| block_on(stage.reread(uri)).expect_err("it leads nowhere").to_string();
    snapshot("wrong-uris", &["-", "b.txt", "a.zip!/b.txt", "a.zip!/a.txt!/c"].map(error).join("\n"));
}

#[test]
fn an_outlet_that_stops_ends_the_run() {
    struct Stop;
    #[async_trait]
    impl Outlet for Stop {
        async fn send(&self, _: Item) -> Result<(), StageError> {
            Err(StageError::Stopped)
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "a.txt", "A.");
    let stage = stage(folder.path(), named(&["."]));
    assert!(matches!(block_on(stage.ingest(&Stop)), Err(StageError::Stopped)));
}
