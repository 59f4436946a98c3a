//! The cryptography of TLS for every connection that this program opens.

use rustls::crypto::{CryptoProvider, ring};

/// Chooses it, once for the whole program; later calls change nothing. To be called before a client is made.
pub fn choose() {
    drop(CryptoProvider::install_default(ring::default_provider()));
}
