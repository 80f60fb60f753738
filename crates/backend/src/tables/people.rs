//! `people`: accounts.

use protocol::{Role, UserId, UtcMs};
use sqlx::Row as _;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use crate::ids::stored;
use crate::records::{Person, TokenVersion};

/// What signing in looks at.
#[derive(Debug)]
pub(crate) struct Login {
    pub(crate) person: Person,
    pub(crate) phone_checked: bool,
    pub(crate) password_hash: Option<String>,
    pub(crate) token_version: TokenVersion,
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

/// Somebody who is here.
pub(crate) async fn find(
    rows: &mut SqliteConnection,
    id: &UserId,
) -> Result<Option<Person>, sqlx::Error> {
    Ok(account(rows, id).await?.map(|(person, _)| person))
}

/// Somebody who is here, and which of their tokens are good.
pub(crate) async fn account(
    rows: &mut SqliteConnection,
    id: &UserId,
) -> Result<Option<(Person, TokenVersion)>, sqlx::Error> {
    sqlx::query(
        "SELECT id, username, name, role, phone, token_version FROM people
         WHERE id = ? AND deleted_at IS NULL",
    )
    .bind(id.as_str())
    .fetch_optional(rows)
    .await?
    .map(|row| {
        Ok((
            person(&row, "")?,
            TokenVersion(row.try_get("token_version")?),
        ))
    })
    .transpose()
}

/// Ends the tokens of this version.
pub(crate) async fn end_tokens(
    rows: &mut SqliteConnection,
    id: &UserId,
    version: TokenVersion,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE people SET token_version = token_version + 1 WHERE id = ? AND token_version = ?",
    )
    .bind(id.as_str())
    .bind(version.0)
    .execute(rows)
    .await
    .map(drop)
}

/// Nobody signs in as this person any more. What they said stays, under their name.
pub(crate) async fn remove(
    rows: &mut SqliteConnection,
    id: &UserId,
    now: UtcMs,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE people SET deleted_at = ?, password_hash = NULL, token_version = token_version + 1
         WHERE id = ?",
    )
    .bind(now.0)
    .bind(id.as_str())
    .execute(rows)
    .await
    .map(drop)
}

/// Whether somebody has this username, or had it: what they said stands under it.
pub(crate) async fn is_taken(
    rows: &mut SqliteConnection,
    username: &str,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar("SELECT count(*) > 0 FROM people WHERE username = ?")
        .bind(username)
        .fetch_one(rows)
        .await
}

pub(crate) async fn named(
    rows: &mut SqliteConnection,
    username: &str,
) -> Result<Option<Person>, sqlx::Error> {
    sqlx::query(
        "SELECT id, username, name, role, phone FROM people
         WHERE username = ? AND deleted_at IS NULL",
    )
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
        "SELECT id, username, name, role, phone, phone_checked, password_hash, token_version
         FROM people WHERE (username = ?1 OR phone = ?1) AND deleted_at IS NULL ORDER BY username = ?1 DESC LIMIT 1",
    )
    .bind(username)
    .fetch_optional(rows)
    .await?;
    row.map(|row| {
        Ok(Login {
            person: person(&row, "")?,
            phone_checked: row.try_get("phone_checked")?,
            password_hash: row.try_get("password_hash")?,
            token_version: TokenVersion(row.try_get("token_version")?),
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
        "SELECT id, username, name, role, phone FROM people
         WHERE role = ? AND deleted_at IS NULL ORDER BY created_at, id",
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
