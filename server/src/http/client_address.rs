//! Whose request it is, as far as the network can tell: what limits per client count by.

use std::net::{IpAddr, Ipv6Addr};

use axum::http::HeaderMap;
use ipnet::IpNet;

/// The address of the client: the peer's own, or what the nearest proxy that we trust says about whom it speaks for.
///
/// `X-Forwarded-For` grows to the right, so it is read from the right and ends at the first address that is not one of
/// our proxies; what stands left of that anybody could have written.
pub(super) fn client_address(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
    if !is_trusted(&peer) {
        return peer;
    }
    let mut nearest = peer;
    let lines: Vec<&str> = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok()).collect();
    for part in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        let Ok(address) = part.trim().parse::<IpAddr>() else { break };
        nearest = address;
        if !is_trusted(&address) {
            break;
        }
    }
    nearest
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
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        let trusted: Vec<IpNet> = trusted.iter().map(|network| network.parse().unwrap()).collect();
        client_address("10.0.0.1".parse().unwrap(), &headers, &trusted).to_string()
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
