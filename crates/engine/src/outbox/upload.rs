//! Uploads the file of a message before the message is sent. The entry stays pending meanwhile: nobody sees an uploaded
//! file, so nothing has to be looked for when the answer is lost, and the user may cancel. Once the server has the
//! file its address is on disk, and it is not uploaded again.

use std::time::Duration;

use store::{OutboxEntry, OutboxFile};
use tokio::fs::File;

use crate::{
    Error,
    context::Context,
    error::{ErrorClass, FileError},
    http::failure::CallFailure,
    outbox::outcome::{AttemptOutcome, FAIL_AFTER, resend_pause},
};

/// Uploads an entry's file, if that is still to be done. `Some`: the attempt ends here.
pub(super) async fn upload_first(
    context: &Context,
    entry: &OutboxEntry,
    failures: u32,
) -> Result<Option<AttemptOutcome>, Error> {
    let Some(file) = entry.file.as_ref().filter(|file| file.url.is_none()) else {
        return Ok(None);
    };
    let (store, id) = (&context.store, &entry.local_id);
    let ended = AttemptOutcome::done(entry.conversation.clone());
    let error = match upload(context, entry, file).await {
        Uploaded::At(url) => {
            // One that was cancelled meanwhile is not sent.
            let noted = store.record_upload(id, &url).await?;
            return Ok((!noted).then_some(ended));
        }
        Uploaded::Cancelled => return Ok(Some(ended)),
        Uploaded::Failed(error) => error,
    };
    tracing::info!(local_id = %id.0, %error, "not uploaded");
    let gives_up = match error.class() {
        // Something on the way stands in the server's place, as it may for a while.
        _ if matches!(error, Error::BadCertificate(_)) => false,
        ErrorClass::Auth => return Ok(Some(ended)),
        ErrorClass::RateLimited => {
            context.rate_limit.record::<()>(&Err(error.clone()));
            false
        }
        ErrorClass::ServerFailed => failures + 1 >= FAIL_AFTER,
        ErrorClass::Transient => false,
        ErrorClass::DiskFull => return Err(error),
        ErrorClass::Refused | ErrorClass::Unreadable | ErrorClass::Permanent => true,
    };
    if gives_up {
        store
            .mark_failed(id, error.code(), error.detail().as_deref())
            .await?;
        return Ok(Some(ended));
    }
    let pause = resend_pause(context, failures);
    Ok(Some(AttemptOutcome::paused(
        entry.conversation.clone(),
        pause,
    )))
}

/// How an upload ended.
enum Uploaded {
    At(String),
    Cancelled,
    Failed(Error),
}

async fn upload(context: &Context, entry: &OutboxEntry, file: &OutboxFile) -> Uploaded {
    let endpoint = match context.uploads.endpoint(context.rest.origin()) {
        Ok(Some(endpoint)) => endpoint,
        Ok(None) => return Uploaded::Failed(FileError::NoEndpoint.into()),
        Err(error) => return Uploaded::Failed(error),
    };
    let bytes = match open_copy(context, entry, file).await {
        Ok(bytes) => bytes,
        Err(error) => return Uploaded::Failed(error),
    };
    let running = context
        .uploads
        .begin(&entry.local_id, file.size.unwrap_or_default());
    // What people wait for comes first.
    let rest = context.rest.in_background();
    let uploaded = tokio::select! {
        uploaded = rest.upload(&endpoint, file, bytes, running.counter()) => uploaded,
        () = running.cancelled() => return Uploaded::Cancelled,
        () = running.stalled(patience(context)) => Err(CallFailure::never_sent(
            Error::Unreachable("the upload does not move".to_owned()),
        )),
    };
    match uploaded {
        Ok(url) => Uploaded::At(url),
        Err(failure) => Uploaded::Failed(failure.error),
    }
}

/// A call that is made in the background waits as long before it begins as it may take.
fn patience(context: &Context) -> Duration {
    context.timing.call_timeout * 2
}

/// Opens the copy in the profile's folder, if it is what was queued.
async fn open_copy(
    context: &Context,
    entry: &OutboxEntry,
    file: &OutboxFile,
) -> Result<File, Error> {
    let path = context.store.attached_file(&entry.local_id);
    let opened = File::open(&path).await.map_err(|_| FileError::Missing)?;
    let size = opened.metadata().await.map_err(|_| FileError::Missing)?;
    if Some(size.len()) != file.size {
        return Err(FileError::Missing.into());
    }
    Ok(opened)
}
