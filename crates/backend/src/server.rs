//! Starting and stopping.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use axum::middleware::from_fn_with_state;
use socketioxide::SocketIo;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::{CancellationToken, DropGuard};
use tracing::Instrument as _;

use crate::api_error::ApiError;
use crate::app::{App, AppParts};
use crate::clock::now;
use crate::database::Database;
use crate::ids::Ids;
use crate::limits::{SOCKET_CHANNEL, SOCKET_PAYLOAD_LIMIT};
use crate::login_rate_limit::LoginRateLimit;
use crate::orders::OrderStatus;
use crate::password::PasswordChecks;
use crate::payloads::Payloads;
use crate::records::{NewUser, OrderRecord, Person};
use crate::rooms::Rooms;
use crate::support::Support;
use crate::tables::people::NewPerson;
use crate::tables::{orders, people};
use crate::tokens::Tokens;
use crate::uploads::Uploads;
use crate::user_rates::Rates;
use crate::{Error, Settings, connections, demo, password, request_body, routes, secret, sockets};

const DATABASE_FILE: &str = "support.db";
/// How long requests in flight may take to finish at the end.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(5);

/// A backend that is up. Dropping it stops it too, without waiting for that.
pub struct Server {
    address: SocketAddr,
    app: App,
    io: SocketIo,
    tasks: Vec<JoinHandle<()>>,
    stop: CancellationToken,
    _stop_on_drop: DropGuard,
    // Removed last: the database lies in it.
    _temporary: Option<TempDir>,
}

/// Starts a backend on the current tokio runtime.
///
/// # Errors
/// When the data folder or the database cannot be used, or the address is taken.
pub async fn start(settings: Settings) -> Result<Server, Error> {
    let (folder, temporary) = data_folder(settings.data.as_deref())?;
    let secret = secret::load_or_create(&folder)?;
    let database = Database::open(&folder.join(DATABASE_FILE)).await?;
    let (listener, address) = listen(settings.listen).await?;

    let (sockets_layer, io) = SocketIo::builder()
        .ping_interval(settings.ping_interval)
        .ping_timeout(settings.ping_timeout)
        .max_buffer_size(SOCKET_CHANNEL)
        .max_payload(SOCKET_PAYLOAD_LIMIT as u64)
        .build_layer();
    let payloads = Payloads::new(settings.dialect, format!("http://{address}"));
    let rooms = Rooms::new(io.clone(), payloads.clone());
    let app = App::new(AppParts {
        support: Support::new(database.clone(), rooms),
        database,
        tokens: Tokens::new(&secret, settings.token_ttl),
        login_rate_limit: LoginRateLimit::new(settings.login_limit),
        password_checks: PasswordChecks::new(),
        rates: Rates::new(settings.user_rates),
        connections: settings.connections,
        payloads,
        content: settings.content,
        sign_out: settings.sign_out,
        idempotency: settings.idempotency,
        uploads: settings
            .uploads
            .map(|limits| Uploads::open(&folder.join("uploads"), limits))
            .transpose()?,
    });
    let stop = CancellationToken::new();
    let mut tasks = Vec::new();
    if let Some(demo) = settings.demo {
        demo::seed(&app.database, demo.seed, now()).await?;
        tasks.extend(demo::start_customers(&app.support, demo, stop.clone()));
    }
    sockets::open(&io, &app);
    let read_body = from_fn_with_state(settings.connections.body, request_body::read_whole);
    let router = routes::router(app.clone())
        .layer(sockets_layer)
        .layer(read_body);
    let serving = connections::serve(listener, router, settings.connections, stop.clone());
    tasks.push(tokio::spawn(serving.in_current_span()));
    let _stop_on_drop = stop.clone().drop_guard();
    Ok(Server {
        address,
        app,
        io,
        tasks,
        stop,
        _stop_on_drop,
        _temporary: temporary,
    })
}

fn data_folder(asked: Option<&Path>) -> Result<(PathBuf, Option<TempDir>), Error> {
    if let Some(folder) = asked {
        secret::prepare_folder(folder)?;
        return Ok((folder.to_owned(), None));
    }
    let temporary =
        TempDir::with_prefix("avvento-backend-").map_err(|source| Error::DataFolder {
            path: std::env::temp_dir(),
            source,
        })?;
    Ok((temporary.path().to_owned(), Some(temporary)))
}

