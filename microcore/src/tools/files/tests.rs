#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;

use bytes::Bytes;
use futures_util::{TryStreamExt, stream};

use super::{FileStore, Files, FolderStore, METHODS, Shared};
use crate::{Error, Kind};
use microcore_core::tool::{Circuit, Proxy};

const PIECE: usize = 64 * 1024;

fn files(root: &std::path::Path, domain: &str) -> Files {
    let names: Vec<_> = METHODS.iter().map(|method| method.name).collect();
    let proxy = Arc::new(Proxy::new("Files", &names));
    let store = Arc::new(FolderStore::new(root));
    Files { shared: Shared { store, max_bytes: 1 << 20, proxy }, space: domain.into() }
}

#[tokio::test]
async fn a_stored_file_is_read_listed_and_deleted() {
    let root = tempfile::tempdir().unwrap();
    let files = files(root.path(), "shop");
    let info = files.put("a/1.txt", "one").await.unwrap();
    assert_eq!((info.name.as_str(), info.size), ("a/1.txt", 3));
    files.put("a/1.txt", "uno!").await.unwrap();
    files.put("b", "two").await.unwrap();
    assert_eq!(files.get("a/1.txt").await.unwrap(), "uno!");
    assert_eq!(files.stat("a/1.txt").await.unwrap().unwrap().size, 4);
    assert_eq!(files.stat("a").await.unwrap(), None);
    let names = async |prefix: &str| {
        let found = files.list(prefix).await.unwrap();
        found.into_iter().map(|info| info.name).collect::<Vec<_>>()
    };
    assert_eq!(names("").await, ["a/1.txt", "b"]);
    assert_eq!(names("a/").await, ["a/1.txt"]);
    assert_eq!(names("a/1").await, ["a/1.txt"]);
    assert!(names("c").await.is_empty());
    assert!(files.delete("b").await.unwrap());
    assert!(!files.delete("b").await.unwrap());
    assert_eq!(files.get("b").await.unwrap_err().kind(), Kind::NotFound);
    assert_eq!(files.shared.proxy.circuit(), Circuit::Closed);
}

#[tokio::test]
async fn a_large_file_is_streamed() {
    let root = tempfile::tempdir().unwrap();
    let files = files(root.path(), "shop");
    let piece = Bytes::from(vec![7; PIECE]);
    let pieces = stream::iter((0..5).map(|_| Ok(piece.clone())));
    files.put_stream("large", pieces).await.unwrap();
    let (info, content) = files.open("large").await.unwrap();
    let content: Vec<Bytes> = content.try_collect().await.unwrap();
    assert_eq!(info.size, 5 * PIECE as u64);
    assert_eq!(content.iter().map(Bytes::len).sum::<usize>(), 5 * PIECE);
    assert!(content.len() > 1);
}

#[tokio::test]
async fn an_interrupted_upload_leaves_no_file() {
    let root = tempfile::tempdir().unwrap();
    let files = files(root.path(), "shop");
    files.put("x", "before").await.unwrap();
    let broken =
        stream::iter([Ok(Bytes::from_static(b"half")), Err(Error::payload_too_large("too large"))]);
    let error = files.put_stream("x", broken).await.unwrap_err();
    assert_eq!(error.kind(), Kind::PayloadTooLarge);
    assert_eq!(files.get("x").await.unwrap(), "before");
    assert_eq!(std::fs::read_dir(root.path().join(".unfinished")).unwrap().count(), 0);
}

#[tokio::test]
async fn domains_do_not_see_each_others_files() {
    let root = tempfile::tempdir().unwrap();
    files(root.path(), "shop").put("x", "secret").await.unwrap();
    let other = files(root.path(), "blog");
    assert!(other.list("").await.unwrap().is_empty());
    for name in ["x", "../shop/x", "/shop/x"] {
        assert!(other.get(name).await.is_err(), "{name}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_symbolic_link_does_not_escape_the_folder() {
    let (root, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    std::fs::write(outside.path().join("secret"), "s").unwrap();
    std::fs::create_dir(root.path().join("shop")).unwrap();
    std::os::unix::fs::symlink(outside.path(), root.path().join("shop/link")).unwrap();
    let files = files(root.path(), "shop");
    assert_eq!(files.get("link/secret").await.unwrap_err().kind(), Kind::NotFound);
    assert!(files.put("link/new", "x").await.is_err());
    assert!(files.put("link/deep/new", "x").await.is_err());
    assert!(!files.delete("link/secret").await.unwrap());
    let left: Vec<_> =
        std::fs::read_dir(outside.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, ["secret"]);
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_to_is_a_tool_that_is_down() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("file");
    std::fs::write(&file, "").unwrap();
    let error = FolderStore::new(file.join("folder")).health().await.unwrap_err();
    assert_eq!(error.kind(), Kind::Unavailable);
}

#[tokio::test]
async fn a_file_over_the_limit_is_rejected_and_leaves_no_file() {
    let root = tempfile::tempdir().unwrap();
    let files = files(root.path(), "shop");
    let piece = Bytes::from(vec![7; PIECE]);
    let pieces = |count: usize| stream::iter((0..count).map(|_| Ok(piece.clone())));
    files.put_stream("full", pieces(16)).await.unwrap();
    let error = files.put_stream("large", pieces(17)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::PayloadTooLarge);
    assert_eq!(files.list("").await.unwrap().len(), 1);
}
