//! Tells when catching up is under way, so that what it brings can be told as one.
//!
//! A pass counts as told only when the change sets that it caused have gone out: whoever follows [`CatchUps`] and
//! takes change sets first has then taken all of them.

use tokio::sync::watch;

use crate::CatchUps;

/// One pass of catching up; ended by its drop, however it ends.
pub(crate) struct CatchUpPass(watch::Sender<CatchUps>);

impl CatchUpPass {
    pub(crate) fn begin(passes: &watch::Sender<CatchUps>) -> Self {
        passes.send_modify(|passes| passes.begun += 1);
        Self(passes.clone())
    }
}

impl Drop for CatchUpPass {
    fn drop(&mut self) {
        self.0.send_modify(|passes| passes.ended += 1);
    }
}

/// All change sets of passes that had ended at `observed` have gone out.
pub(crate) fn mark_told(passes: &watch::Sender<CatchUps>, observed: CatchUps) {
    if observed.begun == observed.ended {
        passes.send_if_modified(|passes| {
            let is_new = passes.told < observed.begun;
            passes.told = passes.told.max(observed.begun);
            is_new
        });
    }
}
