/// Every command that the window may call, declared here alone: one line for each function. The build
/// script makes the window's capability from this list, `bindings` the handler and the
/// TypeScript.
macro_rules! command_list {
    ($receiver:ident) => {
        $receiver![
            session::start_up,
            session::first_screen_painted,
            session::sign_in,
            session::sign_in_demo,
            session::sign_out,
            accounts::accounts,
            accounts::forget_account,
            session::try_now,
            session::open_network_login,
            session::ask_to_quit,
            session::quit,
            session::cancel_quit,
            session::drafts_flushed,
            queries::inbox,
            queries::inbox_changes,
            queries::conversation,
            queries::messages,
            queries::people,
            conversations::open_conversation,
            conversations::close_conversation,
            conversations::mark_read,
            conversations::star_conversation,
            conversations::unstar_conversation,
            queries::fetch_older,
            queries::fill_gap,
            outbox::send,
            outbox::retry,
            outbox::discard,
            outbox::outbox,
            outbox::edit_message,
            outbox::restore_message,
            outbox::confirm_sent,
            outbox::unsent,
            outbox::save_draft,
            conversations::set_status,
            conversations::rename,
            conversations::create_conversation,
            conversations::open_order_chat,
            conversations::ask_admin,
            conversations::follow_link,
            images::load_image,
            images::image_hosts,
            images::allow_image_host,
            images::forbid_image_host,
            storage::storage_sizes,
            storage::clear_cache,
            settings::save_preferences,
            settings::open_link,
        ]
    };
}

pub(crate) use command_list;
