//! The tables of a database, read from its schema: their rows as JSON, which of them a transaction has
//! changed, and rows put back by the names of their columns. So a new table needs no code.
//!
//! Temporary triggers name the changed rows, in a temporary table that is rolled back with the
//! transaction. They see `REPLACE`, a `DELETE` without `WHERE` and tables `WITHOUT ROWID`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Row as _};

use crate::StoreError;

/// A row of some table.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Row {
    pub(crate) table: String,
    /// The values of its primary key.
    pub(crate) key: Box<RawValue>,
    /// Its values by the names of their columns; `None`: it was deleted.
    pub(crate) values: Option<Box<RawValue>>,
}

impl Row {
    /// Its table and key.
    pub(crate) fn name(&self) -> (String, String) {
        (self.table.clone(), self.key.get().to_owned())
    }

    /// Its values; `None` where it was deleted.
    pub(crate) fn object(&self) -> Option<serde_json::Map<String, serde_json::Value>> {
        serde_json::from_str(self.values.as_ref()?.get()).ok()
    }
}

/// The tables of one database.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tables(BTreeMap<String, Vec<Column>>);

#[derive(Clone, Debug)]
struct Column {
    name: String,
    form: Form,
    /// Its place in the primary key, from 1.
    in_key: Option<i64>,
}

/// How the values of a column are written in JSON.
#[derive(Clone, Copy, Debug)]
enum Form {
    AsTheyAre,
    /// JSON holds no bytes.
    HexDigits,
    /// SQLite writes numbers into JSON with fewer digits than they have.
    AllDigits,
}

const COLUMNS: &str = "SELECT entry.name, info.name, info.type, info.pk
    FROM main.sqlite_schema AS entry JOIN pragma_table_info(entry.name) AS info
    WHERE entry.type = 'table' AND entry.name NOT GLOB 'sqlite_*'
        AND entry.name <> '_sqlx_migrations'
    ORDER BY entry.name, info.cid";

