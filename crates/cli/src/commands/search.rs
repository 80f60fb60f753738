//! `search`: what is cached, as the window's search finds it.

use engine::Engine;

use crate::{cli_error::CliError, output, output::Output};

pub(super) async fn run(
    engine: &Engine,
    output: Output,
    words: &[String],
    limit: u32,
) -> Result<(), CliError> {
    let answer = engine.search(&words.join(" "), limit).await?;
    for filter in answer.filters.iter().filter(|filter| !filter.understood) {
        output::warn(&format!("{} says nothing and is passed over", filter.typed));
    }
    let results = answer.results;
    for row in results.conversations.iter().chain(&results.orders) {
        output.conversation(row)?;
    }
    for person in &results.people {
        output.person(person)?;
    }
    for message in &results.messages {
        output.found_message(message)?;
    }
    if results.more {
        output.remark("there may be more")?;
    }
    if results.not_covered > 0 {
        output::warn(&format!(
            "{} messages are not indexed yet and were not searched",
            results.not_covered
        ));
    }
    Ok(())
}
