//! Finds the last page of a chat, which is the newest where the server gives the oldest first.

use protocol::MessagePage;

use crate::{Error, limits::LAST_PAGE_CALLS, sync::page_reader::PageReader};

/// The number of the last page that holds anything: the next one is empty. Begins where it was last time; the steps double, so a few calls
/// suffice for any chat. `None` where they do not.
pub(super) async fn find_last_page(reader: &mut PageReader<'_>) -> Result<Option<u32>, Error> {
    let hint = reader.context.last_page(reader.conversation);
    let mut next = match hint {
        Some(hint) => hint,
        None => guess(&*reader.page(1).await?),
    };
    let (mut filled, mut step) = (0, 1);
    let mut empty: Option<u32> = None;
    for _ in 0..LAST_PAGE_CALLS {
        let page = reader.page(next).await?;
        if page.records == 0 {
            empty = Some(empty.map_or(next, |empty| empty.min(next)));
        } else {
            filled = filled.max(next);
        }
        next = match empty {
            Some(empty) if empty <= filled + 1 => {
                let last = filled.max(1);
                reader.context.set_last_page(reader.conversation, last);
                return Ok(Some(last));
            }
            Some(empty) => filled + (empty - filled) / 2,
            None => {
                let next = filled.saturating_add(step);
                step = step.saturating_mul(2);
                next
            }
        };
    }
    Ok(None)
}

/// The last page, if each is as full as the first.
fn guess(first: &MessagePage) -> u32 {
    let records = u64::try_from(first.records).unwrap_or(u64::MAX).max(1);
    let pages = first.total.unwrap_or_default().div_ceil(records);
    u32::try_from(pages).unwrap_or(u32::MAX).max(2)
}
