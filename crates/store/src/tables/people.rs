//! The table of people. Live records often name a person by id only (CONTRACT section 4); whatever
//! any record says of them is kept here and improves every row that shows them.

use std::collections::HashMap;

use protocol::{Participant, Role, UserId};
use sqlx::sqlite::SqliteConnection;

use crate::limits;
use crate::model::excerpt::visible_excerpt;
use crate::tables::last_writer_wins::set_if_newer;
use crate::tables::search_names::{self, SearchName};
use crate::{Store, StoreError};

/// A person as one record names them, with the record's time (UTC, ms).
#[derive(Clone, Debug)]
pub(crate) struct ParticipantUpdate {
    pub(crate) person: Participant,
    pub(crate) at: Option<i64>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct PersonRecord {
    id: String,
    name: Option<String>,
    name_at: Option<i64>,
    role: Option<String>,
    role_at: Option<i64>,
    phone: Option<String>,
    phone_at: Option<i64>,
    revision: i64,
}

impl PersonRecord {
    fn merge(&mut self, person: &Participant, at: Option<i64>) {
        let name = person.name.clone().filter(|name| !name.trim().is_empty());
        set_if_newer((&mut self.name, &mut self.name_at), name, at);
        let role = person.role.as_ref().map(|role| role.as_word().to_owned());
        set_if_newer((&mut self.role, &mut self.role_at), role, at);
        set_if_newer(
            (&mut self.phone, &mut self.phone_at),
            person.phone.clone(),
            at,
        );
    }

    /// What this person is searched by.
    fn search_name(&self) -> SearchName {
        SearchName::of_person(&self.id, self.name.as_deref(), self.phone.as_deref())
    }

    /// What a screen could show differently.
    fn shown(&self) -> (&Option<String>, &Option<String>, &Option<String>) {
        (&self.name, &self.role, &self.phone)
    }
}

/// Learns from records; what is known with a time that is not `credible` gives way to each. Answers who changed in a way that a screen shows.
pub(crate) async fn merge_participants(
    conn: &mut SqliteConnection,
    revision: i64,
    updates: &[ParticipantUpdate],
    credible: &(dyn Fn(Option<i64>) -> Option<i64> + Sync),
) -> Result<Vec<String>, StoreError> {
    let telling: Vec<&ParticipantUpdate> = updates
        .iter()
        .filter(|s| s.person.name.is_some() || s.person.role.is_some() || s.person.phone.is_some())
        .collect();
    if telling.is_empty() {
        return Ok(Vec::new());
    }
    let known = load_people(conn, telling.iter().map(|s| s.person.id.as_str())).await?;
    let mut merged: HashMap<&str, PersonRecord> = HashMap::new();
    for update in telling {
        let id = update.person.id.as_str();
        merged
            .entry(id)
            .or_insert_with(|| {
                let mut known = known.get(id).cloned().unwrap_or_default();
                id.clone_into(&mut known.id);
                for at in [&mut known.name_at, &mut known.role_at, &mut known.phone_at] {
                    *at = credible(*at);
                }
                known
            })
            .merge(&update.person, update.at);
    }
    let mut changed = Vec::new();
    let mut names = Vec::new();
    for (id, mut record) in merged {
        let before = known.get(id);
        if before == Some(&record) {
            continue;
        }
        if before.map(PersonRecord::shown) != Some(record.shown()) {
            record.revision = revision;
            changed.push(id.to_owned());
            names.push(record.search_name());
        }
        save(conn, &record).await?;
    }
    search_names::save(conn, &names).await?;
    Ok(changed)
}

async fn load_people<'a>(
    conn: &mut SqliteConnection,
    ids: impl Iterator<Item = &'a str>,
) -> Result<HashMap<String, PersonRecord>, StoreError> {
    let ids = crate::db::json::to_array(ids);
    let rows = sqlx::query_as!(
        PersonRecord,
        "SELECT id, name, name_at, role, role_at, phone, phone_at, revision FROM people
         WHERE id IN (SELECT value FROM json_each(?))",
        ids
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id.clone(), row)).collect())
}

/// What people with higher ids than this one are searched by, in the order of their ids.
pub(crate) async fn load_names(
    conn: &mut SqliteConnection,
    after: &str,
    limit: i64,
) -> Result<Vec<SearchName>, StoreError> {
    let rows = sqlx::query_as!(
        PersonRecord,
        "SELECT id, name, name_at, role, role_at, phone, phone_at, revision FROM people
         WHERE id > ? ORDER BY id LIMIT ?",
        after,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.iter().map(PersonRecord::search_name).collect())
}

async fn save(conn: &mut SqliteConnection, person: &PersonRecord) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO people (id, name, name_at, role, role_at, phone, phone_at, revision)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_at = excluded.name_at,
             role = excluded.role, role_at = excluded.role_at, phone = excluded.phone,
             phone_at = excluded.phone_at, revision = excluded.revision",
        person.id,
        person.name,
        person.name_at,
        person.role,
        person.role_at,
        person.phone,
        person.phone_at,
        person.revision
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Everybody that a set of rows names, with the best that is known of them.
#[derive(Debug, Default)]
pub(crate) struct PeopleLookup {
    known: HashMap<String, PersonRecord>,
}

impl PeopleLookup {
    /// Looks up the people with these ids.
    pub(crate) async fn load<'a>(
        conn: &mut SqliteConnection,
        ids: impl Iterator<Item = &'a str>,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            known: load_people(conn, ids).await?,
        })
    }

    /// The person, by id alone where nothing more is known.
    pub(crate) fn person(&self, id: &str) -> Option<Participant> {
        match self.known.get(id) {
            Some(record) => view(record),
            None => Some(Participant {
                id: UserId::new(id)?,
                name: None,
                role: None,
                phone: None,
            }),
        }
    }

    /// When what is known of them last changed.
    pub(crate) fn revision(&self, id: &str) -> i64 {
        self.known.get(id).map_or(0, |record| record.revision)
    }
}

fn view(record: &PersonRecord) -> Option<Participant> {
    let label = |text: &String| visible_excerpt(text, limits::NAME_LETTERS);
    Some(Participant {
        id: UserId::new(record.id.clone())?,
        name: record.name.as_ref().and_then(label),
        role: record.role.as_deref().map(Role::from_word),
        phone: record.phone.as_ref().and_then(label),
    })
}

impl Store {
    /// Those of whom more than an id is known, by name: the first [`limits::LISTED_PEOPLE`].
    pub async fn people(&self) -> Result<Vec<Participant>, StoreError> {
        let mut conn = self.read_cache().await?;
        let rows = sqlx::query_as!(
            PersonRecord,
            "SELECT id, name, name_at, role, role_at, phone, phone_at, revision FROM people
             ORDER BY name IS NULL, name, id LIMIT ?",
            limits::LISTED_PEOPLE
        )
        .fetch_all(&mut *conn)
        .await;
        Ok(self.report_errors(rows)?.iter().filter_map(view).collect())
    }
}
