use chacha20poly1305::XNonce;
use chacha20poly1305::aead::{Aead, KeyInit};

use super::*;

const NOW: i64 = 1_772_708_400_000;

/// Bytes that differ from segment to segment.
fn file(size: usize) -> Vec<u8> {
    (0..size).map(|at| (at / 251 + at % 251) as u8).collect()
}

/// Seals a file that comes in pieces of this size.
fn sealed(key: &Key, id: BlobId, plain: &[u8], piece: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut sealer = Sealer::new(key, id, &mut out);
    for piece in plain.chunks(piece) {
        sealer.push(piece, &mut out).unwrap();
    }
    sealer.finish(&mut out).unwrap();
    out
}

/// Opens every segment of a file that is meant to have this size; the first that does not open ends it.
fn opened(key: &Key, id: BlobId, size: usize, object: &[u8]) -> (Vec<u8>, Result<(), Damaged>) {
    let size = size as u64;
    let mut plain = Vec::new();
    let header = &object[..HEADER_BYTES.min(object.len())];
    let opener = match Opener::new(key, id, size, header) {
        Ok(opener) => opener,
        Err(damaged) => return (plain, Err(damaged)),
    };
    for number in 0..=last_segment(size) {
        let range = sealed_range(size, number..number + 1);
        let end = object.len().min(range.end as usize);
        match opener.open(number, &object[end.min(range.start as usize)..end]) {
            Ok(segment) => plain.extend(segment),
            Err(damaged) => return (plain, Err(damaged)),
        }
    }
    (plain, Ok(()))
}

#[test]
fn a_file_of_any_size_in_pieces_of_any_size_comes_back() {
    let key = Key::random();
    let id = BlobId::new(NOW);
    for size in [0, 1, 65_535, 65_536, 65_537, 3 * 65_536, 3 * 65_536 + 1, 1024 * 1024 + 3] {
        let plain = file(size);
        for piece in [977, 65_537] {
            let object = sealed(&key, id, &plain, piece);
            assert_eq!(object.len() as u64, sealed_size(size as u64), "{size} bytes");
            assert_eq!(opened(&key, id, size, &object), (plain.clone(), Ok(())), "{size} bytes by {piece}");
        }
    }
}

#[test]
fn the_object_is_what_the_table_says() {
    let key = Key::random();
    let id = BlobId::new(NOW);
    let plain = file(SEGMENT_BYTES + 5);
    let object = sealed(&key, id, &plain, plain.len());
    let (header, segments) = object.split_at(19);
    let cipher = XChaCha20Poly1305::new(&(*key.derive(&format!("minside blob v1/{id}")).bytes()).into());
    let segment = |number: u32, last: u8, sealed: &[u8]| {
        let nonce: [u8; 24] = [header, &number.to_be_bytes(), &[last]].concat().try_into().unwrap();
        cipher.decrypt(&XNonce::from(nonce), Payload { msg: sealed, aad: id.to_string().as_bytes() }).unwrap()
    };
    assert_eq!(segment(0, 0, &segments[..65_552]), &plain[..65_536]);
    assert_eq!(segment(1, 1, &segments[65_552..]), &plain[65_536..]);
    assert_eq!(sealed_size(0), 19 + 16);
    assert_eq!(sealed_size(65_536), 19 + 65_552);
    assert_eq!(sealed_size(65_537), 19 + 65_552 + 17);
}

#[test]
fn a_file_that_was_cut_does_not_open_and_what_opened_before_is_right() {
    let key = Key::random();
    let id = BlobId::new(NOW);
    let size = 2 * SEGMENT_BYTES + 100;
    let plain = file(size);
    let object = sealed(&key, id, &plain, size);
    let boundaries = [HEADER_BYTES, HEADER_BYTES + SEALED_SEGMENT_BYTES, HEADER_BYTES + 2 * SEALED_SEGMENT_BYTES];
    let within = boundaries.into_iter().flat_map(|at| [at - 1, at, at + 1, at + TAG_BYTES, at + 50]);
    for length in within.chain([0, 1, object.len() - 1]) {
        let (begun, result) = opened(&key, id, size, &object[..length]);
        assert_eq!(result, Err(damaged(id)), "{length} bytes");
        assert!(plain.starts_with(&begun), "{length} bytes");
    }
}

#[test]
fn a_file_that_was_cut_at_a_segment_is_not_taken_for_a_shorter_one() {
    let key = Key::random();
    let id = BlobId::new(NOW);
    let object = sealed(&key, id, &file(3 * SEGMENT_BYTES), 4096);
    let size = 2 * SEGMENT_BYTES;
    let (_, result) = opened(&key, id, size, &object[..sealed_size(size as u64) as usize]);
    assert_eq!(result, Err(damaged(id)));
}

