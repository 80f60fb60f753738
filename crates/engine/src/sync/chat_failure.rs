//! Whether a failed call says something of one chat alone, or of everything.

use crate::{Error, context::Context, error::ErrorClass};

/// Whether a chat cannot be fetched for its own sake. An answer that is none of the server's, or that something on the way
/// gave up waiting for, may be the one to whatever is asked: what becomes of another call tells. So does it where this
/// program breaks down at a page.
///
/// # Errors
/// Those of the other call.
pub(crate) async fn is_of_one_chat(context: &Context, error: &Error) -> Result<bool, Error> {
    match error.class() {
        ErrorClass::Permanent if !matches!(error, Error::NotAvvento(_) | Error::Internal(_)) => {
            Ok(false)
        }
        ErrorClass::Permanent | ErrorClass::Transient => {
            context.rest.ping(&|| {}).await.map_err(Error::from)?;
            Ok(true)
        }
        class => Ok(class.concerns_one_conversation()),
    }
}
