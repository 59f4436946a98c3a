//! Whose request it is, as far as the network can tell: what limits per client count by.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::http::{HeaderMap, HeaderValue};
use ipnet::IpNet;

/// The address of the client: the peer's own, or what the nearest proxy that we trust says about whom it speaks for.
///
/// `X-Forwarded-For` grows to the right, so it is read from the right and ends at the first address that is not one of
/// our proxies; what stands left of that anybody could have written.
pub(super) fn client_address(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let peer = peer.to_canonical();
    if !is_trusted(peer, trusted) {
        return peer;
    }
    let mut nearest = peer;
    let lines: Vec<&[u8]> = headers.get_all("x-forwarded-for").iter().map(HeaderValue::as_bytes).collect();
    for part in lines.iter().rev().flat_map(|line| line.rsplit(|byte| *byte == b',')) {
        // What cannot be read ends the search: left of it, anything could have been written.
        let Some(address) = parse(part) else { break };
        nearest = address;
        if !is_trusted(address, trusted) {
            break;
        }
    }
    nearest
}

/// Whether this is one of our proxies.
pub(super) fn is_trusted(address: IpAddr, trusted: &[IpNet]) -> bool {
    let address = address.to_canonical();
    trusted.iter().any(|network| network.contains(&address))
}

/// An address, also with a port, as some proxies write it.
fn parse(part: &[u8]) -> Option<IpAddr> {
    let text = std::str::from_utf8(part).ok()?.trim();
    let address = text.parse::<IpAddr>().or_else(|_| text.parse::<SocketAddr>().map(|address| address.ip()));
    Some(address.ok()?.to_canonical())
}

/// What counts as one client: an IPv4 address, or the /64 that one IPv6 connection is given.
pub(super) fn bucket(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(forwarded: &[&'static str], trusted: &[&str]) -> String {
        address_of("10.0.0.1", &forwarded.iter().map(|line| line.as_bytes()).collect::<Vec<_>>(), trusted)
    }

    fn address_of(peer: &str, forwarded: &[&[u8]], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", HeaderValue::from_bytes(line).unwrap());
        }
        let trusted: Vec<IpNet> = trusted.iter().map(|network| network.parse().unwrap()).collect();
        client_address(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn a_proxy_is_known_on_a_listener_for_both_kinds_of_address() {
        assert_eq!(address_of("::ffff:10.0.0.1", &[b"203.0.113.9"], &["10.0.0.0/8"]), "203.0.113.9");
        assert_eq!(address_of("10.0.0.1", &[b"::ffff:203.0.113.9"], &["10.0.0.0/8"]), "203.0.113.9");
    }

    #[test]
    fn a_port_behind_the_address_does_not_matter() {
        assert_eq!(address(&["203.0.113.9:1234"], &["10.0.0.0/8"]), "203.0.113.9");
        assert_eq!(address(&["[2001:db8::1]:1234"], &["10.0.0.0/8"]), "2001:db8::1");
    }

    #[test]
    fn a_line_that_cannot_be_read_is_not_skipped() {
        assert_eq!(address_of("10.0.0.1", &[b"9.9.9.9", b"\xff, 203.0.113.7"], &["10.0.0.0/8"]), "203.0.113.7");
        assert_eq!(address_of("10.0.0.1", &[b"9.9.9.9", b"\xff"], &["10.0.0.0/8"]), "10.0.0.1");
    }

    #[test]
    fn the_header_is_believed_only_from_trusted_proxies() {
        assert_eq!(address(&["203.0.113.9"], &[]), "10.0.0.1");
        assert_eq!(address(&["203.0.113.9"], &["10.0.0.0/8"]), "203.0.113.9");
    }

    #[test]
    fn what_a_client_wrote_itself_is_not_believed() {
        assert_eq!(address(&["1.1.1.1, 203.0.113.9"], &["10.0.0.0/8"]), "203.0.113.9");
        assert_eq!(address(&["1.1.1.1", "203.0.113.9, 10.0.0.2"], &["10.0.0.0/8"]), "203.0.113.9");
        assert_eq!(address(&["nonsense"], &["10.0.0.0/8"]), "10.0.0.1");
        assert_eq!(address(&[], &["10.0.0.0/8"]), "10.0.0.1");
    }

    #[test]
    fn one_ipv6_connection_is_one_client() {
        let one = bucket("2001:db8:1:2:3:4:5:6".parse().unwrap());
        assert_eq!(one, bucket("2001:db8:1:2::9".parse().unwrap()));
        assert_ne!(one, bucket("2001:db8:1:3::9".parse().unwrap()));
        assert_eq!(bucket("::ffff:192.0.2.1".parse().unwrap()), "192.0.2.1".parse::<IpAddr>().unwrap());
    }
}
