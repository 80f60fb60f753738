//! People, and which of a conversation's people are on support's side (CONTRACT section 4).

use std::collections::HashSet;

use serde_json::Value;

use super::{
    fields::{self, Record},
    limits::MAX_PARTICIPANTS,
};
use crate::{Participant, Role, UserId};

/// A person: an object with an id, or an id alone.
pub(super) fn person(value: &Value) -> Option<Participant> {
    let id = fields::id(value).and_then(UserId::new)?;
    let record = Record::from_value(value);
    let label = |names: &[&str]| record.and_then(|record| record.label(names));
    Some(Participant {
        id,
        name: label(&["name", "username"]),
        role: label(&["role"]).map(|word| Role::from_word(&word)),
        phone: label(&["phone"]),
    })
}

/// The people of one conversation.
pub(super) struct People {
    /// Support's side first; `None` when the record names nobody.
    pub(super) everybody: Option<Vec<Participant>>,
    pub(super) support_side: Vec<UserId>,
}

/// Reads both dialects: `participants`, and `admin`, `restaurant`, `participant`.
pub(super) fn people(record: Record<'_>) -> People {
    let listed = listed(record);
    let mut everybody = listed.clone().unwrap_or_default();
    let mut support_side = Vec::new();
    for (name, is_support) in [
        ("admin", true),
        ("restaurant", true),
        ("participant", false),
    ] {
        let Some(someone) = record.raw(name).and_then(person) else {
            continue;
        };
        if is_support && !support_side.contains(&someone.id) {
            support_side.push(someone.id.clone());
        }
        if !everybody.iter().any(|known| known.id == someone.id) {
            everybody.push(someone);
        }
    }
    if support_side.is_empty() {
        support_side = by_role(&everybody);
    }
    let side: HashSet<&UserId> = support_side.iter().collect();
    everybody.sort_by_key(|someone| !side.contains(&someone.id));
    let says_so = listed.is_some() || !everybody.is_empty();
    People {
        everybody: says_so.then_some(everybody),
        support_side,
    }
}

/// The documented list, its first [`MAX_PARTICIPANTS`]. `None` when there is none, or when nothing of it can be read: then the
/// record says nothing of its people, and those already known stay.
fn listed(record: Record<'_>) -> Option<Vec<Participant>> {
    let entries = record.raw("participants")?.as_array()?;
    let mut known = HashSet::new();
    let people: Vec<Participant> = entries
        .iter()
        .filter_map(person)
        .filter(|someone| known.insert(someone.id.clone()))
        .take(MAX_PARTICIPANTS)
        .collect();
    (entries.is_empty() || !people.is_empty()).then_some(people)
}

/// Who answers, where only roles are known: admins always; a restaurant where there is somebody
/// else to be answered, for a restaurant alone with an admin is the one who asks.
fn by_role(everybody: &[Participant]) -> Vec<UserId> {
    let answers =
        |someone: &Participant| matches!(someone.role, Some(Role::Admin | Role::Restaurant));
    let someone_asks = everybody.iter().any(|someone| !answers(someone));
    everybody
        .iter()
        .filter(|someone| match someone.role {
            Some(Role::Admin) => true,
            Some(Role::Restaurant) => someone_asks,
            _ => false,
        })
        .map(|someone| someone.id.clone())
        .collect()
}