impl Tables {
    /// # Errors
    /// [`StoreError::Unexpected`] for a table without a primary key: its rows have no name.
    pub(crate) async fn read(conn: &mut SqliteConnection) -> Result<Self, StoreError> {
        let mut tables: BTreeMap<String, Vec<Column>> = BTreeMap::new();
        for row in sqlx::query(COLUMNS).fetch_all(conn).await? {
            let (kind, in_key): (String, i64) = (row.try_get(2)?, row.try_get(3)?);
            tables.entry(row.try_get(0)?).or_default().push(Column {
                name: row.try_get(1)?,
                form: match kind.as_str() {
                    "BLOB" => Form::HexDigits,
                    "REAL" => Form::AllDigits,
                    _ => Form::AsTheyAre,
                },
                in_key: (in_key > 0).then_some(in_key),
            });
        }
        let is_keyed = |columns: &Vec<Column>| columns.iter().any(|one| one.in_key.is_some());
        if let Some((table, _)) = tables.iter().find(|(_, columns)| !is_keyed(columns)) {
            let why = format!("the table {table} has no primary key");
            return Err(StoreError::Unexpected(why));
        }
        Ok(Self(tables))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every row of every table.
    pub(crate) async fn rows(&self, conn: &mut SqliteConnection) -> Result<Vec<Row>, StoreError> {
        fetch(conn, self.0.iter().map(select).collect()).await
    }

    /// The rows of one table that have one of these values (a JSON array) in a column.
    pub(crate) async fn rows_with(
        &self,
        conn: &mut SqliteConnection,
        table: &str,
        column: &str,
        values: &str,
    ) -> Result<Vec<Row>, StoreError> {
        let Some(rows) = self.0.iter().find(|(name, _)| *name == table).map(select) else {
            return Ok(Vec::new());
        };
        let wanted = format!(
            "{rows} WHERE r.{} IN (SELECT value FROM json_each({}))",
            name(column),
            literal(values)
        );
        fetch(conn, vec![wanted]).await
    }

    /// Begins to record which rows this connection changes.
    pub(crate) async fn watch(&self, conn: &mut SqliteConnection) -> Result<(), StoreError> {
        let mut sql = "PRAGMA temp_store = MEMORY; PRAGMA recursive_triggers = ON;
            CREATE TEMP TABLE IF NOT EXISTS changed (tab TEXT, key TEXT);"
            .to_owned();
        for (table, columns) in &self.0 {
            for (event, rows) in [
                ("INSERT", &["NEW"] as &[_]),
                ("UPDATE", &["OLD", "NEW"]),
                ("DELETE", &["OLD"]),
            ] {
                let trigger = name(&format!("changed {table} {event}"));
                let on = name(table);
                sql += &format!("CREATE TEMP TRIGGER {trigger} AFTER {event} ON main.{on} BEGIN ");
                for row in rows {
                    let (table, key) = (literal(table), key_of(columns, row));
                    sql += &format!("INSERT INTO changed VALUES ({table}, {key}); ");
                }
                sql += "END;";
            }
        }
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(conn).await?;
        Ok(())
    }

    /// The rows that were changed since the last call, as they are now.
    pub(crate) async fn take_changed(
        &self,
        conn: &mut SqliteConnection,
    ) -> Result<Vec<Row>, StoreError> {
        let parts = self.0.iter().map(|(table, columns)| {
            let mut keyed: Vec<_> = columns.iter().filter(|one| one.in_key.is_some()).collect();
            keyed.sort_by_key(|one| one.in_key);
            let key = keyed.iter().enumerate().map(|(place, column)| {
                let value = column.decoded(&format!("c.key ->> {place}"));
                format!("r.{} = {value}", name(&column.name))
            });
            // A key is never NULL, but in the row that a LEFT JOIN makes up.
            let gone = keyed
                .first()
                .map_or_else(String::new, |one| name(&one.name));
            format!(
                "SELECT {table}, c.key, CASE WHEN r.{gone} IS NOT NULL THEN {} END
                 FROM (SELECT DISTINCT key FROM temp.changed WHERE tab = {table}) AS c
                 LEFT JOIN main.{} AS r ON {}",
                values_of(columns),
                name(table),
                key.collect::<Vec<_>>().join(" AND "),
                table = literal(table),
            )
        });
        let rows = fetch(&mut *conn, parts.collect()).await?;
        sqlx::query("DELETE FROM temp.changed")
            .execute(conn)
            .await?;
        Ok(rows)
    }

    /// Removes every row of every table.
    pub(crate) async fn clear(&self, conn: &mut SqliteConnection) -> Result<(), StoreError> {
        for table in self.0.keys() {
            let sql = format!("DELETE FROM main.{}", name(table));
            sqlx::query(AssertSqlSafe(sql)).execute(&mut *conn).await?;
        }
        Ok(())
    }

    /// Writes a row. What this schema has no table or column for is left out; a column that the row says
    /// nothing of takes its default.
    pub(crate) async fn write(
        &self,
        conn: &mut SqliteConnection,
        row: &Row,
    ) -> Result<(), StoreError> {
        let (Some(columns), Some(values)) = (self.0.get(&row.table), &row.values) else {
            return Ok(());
        };
        let named: BTreeMap<String, serde::de::IgnoredAny> =
            serde_json::from_str(values.get()).unwrap_or_default();
        let known: Vec<_> = columns
            .iter()
            .filter(|one| named.contains_key(&one.name))
            .collect();
        if known.is_empty() {
            return Ok(());
        }
        let names: Vec<_> = known.iter().map(|column| name(&column.name)).collect();
        let found = known
            .iter()
            .map(|column| column.decoded(&format!("?1 ->> {}", literal(&column.name))));
        let sql = format!(
            "INSERT OR REPLACE INTO main.{} ({}) SELECT {}",
            name(&row.table),
            names.join(", "),
            found.collect::<Vec<_>>().join(", ")
        );
        let values = values.get().to_owned();
        sqlx::query(AssertSqlSafe(sql))
            .bind(values)
            .execute(conn)
            .await?;
        Ok(())
    }
}

impl Column {
    fn encoded(&self, of: &str) -> String {
        let value = format!("{of}.{}", name(&self.name));
        match self.form {
            Form::AsTheyAre => value,
            Form::HexDigits => format!("iif({value} IS NULL, NULL, hex({value}))"),
            Form::AllDigits => {
                format!("iif({value} IS NULL, NULL, printf('%!.17g', {value}))")
            }
        }
    }

    fn decoded(&self, value: &str) -> String {
        match self.form {
            Form::AsTheyAre => format!("({value})"),
            Form::HexDigits => format!("unhex({value})"),
            Form::AllDigits => format!("CAST({value} AS REAL)"),
        }
    }
}

async fn fetch(conn: &mut SqliteConnection, parts: Vec<String>) -> Result<Vec<Row>, StoreError> {
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let sql = AssertSqlSafe(parts.join(" UNION ALL "));
    let rows = sqlx::query_as::<_, (String, String, Option<String>)>(sql)
        .fetch_all(conn)
        .await?;
    let rows = rows.into_iter().map(|(table, key, values)| {
        Ok(Row {
            table,
            key: RawValue::from_string(key)?,
            values: values.map(RawValue::from_string).transpose()?,
        })
    });
    let rows: Result<_, serde_json::Error> = rows.collect();
    rows.map_err(|error| StoreError::Damaged(error.to_string()))
}

fn select((table, columns): (&String, &Vec<Column>)) -> String {
    format!(
        "SELECT {}, {}, {} FROM main.{} AS r",
        literal(table),
        key_of(columns, "r"),
        values_of(columns),
        name(table)
    )
}

fn key_of(columns: &[Column], row: &str) -> String {
    let mut key: Vec<_> = columns.iter().filter(|one| one.in_key.is_some()).collect();
    key.sort_by_key(|one| one.in_key);
    let values: Vec<_> = key.iter().map(|column| column.encoded(row)).collect();
    format!("json_array({})", values.join(", "))
}

fn values_of(columns: &[Column]) -> String {
    let pairs = columns
        .iter()
        .map(|column| format!("{}, {}", literal(&column.name), column.encoded("r")));
    format!("json_object({})", pairs.collect::<Vec<_>>().join(", "))
}

/// A name in SQL.
fn name(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// A text in SQL.
fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
