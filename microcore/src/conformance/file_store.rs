//! The contract of `FileStore`.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::future::join_all;
use futures_util::{StreamExt, TryStreamExt, stream};

use super::report::{Failure, Report, ensure, ensure_eq};
use super::wait::spawned;
use microcore_core::error::{Error, Kind};
use microcore_core::store::{FileContent, FileInfo, FileStore};

/// The domain of the suite's files.
const SPACE: &str = "conformance";
const PIECE: usize = 64 * 1024;
/// Many at once.
const MANY: u8 = 16;

type Outcome = Result<(), Failure>;

/// Holds a store to the contract of [`FileStore`]. The names of its files begin with
/// `conformance/`; files of such names are deleted.
pub async fn file_store(store: Arc<dyn FileStore>) -> Report {
    let mut report = Report::new("FileStore");
    report.case("the store is writable", healthy(&*store)).await;
    report.case("a file is read as it was written", same(&*store)).await;
    report.case("a file replaces one of the same name", replaced(&*store)).await;
    report.case("a missing file is NotFound", none(&*store)).await;
    report.case("an interrupted upload keeps the existing file", broken(&*store)).await;
    report.case("a large file is streamed completely", large(&*store)).await;
    report.case("an open file does not change while it is read", version(&*store)).await;
    report.case("files are listed by prefix, in order", list(&*store)).await;
    report.case("concurrent writes of one name are atomic", race(&store)).await;
    report.case("the files of the suite can be deleted", clear(&*store)).await;
    report
}

