//! Reading whole files and parts of them, and what is done with objects that somebody changed.

use proptest::prelude::*;

use super::*;
use crate::vault::stream::SEALED_SEGMENT_BYTES;

#[tokio::test]
async fn a_cut_or_longer_object_is_refused_before_a_byte_leaves_even_from_its_beginning() {
    let kept = Kept::new(3 * SEGMENT_BYTES + 77).await;
    let object = fs::read(kept.object()).unwrap();
    let boundaries = (0..4).map(|segment| HEADER_BYTES + segment * SEALED_SEGMENT_BYTES);
    let lengths = boundaries.flat_map(|at| [at - 1, at, at + 1, at + 16, at + 60]).chain([0, 1, object.len() - 1]);
    for length in lengths {
        kept.put(&object[..length]);
        let (plain, result) = kept.read(0..10).await;
        assert!(plain.is_empty() && kept.is_damage(&result), "{length} bytes: {result:?}");
    }
    for more in [1, 16, SEALED_SEGMENT_BYTES] {
        kept.put(&[object.clone(), vec![0; more]].concat());
        let (plain, result) = kept.read(0..10).await;
        assert!(plain.is_empty() && kept.is_damage(&result), "{more} more: {result:?}");
    }
    kept.put(&object);
    assert_eq!(kept.read(0..10).await.0, kept.plain[..10]);
}

#[tokio::test]
async fn an_object_that_was_cut_and_filled_up_again_is_refused_before_a_byte_leaves() {
    let kept = Kept::new(3 * SEGMENT_BYTES).await;
    let mut object = fs::read(kept.object()).unwrap();
    let cut = HEADER_BYTES + 2 * SEALED_SEGMENT_BYTES;
    object[cut..].fill(0);
    kept.put(&object);
    let (plain, result) = kept.read(0..10).await;
    assert!(plain.is_empty() && kept.is_damage(&result), "{result:?}");
}

#[tokio::test]
async fn nothing_of_a_damaged_segment_leaves() {
    let kept = Kept::new(20 * SEGMENT_BYTES + 5).await;
    let object = fs::read(kept.object()).unwrap();
    for segment in [0, 1, 15, 16, 17, 19] {
        let mut changed = object.clone();
        changed[HEADER_BYTES + segment * SEALED_SEGMENT_BYTES + 1000] ^= 4;
        kept.put(&changed);
        let (plain, result) = kept.read_all().await;
        assert!(kept.is_damage(&result), "segment {segment}: {result:?}");
        assert_eq!(plain, kept.plain[..segment * SEGMENT_BYTES], "segment {segment}");
    }
    // In the beginning of all nonces, and in the last segment, it is found before anything leaves.
    for at in (0..HEADER_BYTES).chain([object.len() - 1, object.len() - 21]) {
        let mut changed = object.clone();
        changed[at] ^= 1;
        kept.put(&changed);
        let (plain, result) = kept.read_all().await;
        assert!(plain.is_empty() && kept.is_damage(&result), "byte {at}: {result:?}");
    }
}

#[tokio::test]
async fn segments_that_changed_places_are_refused() {
    let kept = Kept::new(4 * SEGMENT_BYTES).await;
    let mut object = fs::read(kept.object()).unwrap();
    let (one, two) = object[HEADER_BYTES..].split_at_mut(SEALED_SEGMENT_BYTES);
    one.swap_with_slice(&mut two[..SEALED_SEGMENT_BYTES]);
    kept.put(&object);
    let (plain, result) = kept.read_all().await;
    assert!(plain.is_empty() && kept.is_damage(&result), "{result:?}");
}

#[tokio::test]
async fn the_object_of_another_blob_of_the_same_case_is_refused() {
    let kept = Kept::new(500).await;
    let other = BlobId::new(NOW);
    kept.blobs.write(&kept.key, other, pieces(&file(500), 100), NO_LIMIT).await.unwrap();
    fs::copy(kept.folder.path().join(location(other).as_ref()), kept.object()).unwrap();
    let (plain, result) = kept.read_all().await;
    assert!(plain.is_empty() && kept.is_damage(&result), "{result:?}");
}

#[tokio::test]
async fn the_key_of_another_case_does_not_open() {
    let mut kept = Kept::new(500).await;
    kept.key = Key::random();
    let (plain, result) = kept.read_all().await;
    assert!(plain.is_empty() && kept.is_damage(&result), "{result:?}");
}

#[tokio::test]
async fn a_missing_object_is_damage_and_deleting_it_again_is_nothing() {
    let kept = Kept::new(500).await;
    kept.blobs.delete(kept.id).await.unwrap();
    let (plain, result) = kept.read_all().await;
    assert!(plain.is_empty() && kept.is_damage(&result), "{result:?}");
    assert!(!kept.blobs.is_whole(kept.id, 500).await.unwrap());
    kept.blobs.delete(kept.id).await.unwrap();
}

