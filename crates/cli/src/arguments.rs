//! The command line. An unknown argument ends in a usage message and exit code 2.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use engine::SignOutScope;
use protocol::{ConversationId, ConversationStatus, MessageId, UserId};
use store::LocalId;

/// The engine of Avvento Desk without a window.
///
/// Exit codes: 0 done; 1 this computer is at fault (disk, keyring, profile in use); 2 usage;
/// 3 not signed in or token refused; 4 server out of reach; 5 refused by the server.
#[derive(Debug, Parser)]
#[command(name = "desk", version)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The options of every subcommand.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// The folder that holds the profiles; by default the application's own
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// The server's address; by default the one last signed in to, else
    /// https://avvento-server.onrender.com
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) server: Option<String>,
    /// Where the server takes files: a path on it, or an https address. Without it no file is sent
    #[arg(
        long,
        global = true,
        env = "AVVENTO_UPLOAD_ENDPOINT",
        value_name = "PATH"
    )]
    pub(crate) upload_endpoint: Option<String>,
    /// Print one JSON object a line
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Sign in and keep the token in the system's keyring
    SignIn(SignIn),
    /// Sign out and forget the token; chats, drafts and the outbox stay on this computer
    SignOut(Everybody),
    /// Sign out and remove the account's chats from this computer; refused while something is not sent
    Forget(Everybody),
    /// List the accounts that are remembered on this computer
    Accounts,
    /// Say who is signed in and whether the server is heard
    Status,
    /// List conversations, newest activity first
    Inbox(Inbox),
    /// Show a conversation's messages, oldest first
    Messages(Messages),
    /// Search what is cached: conversations, people, orders, and messages newest first. Narrowed by from:NAME, in:SUBJECT,
    /// order:ID, before:DATE, after:DATE and has:image
    Search {
        /// What to look for
        #[arg(required = true, value_name = "QUERY", allow_hyphen_values = true)]
        words: Vec<String>,
        /// At most this many messages
        #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1000))]
        limit: u32,
    },
    /// Write a chat to standard output, as far as it is on this computer
    Export {
        /// The conversation's id
        conversation: ConversationId,
        /// Its form
        #[arg(long, default_value = "text")]
        format: ExportFormat,
    },
    /// Say what happened since midnight: answers, waits, hour by hour
    Today,
    /// Send a text or a file, and return when the server has it
    Send(Send),
    /// List what is not sent yet, with its state and why it waits, oldest first
    Outbox,
    /// Send a failed message again
    Retry(OutboxMessage),
    /// Cancel a message that is not on the server; its text is kept for seven days
    Discard(OutboxMessage),
    /// Queue a cancelled message again
    Restore(OutboxMessage),
    /// Give a message that is not on the server another text, and queue it
    Edit {
        /// The message's id, as `desk outbox` tells it
        #[arg(value_parser = local_id)]
        message: LocalId,
        /// The new text
        #[arg(allow_hyphen_values = true)]
        text: String,
    },
    /// Say of a message that may have arrived that it is there
    Confirm(OutboxMessage),
    /// Open a new conversation
    New(New),
    /// Show an order's chat
    Order {
        /// The order's number, as the inbox shows it, or its id
        #[arg(value_name = "ORDER")]
        order: String,
        /// Begin a chat if the order has none; needs the order's id
        #[arg(long)]
        begin: bool,
    },
    /// Mark a conversation as read
    Read(ConversationArgument),
    /// Star a conversation, on this computer only
    Star(ConversationArgument),
    /// Take a conversation's star away
    Unstar(ConversationArgument),
    /// Close a conversation (admins)
    Close(ConversationArgument),
    /// Open a conversation again (admins)
    Reopen(ConversationArgument),
    /// Mark a conversation as resolved (admins)
    Resolve(ConversationArgument),
    /// Give a conversation another subject (admins)
    Rename {
        /// The conversation's id
        conversation: ConversationId,
        /// What it is about
        #[arg(allow_hyphen_values = true)]
        subject: String,
    },
    /// Say how much room everything takes on this computer
    Storage {
        /// First remove what was fetched from the server; drafts, the outbox and stars stay
        #[arg(long)]
        clear_cache: bool,
    },
    /// Follow everything live, until interrupted
    Tail,
}