#[test]
fn a_file_that_was_made_longer_is_not_taken_for_a_longer_one() {
    let key = Key::random();
    let id = BlobId::new(NOW);
    for size in [5, SEGMENT_BYTES] {
        let mut object = sealed(&key, id, &file(size), 4096);
        object.extend_from_slice(&[0; 40]);
        let longer = size + 40 - if size == 5 { 0 } else { TAG_BYTES };
        assert_eq!(opened(&key, id, longer, &object).1, Err(damaged(id)), "{size} bytes");
    }
}

#[test]
fn segments_open_only_where_they_were_sealed() {
    let key = Key::random();
    let id = BlobId::new(NOW);
    let size = 3 * SEGMENT_BYTES;
    let object = sealed(&key, id, &file(size), 4096);
    let segment = |number: usize| {
        let start = HEADER_BYTES + number * SEALED_SEGMENT_BYTES;
        start..start + SEALED_SEGMENT_BYTES
    };
    let opener = Opener::new(&key, id, size as u64, &object[..HEADER_BYTES]).unwrap();
    for (number, other) in [(0, 1), (1, 0), (0, 2), (2, 1), (1, 2)] {
        assert_eq!(opener.open(number, &object[segment(other)]), Err(damaged(id)), "{other} at {number}");
    }
    let (_, result) = opened(
        &key,
        id,
        size,
        &[&object[..HEADER_BYTES], &object[segment(1)], &object[segment(0)], &object[segment(2)]].concat(),
    );
    assert_eq!(result, Err(damaged(id)));
}

#[test]
fn a_single_changed_bit_is_found_wherever_it_is() {
    let key = Key::random();
    let id = BlobId::new(NOW);
    let plain = file(40);
    let object = sealed(&key, id, &plain, 7);
    for bit in 0..8 * object.len() {
        let mut changed = object.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(opened(&key, id, plain.len(), &changed), (Vec::new(), Err(damaged(id))), "bit {bit}");
    }
    let plain = file(3 * SEGMENT_BYTES + 9);
    let object = sealed(&key, id, &plain, 4096);
    for segment in 0..4 {
        for at in [0, 4, 24] {
            let mut changed = object.clone();
            changed[HEADER_BYTES + segment * SEALED_SEGMENT_BYTES + at] ^= 0x80;
            let (begun, result) = opened(&key, id, plain.len(), &changed);
            assert_eq!(result, Err(damaged(id)), "segment {segment}");
            assert_eq!(begun, plain[..segment * SEGMENT_BYTES], "segment {segment}");
        }
    }
}

#[test]
fn only_the_same_key_and_the_same_id_open() {
    let key = Key::random();
    let id = BlobId::new(NOW);
    let object = sealed(&key, id, b"secret", 6);
    assert_eq!(opened(&key, id, 6, &object), (b"secret".to_vec(), Ok(())));
    assert!(opened(&Key::random(), id, 6, &object).1.is_err());
    let other = BlobId::new(NOW);
    assert_eq!(opened(&key, other, 6, &object), (Vec::new(), Err(damaged(other))));
    assert!(!object.windows(6).any(|window| window == b"secret"));
}

#[test]
fn the_same_file_is_never_sealed_to_the_same_bytes() {
    let key = Key::random();
    let id = BlobId::new(NOW);
    let (one, two) = (sealed(&key, id, b"secret", 6), sealed(&key, id, b"secret", 6));
    assert_ne!(one[..HEADER_BYTES], two[..HEADER_BYTES]);
    assert_ne!(one[HEADER_BYTES..], two[HEADER_BYTES..]);
}

#[test]
fn numbers_of_segments_do_not_begin_anew() {
    let mut out = Vec::new();
    let mut sealer = Sealer::new(&Key::random(), BlobId::new(NOW), &mut out);
    sealer.number = u32::MAX;
    sealer.push(&[0; SEGMENT_BYTES], &mut out).unwrap();
    assert_eq!(sealer.push(&[0], &mut out), Err(TooLong));
    assert_eq!(last_segment(MOST_BYTES), u64::from(u32::MAX));
    let key = Key::random();
    let opener = Opener::new(&key, BlobId::new(NOW), MOST_BYTES + 1, &[0; HEADER_BYTES]).unwrap();
    assert!(opener.open(1 << 32, &[0; TAG_BYTES]).is_err());
}

#[test]
fn sizes_that_no_file_has_are_computed_without_overflow() {
    assert_eq!(sealed_size(u64::MAX), u64::MAX);
    assert_eq!(sealed_range(10, 0..u64::MAX), 19..45);
}