#[test]
fn any_range_is_that_part_of_the_file() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let size = 3 * SEGMENT_BYTES + 1234;
    let kept = runtime.block_on(Kept::new(size));
    let places = (0..=size, 0..=size, 0..3_usize, any::<bool>());
    proptest!(ProptestConfig::with_cases(64), |((one, two, shift, near) in places)| {
        // Half of them begin and end beside a boundary between segments.
        let nearby = |at: usize| if near { (at / SEGMENT_BYTES * SEGMENT_BYTES + shift).saturating_sub(1) } else { at };
        let (start, end) = (nearby(one).min(nearby(two)), nearby(one).max(nearby(two)).min(size));
        let (plain, result) = runtime.block_on(kept.read(start as u64..end as u64));
        prop_assert!(result.is_ok());
        prop_assert_eq!(&plain[..], &kept.plain[start..end]);
    });
}

#[tokio::test]
async fn a_range_outside_of_the_file_is_refused_and_says_why() {
    let kept = Kept::new(500).await;
    for range in [0..501, 501..501, 600..700, u64::MAX - 1..u64::MAX] {
        let (plain, result) = kept.read(range.clone()).await;
        let error = result.unwrap_err().to_string();
        assert!(plain.is_empty() && error.contains("is not within the 500 bytes of"), "{range:?}: {error}");
    }
    let (plain, result) = kept.read(500..500).await;
    assert!(plain.is_empty() && result.is_ok());
}

#[tokio::test]
async fn a_range_in_the_middle_fetches_its_segments_the_last_one_and_nothing_else() {
    let (store, key, id) = (Watched::default(), Key::random(), BlobId::new(NOW));
    let blobs = store.blobs();
    let plain = file(40 * SEGMENT_BYTES + 10);
    blobs.write(&key, id, pieces(&plain, 65_536), NO_LIMIT).await.unwrap();
    let segment = SEGMENT_BYTES as u64;
    let both_ends = (HEADER_BYTES + 10 + 16) as u64;
    let sealed = SEALED_SEGMENT_BYTES as u64;
    let size = plain.len() as u64;
    for (range, bytes, requests) in [
        (20 * segment + 5..22 * segment + 5, both_ends + 3 * sealed, 2),
        (7 * segment..8 * segment, both_ends + sealed, 2),
        (size - 3..size, both_ends, 1),
        (5..5, both_ends, 1),
        (0..size, both_ends + 40 * sealed, 4),
    ] {
        store.take();
        let read = blobs.read(&key, id, size, range.clone()).await.unwrap();
        let read: Vec<Bytes> = read.try_collect().await.unwrap();
        assert_eq!(read.concat(), plain[range.start as usize..range.end as usize]);
        assert!(read.iter().all(|bytes| bytes.len() <= SEGMENT_BYTES), "memory is flat");
        let seen = store.take();
        assert_eq!((seen.fetched_bytes, seen.requests), (bytes, requests), "{range:?}");
        assert!(seen.largest_bytes <= 16 * sealed, "memory is flat");
    }
}

#[tokio::test]
async fn parts_of_a_file_cost_its_ends_once_and_are_opened_each() {
    let (store, key, id) = (Watched::default(), Key::random(), BlobId::new(NOW));
    let blobs = store.blobs();
    let plain = file(4 * SEGMENT_BYTES + 10);
    blobs.write(&key, id, pieces(&plain, 65_536), NO_LIMIT).await.unwrap();
    let segment = SEGMENT_BYTES as u64;
    store.take();
    let found = blobs.find(&key, id, plain.len() as u64).await.unwrap();
    assert_eq!(store.take().requests, 1);
    for (range, requests) in [(0..10, 1), (segment..2 * segment + 1, 1), (4 * segment..4 * segment + 10, 0)] {
        let read: Vec<Bytes> = found.read(range.clone()).unwrap().try_collect().await.unwrap();
        assert_eq!(read.concat(), plain[range.start as usize..range.end as usize]);
        assert_eq!(store.take().requests, requests, "{range:?}");
    }
    assert!(found.read(0..plain.len() as u64 + 1).is_err());
}

#[tokio::test]
async fn what_becomes_of_a_file_after_it_was_found_is_seen_when_it_is_read() {
    let kept = Kept::new(3 * SEGMENT_BYTES).await;
    let whole = fs::read(kept.object()).unwrap();
    let found = kept.blobs.find(&kept.key, kept.id, kept.plain.len() as u64).await.unwrap();
    let first = async || found.read(0..10).unwrap().try_collect::<Vec<Bytes>>().await.map(|read| read.concat());
    assert_eq!(first().await.unwrap(), kept.plain[..10]);
    let mut other = whole.clone();
    other[HEADER_BYTES + 3] ^= 1;
    kept.put(&other);
    assert!(kept.is_damage(&first().await.map(|_| ())));
    kept.put(&whole[..HEADER_BYTES + 100]);
    assert!(first().await.is_err());
    fs::remove_file(kept.object()).unwrap();
    assert!(kept.is_damage(&first().await.map(|_| ())));
}
