//! Which addresses a call may go to. The check is made on the very addresses that a connection is then opened to, after the
//! name was looked up: a name that changes its address changes nothing.

use std::fmt;
use std::future::Future;
use std::io;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

/// Which part of the network a system is in, as the register says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Network {
    /// Anywhere that everybody can reach.
    Public,
    /// Also the municipality's own network.
    Private,
    /// This very machine: where the register's address says so in digits, or as «localhost».
    Loopback,
}

impl Network {
    /// What a system's address and the register's word for it allow.
    pub fn of(url: &Url, private_network: bool) -> Self {
        match (crate::outbound::is_loopback(url), private_network) {
            (true, _) => Self::Loopback,
            (false, true) => Self::Private,
            (false, false) => Self::Public,
        }
    }

    /// Whether a connection may be opened to this address.
    pub fn allows(self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        match self {
            Self::Loopback => address.is_loopback(),
            _ if is_never(address) => false,
            Self::Private => true,
            Self::Public => !is_private(address),
        }
    }
}

/// Addresses that no system of a municipality has: this machine, whatever hands out a machine's own credentials
/// (169.254.169.254 and its kin), and what is no single machine's.
fn is_never(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [first, ..] = v4.octets();
            first == 0
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_multicast()
                || v4.is_broadcast()
                || first >= 240
        }
        IpAddr::V6(v6) => {
            // Amazon's, beside the link-local ones.
            let metadata: Ipv6Addr = Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254);
            v6.is_loopback()
                || v6.is_unspecified()
                || v6.is_multicast()
                || v6.is_unicast_link_local()
                || v6 == metadata
                || embedded(v6).is_some_and(|v4| is_never(IpAddr::V4(v4)))
        }
    }
}

/// Addresses of networks that not everybody can reach (RFC 1918, 4193, 6598).
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [first, second, third, _] = v4.octets();
            v4.is_private()
                || v4.is_documentation()
                || (first == 100 && (64..128).contains(&second))
                || (first == 198 && (18..20).contains(&second))
                || (first == 192 && second == 0 && third == 0)
        }
        IpAddr::V6(v6) => v6.is_unique_local() || embedded(v6).is_some_and(|v4| is_private(IpAddr::V4(v4))),
    }
}

/// The IPv4 address inside of one that a gateway translates (6to4, NAT64): it would be reached by it.
fn embedded(v6: Ipv6Addr) -> Option<std::net::Ipv4Addr> {
    let octets = v6.octets();
    let at = |from: usize| octets.get(from..from + 4)?.try_into().ok().map(|four: [u8; 4]| four.into());
    match v6.segments() {
        [0x2002, ..] => at(2),
        [0x64, 0xff9b, 0, 0, 0, 0, ..] => at(12),
        _ => None,
    }
}

/// Why a connection was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddressRefused;

impl fmt::Display for AddressRefused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("the name leads to an address that the register does not allow")
    }
}

impl std::error::Error for AddressRefused {}

/// Whether an address that is written in digits may be called; a name is looked up first.
pub fn literal_is_allowed(url: &Url, network: Network) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => network.allows(IpAddr::V4(address)),
        Some(Host::Ipv6(address)) => network.allows(IpAddr::V6(address)),
        Some(Host::Domain(_)) => true,
        None => false,
    }
}

/// Whoever knows the addresses of a name.
pub trait Names: Send + Sync {
    /// All of them.
    fn look_up(&self, host: &str) -> Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;
}

/// The system's own.
pub struct SystemNames;

impl Names for SystemNames {
    fn look_up(&self, host: &str) -> Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>> {
        let host = host.to_owned();
        Box::pin(async move { Ok(tokio::net::lookup_host((host, 0)).await?.map(|address| address.ip()).collect()) })
    }
}

/// Looks names up for a client whose systems are all in one part of the network.
pub(super) struct Checked {
    pub(super) names: Arc<dyn Names>,
    pub(super) network: Network,
}

impl Resolve for Checked {
    fn resolve(&self, name: Name) -> Resolving {
        let (looked_up, network) = (self.names.look_up(name.as_str()), self.network);
        Box::pin(async move {
            let found = looked_up.await?;
            // One that is not allowed among others is no mistake of anybody's: none of them is called.
            if found.is_empty() || !found.iter().all(|address| network.allows(*address)) {
                return Err(AddressRefused.into());
            }
            let addresses: Addrs = Box::new(found.into_iter().map(|address| SocketAddr::new(address, 0)));
            Ok(addresses)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(network: Network, address: &str) -> bool {
        network.allows(address.parse().unwrap())
    }

    #[test]
    fn what_everybody_can_reach_may_be_called() {
        for address in ["1.1.1.1", "193.71.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "2002:0101:0101::1"] {
            assert!(allowed(Network::Public, address) && allowed(Network::Private, address), "{address}");
        }
    }

    #[test]
    fn the_own_network_only_where_the_register_says_so() {
        for address in
            ["10.0.0.5", "192.168.1.1", "172.16.0.1", "100.64.0.1", "fd12::1", "::ffff:10.0.0.5", "64:ff9b::a00:5"]
        {
            assert!(!allowed(Network::Public, address) && allowed(Network::Private, address), "{address}");
        }
    }

    #[test]
    fn a_machines_credentials_and_the_machine_itself_never() {
        for address in [
            "127.0.0.1",
            "127.9.9.9",
            "::1",
            "0.0.0.0",
            "::",
            "169.254.169.254",
            "fe80::1",
            "fd00:ec2::254",
            "224.0.0.1",
            "ff02::1",
            "255.255.255.255",
            "240.0.0.1",
            "::ffff:169.254.169.254",
            "::ffff:127.0.0.1",
            "2002:a9fe:a9fe::1",
            "64:ff9b::a9fe:a9fe",
        ] {
            assert!(!allowed(Network::Public, address) && !allowed(Network::Private, address), "{address}");
        }
        assert!(allowed(Network::Loopback, "127.0.0.1") && allowed(Network::Loopback, "::1"));
        assert!(!allowed(Network::Loopback, "10.0.0.5") && !allowed(Network::Loopback, "1.1.1.1"));
    }

    #[test]
    fn an_address_in_digits_is_checked_as_well() {
        let url = |text: &str| Url::parse(text).unwrap();
        let of = |text: &str, private: bool| literal_is_allowed(&url(text), Network::of(&url(text), private));
        assert!(of("https://1.1.1.1/", false) && of("https://10.0.0.5/", true) && of("http://127.0.0.1:80/", false));
        assert!(
            !of("https://10.0.0.5/", false) && !of("https://169.254.169.254/", true) && !of("https://[fe80::1]/", true)
        );
        assert!(!of("https://0x7f000002.example/", false) || of("https://navn.example/", false), "names are looked up");
        assert!(!of("https://2852039166/", true), "169.254.169.254 as one number");
    }
}
