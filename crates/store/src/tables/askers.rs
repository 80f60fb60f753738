//! Who asks in a conversation, and who answers: what its record says of its people, seen by whoever I am.

use std::collections::HashSet;

use protocol::{MessageKind, Participant, Role};

use crate::tables::conversations::ConversationRecord;

/// What a message means for whoever waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    Asks,
    Answers,
}

/// Whose messages ask for an answer in a conversation.
#[derive(Clone, Debug)]
pub(crate) struct Askers<'a> {
    me: &'a str,
    /// The people of the other side; `None`: everybody but me.
    pub(crate) named: Option<Vec<String>>,
}

impl<'a> Askers<'a> {
    /// Whoever answers for support is asked by those on the other side, where there is anybody; everybody else is asked
    /// by all others, a restaurant by its customer and by the admin alike.
    pub(crate) fn of(row: &ConversationRecord, me: Option<&'a Participant>) -> Self {
        let id = me.map_or("", |me| me.id.as_str());
        let side: HashSet<String> = row.support_ids().into_iter().collect();
        let named: Vec<String> = row
            .participant_ids()
            .into_iter()
            .filter(|person| person != id && !side.contains(person))
            .collect();
        let named = (answers_for_support(row, me) && !named.is_empty()).then_some(named);
        Self { me: id, named }
    }

    pub(crate) fn meaning(&self, sender: Option<&str>, kind: &str) -> Meaning {
        let asks = kind != MessageKind::System.as_word()
            && sender.is_none_or(|sender| {
                let is_named = |named: &Vec<String>| named.iter().any(|one| one == sender);
                sender != self.me && self.named.as_ref().is_none_or(is_named)
            });
        if asks {
            Meaning::Asks
        } else {
            Meaning::Answers
        }
    }

    /// What the message means that a record names; `None` where its sender is not said.
    pub(crate) fn meaning_of_named(&self, row: &ConversationRecord) -> Option<Meaning> {
        let kind = row.last_kind.as_deref().unwrap_or("text");
        let says_who = row.last_sender.is_some() || kind == MessageKind::System.as_word();
        says_who.then(|| self.meaning(row.last_sender.as_deref(), kind))
    }
}

/// Whether others' messages are answered by me as support: an admin does; where my role is not known, whoever is on
/// support's side.
pub(crate) fn answers_for_support(row: &ConversationRecord, me: Option<&Participant>) -> bool {
    match me.and_then(|me| me.role.as_ref()) {
        Some(role) => *role == Role::Admin,
        None => on_support_side(row, me),
    }
}

/// Whether I am one of those who answer for support.
pub(crate) fn on_support_side(row: &ConversationRecord, me: Option<&Participant>) -> bool {
    let Some(me) = me else { return false };
    let is_me = |id: &String| id == me.id.as_str();
    if row.support_ids().iter().any(is_me) {
        return true;
    }
    // An admin answers for support also where no record names them.
    me.role == Some(Role::Admin) && !row.participant_ids().iter().any(is_me)
}
