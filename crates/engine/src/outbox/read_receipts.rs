//! Read receipts: queued on disk when a chat is marked read, told to the server when it is heard.

use tokio::time::sleep;

use crate::{Error, context::Context, error::ErrorClass};

/// Tells the server of what was read, for ever.
pub(crate) async fn run(context: Context) {
    let mut woken = context.outbox_wake.subscribe();
    let mut connection = context.connection.subscribe();
    loop {
        woken.mark_unchanged();
        connection.mark_unchanged();
        fail::fail_point!("panic/read-receipts");
        let mut again = false;
        context.rate_limit.ready().await;
        if context.is_up()
            && let Err(error) = flush(&context).await
        {
            tracing::info!(%error, "read receipts wait");
            again = error.class() != ErrorClass::Auth;
        }
        tokio::select! {
            _ = woken.changed() => {}
            _ = connection.changed() => {}
            () = sleep(context.timing.resend_longest), if again => {}
        }
    }
}

/// Tells the server of everything that was read. A receipt that it refuses is settled too: there
/// is nothing a person could do about it. One that it fails at holds up no other.
pub(crate) async fn flush(context: &Context) -> Result<(), Error> {
    let mut failed = Ok(());
    for read in context.store.pending_reads().await? {
        fail::fail_point!("engine.read.before-request");
        let told = context.rest.mark_read(&read.conversation).await;
        let told = told.map_err(Error::from);
        fail::fail_point!("engine.read.after-answer");
        context.rate_limit.record(&told);
        if let Err(error) = told {
            match error.class() {
                ErrorClass::ServerFailed | ErrorClass::Unreadable => {
                    failed = Err(error);
                    continue;
                }
                ErrorClass::Refused => {
                    tracing::warn!(conversation = %read.conversation, %error, "a read receipt was refused");
                }
                _ => return Err(error),
            }
        }
        context.store.complete_read(&read).await?;
    }
    failed
}