/// How to sign in. Secrets come on stdin, never as arguments, where other users could see them.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("how").required(true).args(["username", "token_stdin"]))]
pub(crate) struct SignIn {
    /// The user's name
    #[arg(long, value_name = "U", requires = "password_stdin")]
    pub(crate) username: Option<String>,
    /// Read the password from stdin
    #[arg(long, requires = "username", conflicts_with = "token_stdin")]
    pub(crate) password_stdin: bool,
    /// Read a token from stdin
    #[arg(long)]
    pub(crate) token_stdin: bool,
    /// Leave the other accounts on this computer signed in
    #[arg(long)]
    pub(crate) keep_others: bool,
}

/// Whose account it is about.
#[derive(Debug, Args)]
pub(crate) struct Everybody {
    /// All accounts on this computer, and not only the one that was used last
    #[arg(long)]
    pub(crate) everybody: bool,
}

impl From<Everybody> for SignOutScope {
    fn from(asked: Everybody) -> Self {
        if asked.everybody {
            Self::Everybody
        } else {
            Self::Me
        }
    }
}

/// Which conversations to list.
#[derive(Debug, Args)]
pub(crate) struct Inbox {
    /// Only those with this status
    #[arg(long, value_name = "S")]
    pub(crate) status: Option<Status>,
    /// Only those with a star
    #[arg(long, conflicts_with = "status")]
    pub(crate) starred: bool,
    /// At most this many
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) limit: Option<u32>,
}

/// The form of a chat's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// Lines of text
    Text,
    /// A page for browsers
    Html,
    /// JSON, for programs
    Json,
}

/// The statuses of CONTRACT section 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Status {
    /// Being talked in
    Open,
    /// Waiting for somebody
    Pending,
    /// Settled
    Resolved,
    /// Closed
    Closed,
}

impl From<Status> for ConversationStatus {
    fn from(status: Status) -> Self {
        match status {
            Status::Open => Self::Open,
            Status::Pending => Self::Pending,
            Status::Resolved => Self::Resolved,
            Status::Closed => Self::Closed,
        }
    }
}

/// Which messages to show.
#[derive(Debug, Args)]
pub(crate) struct Messages {
    /// The conversation's id
    pub(crate) conversation: ConversationId,
    /// At most this many of the server's; those not sent yet come on top
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) limit: u32,
    /// Only those before this message
    #[arg(long, value_name = "MESSAGE")]
    pub(crate) before: Option<MessageId>,
}

/// What to send.
#[derive(Debug, Args)]
pub(crate) struct Send {
    /// The conversation's id
    pub(crate) conversation: ConversationId,
    /// The text
    #[arg(allow_hyphen_values = true, required_unless_present = "file")]
    pub(crate) text: Option<String>,
    /// A file or picture in place of a text (needs --upload-endpoint)
    #[arg(long, value_name = "PATH", conflicts_with = "text")]
    pub(crate) file: Option<PathBuf>,
    /// Return when the message is on disk; it goes out when the engine next runs live
    #[arg(long)]
    pub(crate) queue: bool,
}

/// Whom to open a conversation with.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("whom").required(true).args(["with", "admin"]))]
pub(crate) struct New {
    /// A person (admins and restaurants)
    #[arg(long, value_name = "USER_ID")]
    pub(crate) with: Option<UserId>,
    /// An admin (everybody else)
    #[arg(long)]
    pub(crate) admin: bool,
    /// What it is about
    #[arg(long, value_name = "S", allow_hyphen_values = true)]
    pub(crate) subject: String,
}

/// A message that is not on the server.
#[derive(Debug, Args)]
pub(crate) struct OutboxMessage {
    /// The message's id, as `desk outbox` tells it
    #[arg(value_parser = local_id)]
    pub(crate) message: LocalId,
}

fn local_id(word: &str) -> Result<LocalId, &'static str> {
    match word.trim() {
        "" => Err("the id is empty"),
        id => Ok(LocalId(id.to_owned())),
    }
}

/// One conversation.
#[derive(Debug, Args)]
pub(crate) struct ConversationArgument {
    /// The conversation's id
    pub(crate) conversation: ConversationId,
}
