//! `people`: accounts.

use protocol::{Role, UserId, UtcMs};
use sqlx::Row as _;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use crate::ids::stored;
use crate::records::Person;

/// What signing in looks at.
#[derive(Debug)]
pub(crate) struct Login {
    pub(crate) person: Person,
    pub(crate) phone_checked: bool,
    pub(crate) password_hash: Option<String>,
}

/// An account's row.
#[derive(Debug)]
pub(crate) struct NewPerson<'a> {
    pub(crate) person: &'a Person,
    pub(crate) phone_checked: bool,
    pub(crate) password_hash: Option<&'a str>,
    pub(crate) created_at: UtcMs,
}

pub(crate) async fn insert(
    rows: &mut SqliteConnection,
    new: &NewPerson<'_>,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO people (id, username, name, role, phone, phone_checked, password_hash, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(new.person.id.as_str())
    .bind(&new.person.username)
    .bind(&new.person.name)
    .bind(new.person.role.as_word())
    .bind(new.person.phone.as_deref())
    .bind(new.phone_checked)
    .bind(new.password_hash)
    .bind(new.created_at.0)
    .execute(rows)
    .await
    .map(drop)
}

pub(crate) async fn find(
    rows: &mut SqliteConnection,
    id: &UserId,
) -> Result<Option<Person>, sqlx::Error> {
    sqlx::query("SELECT id, username, name, role, phone FROM people WHERE id = ?")
        .bind(id.as_str())
        .fetch_optional(rows)
        .await?
        .map(|row| person(&row, ""))
        .transpose()
}

pub(crate) async fn named(
    rows: &mut SqliteConnection,
    username: &str,
) -> Result<Option<Person>, sqlx::Error> {
    sqlx::query("SELECT id, username, name, role, phone FROM people WHERE username = ?")
        .bind(username)
        .fetch_optional(rows)
        .await?
        .map(|row| person(&row, ""))
        .transpose()
}

/// By username, or by phone number.
pub(crate) async fn login(
    rows: &mut SqliteConnection,
    username: &str,
) -> Result<Option<Login>, sqlx::Error> {
    let row = sqlx::query(
        "SELECT id, username, name, role, phone, phone_checked, password_hash FROM people
         WHERE username = ?1 OR phone = ?1 ORDER BY username = ?1 DESC LIMIT 1",
    )
    .bind(username)
    .fetch_optional(rows)
    .await?;
    row.map(|row| {
        Ok(Login {
            person: person(&row, "")?,
            phone_checked: row.try_get("phone_checked")?,
            password_hash: row.try_get("password_hash")?,
        })
    })
    .transpose()
}

/// Everybody with a role, oldest account first.
pub(crate) async fn list_by_role(
    rows: &mut SqliteConnection,
    role: &Role,
) -> Result<Vec<Person>, sqlx::Error> {
    sqlx::query(
        "SELECT id, username, name, role, phone FROM people WHERE role = ? ORDER BY created_at, id",
    )
    .bind(role.as_word())
    .fetch_all(rows)
    .await?
    .iter()
    .map(|row| person(row, ""))
    .collect()
}

/// A person out of a row whose columns carry a prefix.
pub(crate) fn person(row: &SqliteRow, prefix: &str) -> Result<Person, sqlx::Error> {
    let text = |name: &str| row.try_get::<String, _>(format!("{prefix}{name}").as_str());
    Ok(Person {
        id: stored(&text("id")?)?,
        username: text("username")?,
        name: text("name")?,
        role: Role::from_word(&text("role")?),
        phone: row.try_get(format!("{prefix}phone").as_str())?,
    })
}
