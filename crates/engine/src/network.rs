//! The way out of this computer: by which of its addresses it would speak to the world. When that
//! changes, a network came, went or was changed for another, and it is worth trying at once.
//!
//! No system agrees with another on how it tells of this, so it is asked for now and then. Asking
//! costs two sockets that are opened and closed again; no packet leaves.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket},
    sync::Arc,
};

/// Tells the way out.
pub type Network = Arc<dyn Fn() -> LocalRoute + Send + Sync>;

/// By which of its own addresses this computer would speak to the world.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LocalRoute {
    /// Over IPv4, if there is a way.
    pub v4: Option<IpAddr>,
    /// Over IPv6, if there is a way.
    pub v6: Option<IpAddr>,
}

impl LocalRoute {
    /// Whether there is any.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.v4.is_some() || self.v6.is_some()
    }
}

/// What the system's routing says.
#[must_use]
pub fn system_network() -> Network {
    Arc::new(|| LocalRoute {
        v4: own_address(
            Ipv4Addr::UNSPECIFIED.into(),
            // Of the ranges that stand for the public internet in documentation.
            Ipv4Addr::new(192, 0, 2, 1).into(),
        ),
        v6: own_address(
            Ipv6Addr::UNSPECIFIED.into(),
            Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1).into(),
        ),
    })
}

/// Connecting a datagram socket chooses its own address, and sends nothing.
fn own_address(any: IpAddr, world: IpAddr) -> Option<IpAddr> {
    let socket = UdpSocket::bind(SocketAddr::new(any, 0)).ok()?;
    socket.connect(SocketAddr::new(world, 9)).ok()?;
    Some(socket.local_addr().ok()?.ip())
}