async fn listen(asked: SocketAddr) -> Result<(TcpListener, SocketAddr), Error> {
    let failed = |source| Error::Listen {
        address: asked,
        source,
    };
    let listener = TcpListener::bind(asked).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

impl Server {
    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://ADDRESS`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Disconnects the sockets, lets requests in flight finish for at most 5 s, closes the database.
    pub async fn stop(mut self) {
        self.stop.cancel();
        let shutdown = async {
            self.io.close().await;
            for task in &mut self.tasks {
                let _ = task.await;
            }
        };
        if tokio::time::timeout(SHUTDOWN_TIMEOUT, shutdown)
            .await
            .is_err()
        {
            tracing::warn!("some requests did not finish in time");
            self.tasks.iter().for_each(JoinHandle::abort);
        }
        self.app.database.close().await;
    }

    /// A token for somebody who has an account, good for the time the settings say.
    ///
    /// # Errors
    /// When nobody has this username.
    pub async fn issue_token(&self, username: &str) -> Result<String, Error> {
        self.issue_token_for(username, self.app.tokens.ttl).await
    }

    /// A token that is good for `ttl`, rounded down to a whole second of the clock: with
    /// [`Duration::ZERO`] it has expired already.
    ///
    /// # Errors
    /// When nobody has this username.
    pub async fn issue_token_for(&self, username: &str, ttl: Duration) -> Result<String, Error> {
        let id = self.person(username).await?.id;
        let mut rows = self.app.database.read().await?;
        let account = people::account(&mut rows, &id).await?;
        let (person, version) = account.ok_or_else(|| Error::UnknownUser(username.to_owned()))?;
        Ok(self.app.tokens.issue((&person, version), now(), ttl)?)
    }

    /// Makes an account.
    ///
    /// # Errors
    /// When the username is taken, or a name is empty.
    pub async fn add_user(&self, user: NewUser) -> Result<protocol::UserId, Error> {
        insert_user(&self.app.database, self.app.support.ids(), user).await
    }

    /// Removes an account: its tokens end and its sockets are cut; what it said stays.
    ///
    /// # Errors
    /// When nobody has this username.
    pub async fn remove_user(&self, username: &str) -> Result<(), Error> {
        let removed = remove_account(&self.app.database, username).await?;
        self.app.support.disconnect(&removed);
        Ok(())
    }

    /// Makes an order of a customer at a restaurant, both by username, and answers its id.
    ///
    /// # Errors
    /// When nobody has these usernames.
    pub async fn add_order(
        &self,
        customer: &str,
        restaurant: &str,
    ) -> Result<protocol::OrderId, Error> {
        let customer = self.person(customer).await?.id;
        let restaurant = self.person(restaurant).await?.id;
        let mut write = self.app.database.write().await?;
        let number = orders::next_number(write.rows()).await?;
        let order = OrderRecord {
            id: self.app.support.ids().next_order(number, now())?,
            number,
            customer: Some(customer),
            restaurant: Some(restaurant),
        };
        orders::insert(write.rows(), &order, OrderStatus::Pending, now()).await?;
        drop(write.commit().await?);
        Ok(order.id)
    }

    /// The order is delivered: its chat is closed, as another part of the platform would cause it.
    ///
    /// # Errors
    /// When there is no such order.
    pub async fn deliver_order(&self, order: &protocol::OrderId) -> Result<(), Error> {
        match self
            .app
            .support
            .move_order(order, OrderStatus::Delivered)
            .await
        {
            Ok(_) => Ok(()),
            Err(ApiError::Internal(error)) => Err(error),
            Err(_) => Err(Error::UnknownOrder(order.to_string())),
        }
    }

    async fn person(&self, username: &str) -> Result<Person, Error> {
        let mut rows = self.app.database.read().await?;
        let found = people::named(&mut rows, username).await?;
        found.ok_or_else(|| Error::UnknownUser(username.to_owned()))
    }
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

/// Makes an account in a data folder, whether or not a backend is running on it.
///
/// # Errors
/// When the folder cannot be used, the username is taken, or a name is empty.
pub async fn add_user(data: &Path, user: NewUser) -> Result<protocol::UserId, Error> {
    secret::prepare_folder(data)?;
    let database = Database::open(&data.join(DATABASE_FILE)).await?;
    let added = insert_user(&database, &Ids::new(), user).await;
    database.close().await;
    added
}

/// Removes an account in a data folder. A backend that is running on it finds that out by itself: at each
/// call, and for sockets within 5 s.
///
/// # Errors
/// When the folder cannot be used, or nobody has this username.
pub async fn remove_user(data: &Path, username: &str) -> Result<(), Error> {
    secret::prepare_folder(data)?;
    let database = Database::open(&data.join(DATABASE_FILE)).await?;
    let removed = remove_account(&database, username).await;
    database.close().await;
    removed.map(drop)
}

async fn remove_account(database: &Database, username: &str) -> Result<protocol::UserId, Error> {
    let mut write = database.write().await?;
    let person = people::named(write.rows(), username).await?;
    let person = person.ok_or_else(|| Error::UnknownUser(username.to_owned()))?;
    people::remove(write.rows(), &person.id, now()).await?;
    drop(write.commit().await?);
    Ok(person.id)
}

async fn insert_user(
    database: &Database,
    ids: &Ids,
    user: NewUser,
) -> Result<protocol::UserId, Error> {
    let named = [
        ("the username", user.username.as_str()),
        ("the name", user.name.as_str()),
    ];
    let role = [("the role", user.role.as_word())];
    if let Some((what, _)) = named
        .iter()
        .chain(&role)
        .find(|(_, text)| text.trim().is_empty())
    {
        return Err(Error::Empty(what));
    }
    let password_hash = match user.password {
        Some(password) => Some(password::hash(password).await?),
        None => None,
    };
    let mut write = database.write().await?;
    if people::is_taken(write.rows(), &user.username).await? {
        return Err(Error::UsernameTaken(user.username));
    }
    let person = Person {
        id: ids.next(now())?,
        username: user.username,
        name: user.name,
        role: user.role,
        phone: user.phone,
    };
    let new = NewPerson {
        person: &person,
        phone_checked: user.phone_checked,
        password_hash: password_hash.as_deref(),
        created_at: now(),
    };
    people::insert(write.rows(), &new).await?;
    drop(write.commit().await?);
    Ok(person.id)
}