fn content(pieces: impl IntoIterator<Item = &'static str>) -> FileContent<'static> {
    let pieces: Vec<_> = pieces.into_iter().map(|piece| Ok(Bytes::from(piece))).collect();
    stream::iter(pieces).boxed()
}

async fn read(store: &dyn FileStore, name: &str) -> Result<(FileInfo, Vec<u8>), Failure> {
    let (info, pieces) = store.open(name).await?;
    Ok((info, collected(pieces).await?))
}

async fn collected(pieces: FileContent<'_>) -> Result<Vec<u8>, Failure> {
    Ok(pieces.try_collect::<Vec<Bytes>>().await?.concat())
}

async fn clear(store: &dyn FileStore) -> Outcome {
    for file in store.list("conformance/").await? {
        ensure_eq!(store.delete(&file.name).await?, true);
    }
    ensure_eq!(store.list("conformance/").await?, []);
    Ok(())
}

async fn healthy(store: &dyn FileStore) -> Outcome {
    store.health().await?;
    clear(store).await
}

async fn same(store: &dyn FileStore) -> Outcome {
    for (name, pieces, whole) in [
        ("conformance/a", &["one ", "two"][..], "one two"),
        ("conformance/deep/er/ä b%.txt", &["ü\0"][..], "ü\0"),
        ("conformance/empty", &[][..], ""),
    ] {
        let size = store.put(name, content(pieces.iter().copied())).await?;
        ensure_eq!(size, whole.len() as u64);
        let (info, found) = read(store, name).await?;
        ensure_eq!(found, whole.as_bytes());
        ensure_eq!((info.name.as_str(), info.size), (name, size));
        ensure_eq!(store.stat(name).await?, Some(info));
        ensure_eq!(store.delete(name).await?, true);
        ensure_eq!(store.stat(name).await?, None);
    }
    Ok(())
}

async fn replaced(store: &dyn FileStore) -> Outcome {
    let name = "conformance/a";
    store.put(name, content(["a long content"])).await?;
    ensure_eq!(store.put(name, content(["short"])).await?, 5);
    ensure_eq!(read(store, name).await?.1, b"short");
    ensure_eq!(store.list("conformance/").await?.len(), 1);
    clear(store).await
}

async fn none(store: &dyn FileStore) -> Outcome {
    store.put("conformance/folder/a", content(["a"])).await?;
    for name in ["conformance/none", "conformance/folder", "conformance/folder/a/b"] {
        let kind = store.open(name).await.err().map(|error| error.kind());
        ensure!(kind == Some(Kind::NotFound), "opening `{name}` gave {kind:?}");
        ensure_eq!(store.stat(name).await?, None);
        ensure_eq!(store.delete(name).await?, false);
    }
    ensure_eq!(read(store, "conformance/folder/a").await?.1, b"a");
    clear(store).await
}

async fn broken(store: &dyn FileStore) -> Outcome {
    store.put("conformance/a", content(["before"])).await?;
    for name in ["conformance/a", "conformance/b"] {
        let pieces = [Ok(Bytes::from("half")), Err(Error::payload_too_large("too large"))];
        let kind = store.put(name, stream::iter(pieces).boxed()).await.err();
        let kind = kind.map(|error| error.kind());
        ensure!(kind == Some(Kind::PayloadTooLarge), "putting `{name}` gave {kind:?}");
    }
    ensure_eq!(read(store, "conformance/a").await?.1, b"before");
    ensure_eq!(store.stat("conformance/b").await?, None);
    clear(store).await
}

async fn large(store: &dyn FileStore) -> Outcome {
    let pieces = (0..40u8).map(|number| Ok(Bytes::from(vec![number; PIECE])));
    let whole: Vec<u8> = (0..40u8).flat_map(|number| vec![number; PIECE]).collect();
    let size = store.put("conformance/large", stream::iter(pieces).boxed()).await?;
    ensure_eq!(size, whole.len() as u64);
    let (_, pieces) = store.open("conformance/large").await?;
    let pieces: Vec<Bytes> = pieces.try_collect().await?;
    ensure!(pieces.len() > 1, "it arrived in one piece");
    ensure!(pieces.concat() == whole, "the content is not the same");
    clear(store).await
}

async fn version(store: &dyn FileStore) -> Outcome {
    store.put("conformance/a", content(["before"])).await?;
    let (_, pieces) = store.open("conformance/a").await?;
    store.put("conformance/a", content(["afterwards"])).await?;
    ensure_eq!(collected(pieces).await?, b"before");
    ensure_eq!(read(store, "conformance/a").await?.1, b"afterwards");
    clear(store).await
}

async fn list(store: &dyn FileStore) -> Outcome {
    for name in ["b/2", "a", "b/1", "b-", "b%", "ba/1", "B"] {
        store.put(&format!("{SPACE}/{name}"), content([name])).await?;
    }
    for (prefix, expected) in [
        ("", &["B", "a", "b%", "b-", "b/1", "b/2", "ba/1"][..]),
        ("b/", &["b/1", "b/2"]),
        ("b", &["b%", "b-", "b/1", "b/2", "ba/1"]),
        ("b/1", &["b/1"]),
        // What some stores read as patterns is text here.
        ("%", &[]),
        ("b%", &["b%"]),
        ("none", &[]),
    ] {
        let found = store.list(&format!("{SPACE}/{prefix}")).await?;
        let expected: Vec<_> = expected.iter().map(|name| format!("{SPACE}/{name}")).collect();
        let names: Vec<_> = found.iter().map(|file| file.name.clone()).collect();
        ensure!(names == expected, "under `{prefix}` there is {names:?}, expected {expected:?}");
        ensure!(
            found.iter().all(|file| file.size as usize + SPACE.len() + 1 == file.name.len()),
            "sizes are wrong: {found:?}"
        );
    }
    clear(store).await
}

async fn race(store: &Arc<dyn FileStore>) -> Outcome {
    let writers = join_all((0..MANY).map(|number| {
        let store = Arc::clone(store);
        let pieces = (0..4).map(move |_| Ok(Bytes::from(vec![number; PIECE])));
        spawned(async move { store.put("conformance/a", stream::iter(pieces).boxed()).await })
    }));
    writers.await.into_iter().collect::<Result<Vec<u64>, _>>()?;
    let (_, found) = read(&**store, "conformance/a").await?;
    ensure_eq!(found.len(), 4 * PIECE);
    ensure!(found.iter().all(|byte| *byte == found[0]), "two contents are mixed");
    clear(&**store).await
}
