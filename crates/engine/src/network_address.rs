//! What an IP address or a host's name says of where it lies.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::Host;

/// Whether a host is this computer or on its own network, by its name alone.
pub(crate) fn is_near_host(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => {
            let name = name.trim_end_matches('.').to_ascii_lowercase();
            name == "localhost" || name.ends_with(".localhost") || name.ends_with(".local")
        }
        Host::Ipv4(ip) => is_near_v4(*ip),
        Host::Ipv6(ip) => match ip.to_ipv4_mapped() {
            Some(mapped) => is_near_v4(mapped),
            None => {
                ip.is_loopback()
                    || ip.is_unspecified()
                    || ip.is_unique_local()
                    || ip.is_unicast_link_local()
            }
        },
    }
}

fn is_near_v4(ip: Ipv4Addr) -> bool {
    ip.is_loopback()
        || ip.is_private()
        || ip.is_link_local()
        || ip.is_unspecified()
        || is_shared_by_carrier(ip)
}

/// 100.64.0.0/10: providers' networks, and those that people lay over the internet.
fn is_shared_by_carrier(ip: Ipv4Addr) -> bool {
    let [first, second, ..] = ip.octets();
    first == 100 && (64..128).contains(&second)
}

/// Whether an IP address is one of the public internet's: what lies elsewhere is not asked for a stranger.
pub(crate) fn is_public_address(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [first, second, third, _] = ip.octets();
    let special = is_near_v4(ip)
        || ip.is_broadcast()
        || ip.is_multicast()
        || ip.is_documentation()
        || first == 0
        // Kept for later times.
        || first >= 240
        // Protocols' own addresses.
        || (first, second, third) == (192, 0, 0)
        // Gateways to IPv6.
        || (first, second, third) == (192, 88, 99)
        // Measuring networks.
        || (first == 198 && (second == 18 || second == 19));
    !special
}

/// Only 2000::/3 is given out. Everything else is near, special (`100::/64`, `5f00::/16`, `fec0::/10`), or stands for
/// an IPv4 address (`::/96`, `::ffff:0:0/96`, `64:ff9b::/96`).
fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [first, second, ..] = ip.segments();
    let special =
        // Protocols' own addresses, Teredo's among them, and documentation.
        (first == 0x2001 && (second < 0x200 || second == 0xdb8))
        || (first == 0x3fff && second < 0x1000)
        // 6to4, which holds an IPv4 address.
        || first == 0x2002
        // A network for trials, given back long ago.
        || first == 0x3ffe;
    (0x2000..0x4000).contains(&first) && !special
}
