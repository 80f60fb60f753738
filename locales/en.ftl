# Avvento Desk, English. Same keys as ar.ftl; a test compares the two.

## The program
app-name = Avvento Desk
starting = Starting…

## General words
action-cancel = Cancel
action-close = Close
action-copy = Copy
action-cut = Cut
action-call = Call
action-copy-phone = Copy phone number
action-paste = Paste
action-quote = Quote
action-undo = Undo
action-redo = Redo
action-select-all = Select all
action-retry = Try again
action-discard = Delete
action-save = Save
action-back = Back
action-dismiss = Dismiss
action-more = More
unknown-person = Unknown
you-mark = (you)
day-today = Today
day-tomorrow = Tomorrow
day-yesterday = Yesterday
# Within a sentence.
day-tomorrow-within = tomorrow
day-today-within = today
day-yesterday-within = yesterday
time-now = Now
day-and-time = { $day }, { $time }
size-bytes = { $size } B
size-kilobytes = { $size } KB
size-megabytes = { $size } MB
size-gigabytes = { $size } GB

## Roles, statuses, kinds
role-user = Customer
role-admin = Admin
role-restaurant = Restaurant
role-market = Market
role-pharmacy = Pharmacy
role-delivery = Courier
role-driver = Driver
status-open = Open
status-pending = Pending
status-resolved = Resolved
status-closed = Closed
kind-general = Support chat
kind-order = Order chat
preview-image = Photo
preview-file = File
preview-you = You:
preview-draft = Draft:
preview-empty = No messages yet
preview-unknown = A message this version cannot show
text-show-more = Show more
text-show-less = Show less

## Rail
rail-views = Views
rail-inbox = Inbox
rail-orders = Order chats
rail-starred = Starred
rail-snoozed = Snoozed
rail-took-part = I took part
rail-closed = Closed and resolved
rail-outbox = Outbox
rail-settings = Settings
    .keywords = preferences options configuration
rail-me = My account
rail-signed-in-as = Signed in as
connection-online = Connected
connection-connecting = Connecting
connection-polling = Connected without live events
connection-offline = Offline
connection-sign-in-needed = Sign-in needed
connection-signed-out = Signed out
unread-total = { $count ->
    [one] { $count } chat with unread messages
   *[other] { $count } chats with unread messages
}

## Sign-in
sign-in-title = Sign in
sign-in-again-title = Sign in again
sign-in-again-note = Your session ended. What you wrote is kept, and goes on where it stopped.
sign-in-other-account = If you sign in with another account, all of it stays on this computer for { $name }.
sign-in-lead = Support and order chats, in one place.
sign-in-server = Server address
sign-in-with-password = With a password
sign-in-with-token = With a token
sign-in-username = Username or phone
sign-in-password = Password
sign-in-show-password = Show the password
sign-in-hide-password = Hide the password
sign-in-token = Access token
sign-in-token-hint = Paste the token that an administrator gave you.
sign-in-button = Sign in
sign-in-busy = Signing in…
sign-in-waking = The server is waking up… this can take up to a minute ({ $seconds } s)
sign-in-demo = Try the demo
sign-in-demo-note = No account needed: a small server on this computer, with made-up customers.
sign-in-demo-busy = Preparing the demo…
sign-in-or = or
sign-in-keep-reading = Go on reading

## Search
search-label = Search
search-placeholder = Search messages and orders…
search-clear = Clear the search
search-results = Search results
search-filters = Filters of the search
search-filter-from = From:
search-filter-in = In:
search-filter-order = Order:
search-filter-before = Before:
search-filter-after = Since:
search-filter-has = With:
search-filter-tag = Tag:
search-filter-unclear = not understood
search-remove-filter = Remove the filter { $filter }
search-group-recent = Searched before, on this computer only
search-group-filter = Narrow the search
search-group-order = Orders
search-group-conversation = Chats
search-group-person = People
search-group-message = Messages
search-count = { $count ->
    [one] One result
   *[other] { $count } results
}
search-more = There may be older ones: type more letters, or narrow the search.
search-not-covered = { $count ->
    [one] One message is not searched yet: the index is being built.
   *[other] { $count } messages are not searched yet: the index is being built.
}
search-nothing = Nothing found
search-nothing-note = Search covers what has arrived on this computer, in any spelling. Try fewer letters.
search-failed = This could not be searched
# What the program itself types into the search before the colon; the engine knows it.
search-word-from = from
search-word-in = in
search-word-order = order
search-word-after = after
search-word-before = before
search-word-has = has
search-word-picture = image
search-word-tag = tag
search-meaning-from = the name of who wrote
search-meaning-in = a chat's name or subject
search-meaning-order = an order's number
search-meaning-after = since a day, such as { $day }
search-meaning-before = before a day, such as { $day }
search-meaning-has = pictures only
search-meaning-tag = one of your tags
search-start-note = Searches what is on this computer: names, order numbers and any part of a message, in any spelling.
search-forget = Clear these searches

## Inbox
inbox-title = Chats
inbox-label = List of chats
inbox-new = New chat
inbox-open-order = Open an order's chat
prefetch-progress = Saving chats for reading offline: { $done } of { $total }
filters-label = Show
inbox-sort = Order
sort-waiting = Longest waiting first
    .keywords = sort order waiting
sort-newest = Newest first
    .keywords = sort order
sort-oldest = Oldest first
    .keywords = sort order
waiting-short-now = now
waiting-short-minutes = { $count } min
waiting-short-hours = { $count } h
waiting-short-days = { $count } d
waiting-since-now = Waiting for less than a minute
waiting-since-minutes = { $count ->
    [one] Waiting for 1 minute
   *[other] Waiting for { $count } minutes
}
waiting-since-hours = { $count ->
    [one] Waiting for 1 hour
   *[other] Waiting for { $count } hours
}
waiting-since-days = { $count ->
    [one] Waiting for 1 day
   *[other] Waiting for { $count } days
}
filter-unanswered = To answer
filter-snoozed = Snoozed
filter-took-part = I took part
inbox-empty-unanswered = Nobody waits for your reply
inbox-empty-unanswered-note = Chats in which a customer waits for an answer appear here, the longest wait first.
inbox-empty-snoozed = Nothing is snoozed
inbox-empty-snoozed-note = Snooze a chat to have it back in time, or when the customer writes. Kept on this computer only.
inbox-empty-took-part = You have not written in any chat yet
inbox-empty-took-part-note = Chats in which you wrote appear here.
filter-open = Open
filter-unread = Unread
filter-orders = Orders
filter-starred = Starred
filter-closed = Closed
filter-all = All
inbox-empty-open = No open chats
inbox-empty-open-note = New ones appear here by themselves.
inbox-empty-unread = Everything is read
inbox-empty-unread-note = Chats with new messages appear here.
inbox-empty-orders = No order chats
inbox-empty-orders-note = Open one by its order's number or id, or wait for a customer.
inbox-empty-starred = No starred chats
inbox-empty-starred-note = { $keys ->
    [none] Star one to find it here. Stars are kept on this computer only.
   *[other] Star one with { $keys } to find it here. Stars are kept on this computer only.
}
inbox-empty-closed = Nothing closed yet
inbox-empty-closed-note = Closed and resolved chats are kept here.
inbox-empty-all = No chats yet
inbox-empty-all-note = Start one, or wait for a customer.
inbox-not-fetched = No chats fetched yet
inbox-not-fetched-note = They appear here as soon as the server can be reached.
inbox-failed = The list could not be read
row-starred = Starred
row-unread = { $count ->
    [one] { $count } unread message
   *[other] { $count } unread messages
}
row-waiting = { $count ->
    [one] { $count } message waiting to be sent
   *[other] { $count } messages waiting to be sent
}
row-failed = { $count ->
    [one] { $count } message not sent
   *[other] { $count } messages not sent
}
row-failed-tag = Not sent
row-waiting-tag = Waiting
order-number = Order { $number }

## Chat
chat-label = Messages
chat-label-with = Messages of { $chat }
chat-none = Choose a chat
chat-none-beside-note = Choose a chat from the list to show it here. Ctrl+Enter on a chat in the list opens it beside the open one.
pane-close = Close this side chat
chat-none-note = Its messages appear here. Arrow keys move in the list, Enter opens.
chat-empty = No messages yet
chat-empty-note = Write the first one.
chat-fetching = Fetching the messages…
chat-not-fetched = The messages of this chat have not been fetched yet
chat-not-fetched-note = They appear here once you are back online.
chat-fetch-failed = The messages of this chat could not be fetched
chat-beginning = The beginning of the chat
chat-loading-older = Fetching older messages…
chat-older-failed = Older messages could not be fetched.
characters-left = { $count ->
    [one] { $count } character left
   *[other] { $count } characters left
}
characters-over = { $count ->
    [one] { $count } character too long
   *[other] { $count } characters too long
}
chat-unread-fetching = Fetching what is unread…
chat-unread-failed = The first unread message could not be fetched.
chat-to-first-unread = To the first unread message
chat-gap = Some messages in between are missing here
chat-gap-loading = Fetching the missing messages…
chat-gap-failed = The missing messages could not be fetched.
chat-gap-offline = Some messages are missing here; they are fetched once you are back online
chat-new-messages = { $count ->
    [one] New message
   *[other] { $count } new messages
}
chat-to-newest = To the newest message
chat-to-newest-count = { $count ->
    [one] { $count } new message below
   *[other] { $count } new messages below
}
chat-arrived = New message from { $name }: { $text }
chat-failed = The messages could not be read
chat-order-opened = Order { $number } chat opened
message-pending = Waiting to be sent
message-sending = Sending
message-checking = Checking whether it arrived
message-checking-short = Checking
message-mine = You
chat-messages = Messages
message-sent = Sent
message-read = Read
message-failed = Not sent
message-not-sent = Not sent: { $reason }
message-server-says = The server says: { $detail }
image-open = Open the photo
image-label = Photo
image-from-me = You
image-older = Previous photo
image-newer = Next photo
image-zoom-in = Zoom in
image-zoom-out = Zoom out
image-copy = Copy the photo
image-save = Save the photo
image-copied = Photo copied
image-saved = Saved in your downloads
image-failed = The photo could not be loaded
image-loading = Loading the photo
image-elsewhere = This photo is on another site:
image-allow = Show photos from this site
image-allow-note = Fetching it tells the site that you opened the message, when, and from which address.
image-as-file = A photo that cannot be shown here
file-open = Open the file
file-save = Save the file in your downloads
file-unnamed = File
link-open = Open the link { $link }
link-title = Open this link?
link-about = The link's site is written in letters that can look like others. Its real name is:
link-advice = Open it only if you know this site and expect a link to it.
link-open-anyway = Open the link
link-leave = Do not open
copied = Copied
phone-copied = Phone number copied
phone-title = Click to copy · Ctrl+click to call
copy-failed = Could not copy
paste-failed = Could not paste. Use Ctrl+V.

## Composer
composer-label = Write a message
composer-placeholder = Write a message…
composer-turn-round = Did you mean:
composer-turn-round-key = Turn the words round to the other keyboard layout
composer-send = Send
send-later = Send later
    .keywords = schedule delay
send-later-10-minutes = In 10 minutes
send-later-1-hour = In an hour
send-later-tomorrow = Tomorrow at 9
send-later-unless-written = In 10 minutes, unless the customer writes
send-later-at = At a time…
send-later-condition = Only if the customer has not written by then
send-later-condition-note = If they have, it is not sent, and the outbox says so.
send-later-note = Sent at its time if the program is open and online, otherwise as soon as it is.
send-later-act = Schedule
scheduled-take-back = Can be taken back
scheduled-later = Goes out: { $when }
scheduled-unless-written = Goes out unless the customer writes before: { $when }
act-take-back = Take back
composer-hint-enter = Enter sends
composer-hint-ctrl-enter = Ctrl+Enter sends
composer-closed = This chat is closed, so no more messages can be sent.
composer-closed-admin = This chat is closed. Reopen it to answer.
composer-resolved = This chat is resolved, so no more messages can be sent.
composer-resolved-admin = This chat is resolved. Reopen it to answer.
composer-draft-kept = Your draft is kept.
composer-draft-label = The kept draft

## Canned replies
reply-list = Canned replies
    .keywords = templates snippets quick replies macros
reply-panel = Canned replies
reply-search = Search the replies
reply-manage = Manage
reply-none = There are no canned replies yet. Add one in the settings.
reply-none-found = No reply has these words.
reply-suggestions = Suggested replies
reply-blanks = { $count ->
    [one] A blank is left: Tab goes to it
   *[other] { $count } blanks are left: Tab goes to the next
}
reply-variable-customer = customer
reply-variable-order = order number
reply-variable-restaurant = restaurant
reply-variable-agent = my name
reply-variable-time = time
settings-replies = Replies
reply-about = Texts that you send often: type / and the shortcut in the message field. On this computer only.
reply-add = New reply
reply-edit = Change the reply
reply-edit-name = Change /{ $shortcut }
reply-up = Move /{ $shortcut } up
reply-down = Move /{ $shortcut } down
reply-delete = Delete /{ $shortcut }
reply-deleted = /{ $shortcut } is deleted.
reply-shortcut = Shortcut
reply-category = Category
reply-text = Text
reply-text-note = What stands in braces is filled in from the chat. A blank, such as {"{"}?minutes{"}"}, asks you for it before the message is sent.
reply-variables = Put into the text
reply-blank = + blank
reply-blank-name = minutes
reply-fault-shortcut-empty = Write a shortcut.
reply-fault-shortcut-too-long = The shortcut is too long: { 32 } letters at most.
reply-fault-shortcut-taken = Another reply has this shortcut.
reply-fault-text-empty = Write the text of the reply.
reply-fault-text-too-long = The text is longer than a message may be.
reply-fault-category-too-long = The category is too long: { 40 } letters at most.
reply-fault-too-many = There are { 1000 } replies already. Delete some first.
reply-files = Files
reply-import = Import…
reply-export-csv = Export as CSV
reply-export-json = Export as JSON
reply-files-note = The first line of a CSV file names its columns: shortcut, category, text. A reply with the same shortcut is replaced.
reply-imported = { $count ->
    [0] No reply was added.
    [one] { $count } reply was added.
   *[other] { $count } replies were added.
}
reply-imported-changed = { $count ->
    [0] None was changed.
    [one] { $count } was changed.
   *[other] { $count } were changed.
}
reply-exported = Saved as { $path }
reply-file-line = Line { $line }: { $sentence } Nothing was imported.
reply-file-too-large = The file is larger than { 2 } MB, so nothing was imported.
reply-file-not-text = This is no text file, so nothing was imported. Choose a CSV or JSON file.
reply-file-empty = There is no reply in this file.
reply-file-columns-unnamed = the first line does not name the columns shortcut and text.
reply-file-columns-too-many = there are more columns than in the first line. Put a text with ; or , into quotation marks.
reply-file-quote-open = a quotation mark is never closed.
reply-file-json-unreadable = this is no reply in JSON with shortcut and text.
reply-file-shortcut-twice = this shortcut stands in the file twice.
reply-file-shortcut-empty = the shortcut is missing.
reply-file-shortcut-too-long = the shortcut is longer than { 32 } letters.
reply-file-text-empty = the text is missing.
reply-file-text-too-long = the text is longer than a message may be.
reply-file-category-too-long = the category is longer than { 40 } letters.
reply-file-too-many = With these there would be more than { 1000 } replies, so nothing was imported.

## Palette and shortcuts
palette-title = All actions
    .keywords = commands palette
palette-search = What do you want to do?
palette-none = No action by that name.
palette-new-conversation = Start a chat
    .keywords = new start create write message compose conversations
palette-open-order = Open an order's chat
    .keywords = order number id barcode scan find
palette-view-open = Show open chats
    .keywords = inbox list home active filter conversations
palette-view-unanswered = Show who waits for an answer
    .keywords = unanswered waiting to answer mine pending filter
palette-view-snoozed = Show snoozed chats
    .keywords = later asleep filter conversations
palette-view-took-part = Show chats that I took part in
    .keywords = mine my conversations answered filter
palette-view-unread = Show unread chats
    .keywords = new filter conversations
palette-view-orders = Show order chats
    .keywords = delivery filter
palette-view-starred = Show starred chats
    .keywords = favourites favorites star filter conversations
palette-view-closed = Show closed chats
    .keywords = archive resolved done finished filter conversations
palette-view-all = Show all chats
    .keywords = everything filter conversations
palette-outbox = Show the outbox
    .keywords = unsent failed pending scheduled queue
palette-other-chat-beside = The customer’s other chat side by side
    .keywords = same customer compare split
palette-details = Show or hide the details
    .keywords = info customer card phone note tags pictures files sidebar
palette-note = Write a private note
    .keywords = comment memo tag label
palette-quiet-hour = Do not disturb for an hour
    .keywords = mute silence quiet notifications dnd
palette-settings-general = Settings: general
    .keywords = language appearance theme zoom font digits preferences options upload
palette-settings-replies = Settings: canned replies
    .keywords = templates snippets macros import export
palette-settings-alerts = Settings: alerts and sounds
    .keywords = notifications sound volume ring test
palette-settings-accounts = Settings: accounts
    .keywords = user switch
palette-settings-lock = Settings: lock and PIN
    .keywords = password security passcode
palette-settings-storage = Settings: storage
    .keywords = space disk clear delete cache retention
palette-theme-dark = Dark appearance
    .keywords = black night mode theme
palette-theme-light = Light appearance
    .keywords = white day mode theme
palette-language-ar = Arabic (العربية)
    .keywords = language
palette-language-en = English
    .keywords = language
palette-sign-out = Sign out
    .keywords = log out logout switch account
shortcuts-title = Keyboard shortcuts
    .keywords = keys hotkeys help keyboard
shortcuts-extra = In the window
shortcuts-field = In the message field
shortcuts-list = In the list of chats
shortcuts-basic = Always
shortcuts-on = Shortcuts
shortcuts-on-note = Turn them off where they get in your way: only those under «Always» stay, and those of the message field.
shortcut-reply-1 = Insert the first suggested reply
    .keywords = canned template suggestion
shortcut-reply-2 = Insert the second suggested reply
    .keywords = canned template suggestion
shortcut-reply-3 = Insert the third suggested reply
    .keywords = canned template suggestion
shortcut-previous-pane = To the previous part of the window
    .keywords = focus switch
shortcut-beside = Another chat beside the open one
    .keywords = split side by side pane
shortcut-next-chat = To the next chat beside
    .keywords = switch pane
shortcut-previous-chat = To the previous chat beside
    .keywords = switch pane
shortcut-close-pane = Close the chat beside, or its own window
    .keywords = hide split pane
shortcut-select = Select a chat
shortcut-next-pane = To the next part of the window
    .keywords = focus switch
shortcut-context-menu = Menu of the row or message (the Menu key too)
    .keywords = context menu, right click, popup
shortcut-escape = Back, close
    .keywords = cancel
shortcut-search = Search
    .keywords = find look up
shortcut-turn-round = Turn the last words round to the other keyboard layout
    .keywords = wrong keyboard layout fix switch
shortcut-next-unanswered = To the chat that waits longest
    .keywords = next waiting unanswered conversations
shortcut-next-unread = To the next unread chat
    .keywords = next new conversations
shortcut-take-back = Take back what was done last
    .keywords = undo cancel revert
shortcut-lock = Lock the window
    .keywords = pin password security
shortcut-close-conversation = Close the chat
shortcut-quit = Quit the program
    .keywords = exit close end
shortcut-send = Send
shortcut-newline = New line
shortcut-slash = Find a canned reply by its shortcut
shortcut-blank = To the next blank of a reply
settings-take-back = Taking a message back
settings-take-back-note = A message waits for so many seconds before it leaves; taking it back (Ctrl+Z) returns it to the composer.
take-back-off = Off
take-back-seconds = { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}
settings-send-key = Send a message with
send-key-enter = Enter
send-key-ctrl-enter = Ctrl+Enter

## Emoji, quotations, and what is asked before a text leaves
emoji-title = Emoji
    .keywords = smiley emoticon faces
emoji-button = Emoji
emoji-search = Search emoji
emoji-none = No emoji by that name.
emoji-groups = Groups
emoji-group-smileys = Smileys
emoji-group-people = People
emoji-group-nature = Animals and nature
emoji-group-food = Food and drink
emoji-group-travel = Travel and places
emoji-group-activities = Activities
emoji-group-objects = Objects
emoji-group-symbols = Symbols
emoji-group-flags = Flags
shortcut-quote-last = Quote what was said last
    .keywords = reply to cite
send-unseen = Something new came while you were writing. Read it, then send.
wrong-chat-title = Is this the right chat?
wrong-chat-order = The text names order { $named }, which is about another chat: { $chat }.
wrong-chat-phone = The text names { $named }, the number of somebody in another chat: { $chat }.
wrong-chat-same-text = The same text went out in another chat less than a minute ago.
wrong-chat-typed = What you typed since is kept:
wrong-chat-back = Back to the text
wrong-chat-send = Send it here
closing-title = Something here was not sent
closing-note = A closed or resolved chat takes no more messages. What follows stays on this computer, unsent:
closing-drafts = { $count ->
    [one] A text or file that you began to send
   *[other] { $count } chats in which you began to write
}
closing-scheduled = { $count ->
    [one] A scheduled message
   *[other] { $count } scheduled messages
}
closing-failed = { $count ->
    [one] A message that could not be sent
   *[other] { $count } messages that could not be sent
}
closing-back = Back
closing-close = Close all the same
closing-resolve = Resolve all the same
closing-unseen = Something new came here. Read it before you close the chat.

## Outbox: what was written here and is not on the server
outbox-title = Outbox
outbox-count = { $count ->
    [one] { $count } message not sent yet
   *[other] { $count } messages not sent yet
}
outbox-needs-count = { $count ->
    [one] { $count } message needs you
   *[other] { $count } messages need you
}
outbox-needs = Needs you
outbox-waiting = On its way
outbox-scheduled = Scheduled
outbox-cancelled = Cancelled
outbox-cancelled-note = Kept for seven days, then removed.
outbox-since = Written at { $time }
outbox-empty = Everything you wrote is sent
outbox-empty-note = What waits or fails appears here, with the reason and what can be done.
outbox-failed = The outbox could not be read
waits-line-free = Goes out now.
waits-turn = Waits for its turn, behind another message of the same chat.
waits-time = Has not reached the server yet.
waits-closed = The chat is closed. It is sent if it is reopened.
waits-line = Offline. It is sent once you are back online.
waits-sign-in = Your session has ended. It is sent after you sign in.
waits-server-busy = The server is busy.
waits-disk-full = The disk is full. It is sent when there is room.
waits-again-at = Next try at { $time }
checks-line = The answer was lost, and the connection is down. Whether it arrived is checked once you are back online.
checks-sign-in = The answer was lost, and your session has ended. Whether it arrived is checked after you sign in.
checks-server-busy = The answer was lost, and the server is busy. Whether it arrived is checked when it answers.
checks-disk-full = The answer was lost, and the disk is full. Whether it arrived is checked when there is room.
outbox-state-sending = Sending…
outbox-state-checking = The answer was lost: checking whether it arrived.
outbox-state-cancelled = Cancelled: { $moment }
ambiguous-question = It is not certain that this arrived: the chat holds the same words, and another device may have sent them. Is it there?
outbox-dropped = Not sent: the customer wrote before its time.
act-now = Send it now
act-rewrite = Back to writing
act-dismiss = Understood
act-confirm = Yes, it is there
act-again = No, send again
act-send-again = Send it again
act-retry = Try again
act-reopen = Reopen the chat
act-reopen-and-send = Reopen and send
act-ask = Ask an admin
act-edit = Edit and send
act-restore = Restore and send
act-copy = Copy
act-open = Open the chat
act-cancel = Cancel the message
edit-label = Change the message
edit-hint = Esc goes back, unchanged
edit-back = Back
held-note = { $count ->
    [one] This chat is closed; { $count } message is kept, unsent
   *[other] This chat is closed; { $count } messages are kept, unsent
}
held-cancel = { $count ->
    [one] Cancel it
   *[other] Cancel them
}

## Head and details
head-resolve = Resolve
    .keywords = done solve finish
head-close = Close
    .keywords = end archive conversation
head-reopen = Reopen
    .keywords = open again
head-resolve-and-next = Resolve and next
    .keywords = done solve finish
head-snooze = Snooze
snooze-10-minutes = Snooze for 10 minutes
    .keywords = later remind postpone
snooze-1-hour = Snooze for 1 hour
    .keywords = later remind postpone
snooze-until = Snooze until…
    .keywords = later remind postpone tomorrow
snooze-end = End the snooze
    .keywords = wake cancel unsnooze
snooze-title = Snooze the chat
snooze-time = Time (such as 17:30)
snooze-day = Day
snooze-note = It comes back at that time, or when the customer writes before. Kept on this computer only.
snooze-act = Snooze
snooze-bad-time = Write the time in hours and minutes, such as 17:30
snooze-past = That time has passed. Choose a later one, or tomorrow.
marks-title = Your note and tags
note-label = Private note
note-placeholder = Neither the customer nor your colleagues see it
tags-label = Tags
tag-add = Add a tag
tags-suggested = Tags in use
tag-show = Chats with the tag “{ $tag }”
tag-remove = Remove the tag “{ $tag }”
tag-known = The tag is there already
tags-more = { $count ->
    [one] and { $count } other tag
   *[other] and { $count } other tags
}
only-on-this-device = On this computer only.
reminder-set = Reminder: { $when }
reminder-rung = The reminder is due: { $when }
reminder-end = End the reminder
shortcut-remind = Remind of what was promised
    .keywords = reminder alarm promise timer
promise-minutes = { $count ->
    [one] Remind me in { $count } minute
   *[other] Remind me in { $count } minutes
}
promise-hours = { $count ->
    [one] Remind me in { $count } hour
   *[other] Remind me in { $count } hours
}
snoozed-until = { $count ->
    [one] Snoozed until { $when }
   *[other] { $count } chats snoozed until { $when }
}
deferred-resolved = { $count ->
    [one] Resolved
   *[other] { $count } chats resolved
}
deferred-closed = { $count ->
    [one] Closed
   *[other] { $count } chats closed
}
deferred-kept-open = { $chat }: something new came, so the chat stays open
deferred-read = { $count ->
    [one] Marked as read
   *[other] { $count } chats marked as read
}
starred-count = { $count ->
    [one] Starred
   *[other] { $count } chats starred
}
unstarred-count = { $count ->
    [one] Star removed
   *[other] { $count } stars removed
}
next-none-waits = Nobody else waits for your reply
next-none-unread = Nothing else is unread
row-open-beside = Open beside the open chat
row-mark-read = Mark as read
    .keywords = seen read
row-star = Star
row-unstar = Remove the star
row-resolve = Mark as resolved
row-close = Close
selection-label = Selected chats
selection-clear = Clear the selection
selection-count = { $count ->
    [one] 1 selected
   *[other] { $count } selected
}
head-star = Star
    .keywords = favourite favorite pin mark
head-rename = Change the subject
    .keywords = rename title name
head-details = Details
head-mark-copy-id = Copy the chat's id
    .keywords = identifier number conversations
details-order = Order
details-conversation = Chat
details-number = Number
details-status = Status
details-type = Kind
details-opened = Opened
details-activity = Last activity
details-participants = People
details-attachments = Pictures and files
details-attachments-more = Older ones are further up in the chat.
details-complete = Complete until { $moment }
details-complete-now = Complete until now
details-incomplete = Not fetched completely yet
details-copy = Copy the number
customer-title = Customer
customer-first-seen = First seen
customer-other-chats = Other chats
customer-orders = Orders among them
customer-beside-title = Show both chats side by side
customer-also = Also in { $chat }
customer-crossing-draft = You have a draft for this customer in { $chat }
customer-crossing-me = You answered this customer in { $chat }
customer-crossing-agent = This customer is being answered in { $chat } too
customer-answered-me = answered by you
customer-answered-by = answered by { $name }
customer-unanswered = waits for an answer
collision-opened = A colleague opened this chat
collision-opened-writing = A colleague may be answering this chat too
collision-answered = Answered by { $name }
collision-answered-writing = Already answered by { $name }
collision-colleague = a colleague
collision-or-me = or you, on another device
customer-more-chats =
    { $count ->
        [one] and one more chat
       *[other] and { $count } more chats
    }
customer-show-all =
    { $count ->
        [one] Show one chat
       *[other] Show all { $count } chats
    }
customer-unlisted =
    { $count ->
        [one] One older chat is not shown here.
       *[other] { $count } older chats are not shown here.
    }
ago-now = just now
ago-minutes =
    { $count ->
        [one] 1 min ago
       *[other] { $count } min ago
    }
ago-hours =
    { $count ->
        [one] 1 hour ago
       *[other] { $count } hours ago
    }
ago-days =
    { $count ->
        [one] 1 day ago
       *[other] { $count } days ago
    }
facts-title = Named in the chat
fact-phone = Phone
fact-order = Order number
fact-amount = Amount
fact-map = Place on the map
fact-address = Address
fact-copy = Copy { $fact }
fact-call = Call { $fact }
fact-open = Open { $fact }
fact-insert = Put { $fact } into the answer
own-view-save-this = Save this view
own-view-change = Change this view
own-view-title = A view of your own
own-view-note = It shows the chats for which everything that you choose holds. On this computer only.
own-view-name = Name of the view
own-view-words = Words in the name, subject or order number
own-view-filters = Conditions
own-view-sort = Order
own-view-delete = Remove the view
own-view-fault-name-empty = Write a name for the view.
own-view-fault-name-too-long = The name is longer than { $count } characters.
own-view-fault-name-taken = You have a view with this name.
own-view-fault-words-too-long = These are too many words: a few are enough.
own-view-fault-too-many-tags = A view asks for { 10 } tags at most. Take one off.
own-view-fault-tag-too-long = A tag has more than { 40 } characters.
own-view-fault-too-many = You have { $count } views, the most that are kept. Remove one first.
inbox-empty-own = Nothing in this view
inbox-empty-own-note = Chats for which its conditions hold appear here.
palette-save-view = Save or change the current view
    .keywords = filter custom own view
no-subject = No subject

## Dialogs
new-title = New chat
new-with-person = With a person
new-with-admin = With support
new-person = To
new-person-placeholder = Name, phone or user id
new-person-placeholder-no-phone = Name or user id
new-person-none = Nobody by that name is known here. Paste their user id to write to them.
new-person-use-id = Use as user id: { $id }
new-subject = Subject (optional)
new-admin-note = A member of the support team will answer.
new-start = Start
order-title = Open an order's chat
order-id = Order number or id
order-id-hint = The number as the list shows it, or the id from the orders page. It can also be scanned, or typed outside any field.
order-unknown = No order with this number is known here. To begin a new chat, enter the order's whole id from the orders page.
order-begin-question = This order has no chat yet. Start one?
order-begin = Start a chat
order-several =
    { $count ->
        [one] One chat speaks of this number.
       *[other] { $count } chats have this number. Choose one.
    }
order-open = Open
rename-title = Change the subject
rename-label = Subject
sign-out-title = Sign out?
sign-out-note = Drafts and messages that wait to be sent stay on this computer for your next sign-in.
sign-out-note-unsent = All of it stays on this computer for this account, and goes on when you sign in to it again.
sign-out-note-unknown = What is not sent could not be counted. All that you wrote stays on this computer for this account.
sign-out-note-remove = Nothing of this account stays on this computer: no chats, pictures, drafts or stars.
sign-out-pin = The PIN of the lock is removed as well.
sign-out-everybody = Sign out everybody on this computer
sign-out-everybody-note = { $count ->
    [one] { $count } other account is remembered here.
   *[other] { $count } other accounts are remembered here.
}
sign-out-remove = Also remove the chats from this computer
sign-out-remove-note = They stay on the server. Stars are only here, and go too.
sign-out-remove-unsent = Not possible while messages are unsent: there is no other copy of them.
sign-out = Sign out
unsent-waiting = { $count ->
    [one] { $count } message waits to be sent
   *[other] { $count } messages wait to be sent
}
unsent-scheduled = { $count ->
    [one] { $count } scheduled message does not leave before you are back
   *[other] { $count } scheduled messages do not leave before you are back
}
unsent-held = { $count ->
    [one] { $count } message waits for its closed chat to be opened
   *[other] { $count } messages wait for their closed chat to be opened
}
unsent-failed = { $count ->
    [one] { $count } message was not sent and needs you
   *[other] { $count } messages were not sent and need you
}
unsent-drafts = { $count ->
    [one] { $count } draft
   *[other] { $count } drafts
}
quit-title = Quit?
quit-note = { $count ->
    [one] { $count } message has not been sent yet; it will be sent the next time you open the program.
   *[other] { $count } messages have not been sent yet; they will be sent the next time you open the program.
}
quit-note-kept = What follows is kept on this computer, unsent:
quit-now = Quit now
quit-stay = Stay

## Settings
settings-title = Settings
settings-language = Language
settings-theme = Appearance
language-ar = العربية
language-en = English
theme-system = System
theme-light = Light
theme-dark = Dark
settings-digits = Digits
digits-latin = 123
digits-arabic = ١٢٣
settings-alerts = Alerts
settings-quiet = Do not disturb
quiet-half-hour = 30 minutes
quiet-hour = 1 hour
quiet-morning = Until tomorrow morning
quiet-until = Do not disturb until { $when }
quiet-end = End do not disturb
    .keywords = unmute sounds notifications dnd
quiet-note = No sound and no notification until then; after it, one notification of what you missed.
settings-sounds = Sounds
sounds-on = Play a sound for anything new
sounds-on-note = One for a message, another for a new chat.
sound-volume = Volume
sound-test = Play a test
settings-ask-close = Ask before closing the window
settings-ask-close-note = Where there is no tray icon, closing ends the program.
close-title = Closing ends the program
close-dont-ask = Do not ask again
close-quit = Quit
close-minimize = Minimise
settings-notifications = Notifications
settings-hide-text = Hide the text of messages
settings-hide-text-note = Notifications then say only who wrote.
settings-image-hosts = Sites that photos are fetched from
settings-image-hosts-none = None but your account's server. Any other site is asked about first.
settings-image-hosts-note = Photos on other sites are not fetched until you allow the site.
settings-image-forbid = Fetch no photos from { $host }
settings-waiting-long = A waiting time turns amber after
settings-waiting-late = It turns red after
settings-waiting-note = Counted from the customer’s first message that nobody answered; shown in the list and in the chat’s head.
settings-zoom = Text size
zoom-in = Larger
    .keywords = zoom in bigger text size font
zoom-out = Smaller
    .keywords = zoom out smaller text size font
zoom-reset = Usual size
    .keywords = zoom reset normal text size font
settings-about = Version { $version }
settings-demo = Demo
settings-pages = Pages of the settings
settings-general = General
settings-storage = Storage
settings-accounts = Accounts

## Accounts
accounts-title = Remembered on this computer
accounts-none = Nobody is signed in on this computer.
accounts-current = In use
accounts-forget = Remove
accounts-forget-name = Remove { $name }
accounts-note = Whoever is removed has to sign in again; chats and drafts stay on this computer.
accounts-keep = Keep other accounts signed in
accounts-keep-note = Otherwise signing in as somebody else signs everybody else out of this computer.

## Storage
storage-title = On this computer
storage-messages = Chats and messages
storage-message-count = { $count ->
    [one] { $count } message
   *[other] { $count } messages
}
storage-conversation-count = { $count ->
    [one] { $count } chat
   *[other] { $count } chats
}
storage-free = { $size } of it free for new ones
storage-images = Pictures
storage-images-note = At most { $size }; those seen longest ago go first.
storage-written = What you wrote
storage-written-note = Drafts, messages not sent yet, stars. Never removed.
storage-reserve = Reserve
storage-reserve-note = Lets your messages go out when the disk is full.
storage-log = Log
retention-title = Keep messages for
retention-everything = Forever
retention-years = { $count ->
    [one] { $count } year
   *[other] { $count } years
}
retention-months = { $count ->
    [one] { $count } month
   *[other] { $count } months
}
retention-note-everything = Everything that was fetched stays on this computer.
retention-note = Older messages leave this computer, checked once a day, and are fetched again when you scroll back to them. What you wrote, what you have not read, starred chats and chats with a draft stay whole.
clear-heading = Clear the downloaded data
clear-about = Gives the disk its room back at once. Drafts, unsent messages and stars stay.
clear-button = Clear…
clear-title = Clear the downloaded data?
clear-note = All chats, messages and pictures saved on this computer are removed. They are fetched again when they are needed; until then they cannot be read without a connection.
clear-kept = Your drafts, your messages that are not sent yet and your stars stay.
clear-offline = You are offline: until the connection is back there will be nothing to read.
clear-confirm = Clear
clear-done = The downloaded data is cleared

## Banner
banner-offline = Offline since { $time } · saved chats are available
banner-offline-short = Offline
banner-offline-waiting-short = { $count ->
    [one] Offline · { $count } message waits
   *[other] Offline · { $count } messages wait
}
banner-offline-waiting = { $count ->
    [one] Offline since { $time } · saved chats are available, and { $count } message waits to be sent
   *[other] Offline since { $time } · saved chats are available, and { $count } messages wait to be sent
}
banner-next-try = Next try in { $seconds } s
banner-trying = Trying…
banner-try-now = Try now
banner-connecting = Connecting…
banner-waking = The server is waking up… this can take up to a minute
banner-polling = Live events are blocked on this network. New messages may come a few seconds late.
banner-sign-in = Your session has ended. Sign in again to send and receive.
banner-sign-in-button = Sign in
banner-sign-in-keyring = This computer's keyring is locked or does not work, and it holds your sign-in. Unlock it, or sign in again.
banner-sign-in-missing = Your saved sign-in is not on this computer any more: it was removed from the keyring, or never kept there. Sign in again; what you wrote is kept.
banner-region = Connection
banner-captive-portal = This network asks you to sign in to it before the internet can be used.
banner-captive-portal-button = Open the network's page
banner-no-such-host = The server's address cannot be found. Check whether this computer is on the internet.
banner-proxy-unreachable = This network's proxy does not answer. Ask whoever looks after the network; what you write is kept.
banner-proxy-sign-in-needed = This network's proxy wants a name and a password. Ask whoever looks after the network; what you write is kept.
banner-proxy-refused = This network's proxy gives no way to the server. Ask whoever looks after the network; what you write is kept.
banner-wrong-clock = This computer's clock is wrong, so the server's certificate cannot be checked. Set the date and time.
banner-busy = The server is busy; trying again by itself
banner-disk-low = The disk is almost full. Free some space; what you wrote is kept.
banner-disk-cramped = The disk is full: what others say is not kept until there is room. What you write still is.
banner-disk-full = The disk is full: reading goes on, and nothing new is saved until there is room.
banner-disk-failed = The disk cannot be read or written, so what you write now may not be kept. Check it and its permissions.
banner-clock-slow = This computer's clock is { $span } slow. The times here go by the server's clock.
banner-clock-fast = This computer's clock is { $span } fast. The times here go by the server's clock.
span-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
span-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
span-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
disk-region = Disk
clock-region = Clock

## Notices
notice-cache-set-aside = The saved copy of chats was damaged and was put aside. A new one is being fetched; what you wrote is safe.
notice-outbox-salvaged = The file of your unsent messages was damaged. What could be saved was saved: please look through your drafts.
notice-restored-from-backup = Unsent messages were brought back from damaged files. They are not sent by themselves: look at each and choose.
notice-disk-low = The disk is nearly full. The room kept in reserve is in use now: please free some space.
notice-files-not-sent = Here are files that were not sent yet. Close the window once more to leave them.
notice-scan-elsewhere = The scanned code was not looked up: close what lies over the chats, then scan it again.
notice-reading-only = The disk is full. You can read, but nothing can be saved or sent until there is space.
notice-keyring-unavailable = This computer's keyring cannot be used. You will have to sign in again after closing the program.
notice-no-tray = There is no tray here: closing the window ends the program, and no alerts come.
notice-edit-too-late = The message went out before your change. Your new text is in the draft of its chat.
notice-edit-kept = The text that you were changing is kept in the draft of its chat.
notice-open-outbox = Show the outbox
notice-notifications-unavailable = Notifications cannot be shown on this computer.
notice-preferences-set-aside = Your settings could not be read; the usual ones are used.
notice-bad-link = That link leads to no chat of this account.
notice-unknown = Something needs attention. The log has the details.

## Errors: a sentence and what to do
error-sign-in-cancelled = The sign-in was cancelled. Try again whenever you like.
error-wrong-password = The username or password is wrong. Check both and try again.
error-phone-not-verified = This account's phone number is not verified yet. Verify it in the mobile app, then sign in here.
error-bad-token = This token is not valid. Paste it whole, or ask an administrator for a new one.
error-expired-token = This token has expired. Sign in with your password, or ask an administrator for a new token.
error-unreachable = The server cannot be reached. Check the network and the address, then try again.
error-unstable-connection = The connection keeps breaking off and coming back. The network may be weak; what you write is kept and goes out when it holds.
error-no-such-host = The server's name cannot be found. Check that this computer is on the network, and the address.
error-proxy-unreachable = This network's proxy does not answer, so the server cannot be reached. Check this computer's proxy settings, or ask whoever looks after the network.
error-proxy-sign-in-needed = This network's proxy wants a name and a password of its own before it lets you through to the server. Put them into this computer's proxy settings, or ask whoever looks after the network.
error-proxy-refused = This network's proxy gives no way to the server: it does not allow it, or the server is down. Try again in a moment, or ask whoever looks after the network.
error-captive-portal = The network answers in the server's place: it may want you to sign in to it, or it lets nothing through. Open a browser and sign in to the network, or use another one.
error-wrong-clock = This computer's date or time is wrong, so no secure connection can be made. Set the right date and time.
error-host-asleep = The server is still waking up. Wait a minute and try again.
error-not-avvento = Something else than an Avvento server answers at this address. Check the address.
error-bad-address = This is not a server address. It looks like https://name.example.
error-bad-certificate = The server's certificate is not trusted. Check this computer's date and time and the address, or ask your administrator.
error-refused = The server refused this. Check what you entered, or ask an administrator.
error-forbidden = Your account may not do this. Ask an administrator if you need it.
error-not-found = The server does not know this. Check the number, or refresh the list.
error-conversation-closed = The chat was closed. Reopen it or start a new one.
error-invalid-input = Something entered is not right. Check it and try again.
error-too-many-requests = The server is busy and asks for patience. Wait a moment and try again.
error-server-failed = The server had a problem. Try again in a moment.
error-sign-in-needed = Your session has ended. Sign in again; what you wrote is kept.
error-saved-sign-in-missing = Your saved sign-in is not on this computer any more. Sign in again; what you wrote is kept.
error-disk-full = The disk is full, so nothing can be saved. Free some space and try again.
error-cache-damaged = The saved copy of chats is damaged. Restart the program: a new copy will be fetched.
error-row-damaged = The file of unsent messages was damaged and this text may have changed. Read it, correct it, then send it again.
error-row-restored = This message was brought back from a damaged file or a backup, and may have been sent before. Check the chat before you send it again.
error-disk-failed = The disk cannot be read or written. Check it and its permissions, then try again.
error-profile-in-use = Avvento Desk is already open for this account. Use that window, or close it first.
error-keyring-unavailable = This computer's keyring cannot be used. You will have to sign in again next time.
error-ambiguous-send = It is not certain whether this message arrived. Look in the chat, then send it again or delete it.
error-unsettled-send = Whether it arrived could not be checked: the server does not let this chat be read. Make sure that it did not arrive before you send it again.
error-bad-time = That time has passed, or lies more than a year ahead. Choose another; the text is not lost.
error-draft-too-long = A text of more than { 50000 } characters is not kept as a draft. Shorten it; what was kept before is still there.
error-note-too-long = The note has more than { 2000 } characters. Shorten it to have it kept; nothing of it is lost.
error-tag-too-long = The tag has more than { 40 } characters. Shorten it.
error-too-many-tags = A chat has no more than { 10 } tags. Remove one first.
error-too-late = The message's state changed before that. Look at it now.
error-too-large = This is too large. Make it smaller and try again.
error-not-an-image = This is not a picture that can be shown. Ask for it in another format.
error-image-host-not-allowed = Photos from this site are not fetched yet. Allow it in the chat first.
error-unreadable-answer = The server's answer could not be read. Try again; if it stays, tell your administrator.
error-internal = Something went wrong in the program. Try again; if it stays, restart it.
error-unsent-remains = Something is not sent yet: messages or drafts. Send or delete them first, or leave the chats on this computer.
error-message-empty = The message is empty. Write something first.
error-message-too-long = The message is too long. Split it into several.
error-query-too-long = That is too much to search for. A few words are enough.
error-clipboard-refused = The photo could not be copied: the system's clipboard does not take it. Save it instead.
error-sound-no-device = There is no sound device that can be used. Connect one or look at the system's sound settings, then try again.
error-sound-no-answer = The sound device does not answer. Look at the system's sound settings, then try again.
error-sound-busy = A sound is being played. Try again in a moment.
error-link-refused = This link is not opened: only secure (https) and mail links are.

## The lock
settings-lock = Lock
lock-title = Avvento Desk is locked
lock-lead = Enter the PIN to continue. Messages still arrive and are sent.
lock-pin = PIN
lock-open = Unlock
lock-forgot = Forgot the PIN?
lock-damaged = The lock's file is damaged, and no PIN opens it. Sign out to go on; what you wrote stays on this computer.
lock-about = Choose a PIN that is asked for at each start and after a time without use, so that whoever sits at this computer does not see your chats while you are away.
lock-limits = The lock hides the window; it does not encrypt the files. Use the system's screen lock as well.
lock-after-title = Lock after a time without use
lock-after-minutes = { $count } min
lock-after-never = Never
lock-after-note = Counted from the last key or movement in this window; the computer's sleep counts too.
lock-after-note-never = The PIN is asked for at the start, and when you lock the window yourself.
lock-now = Lock now
lock-now-title = Lock at once
lock-now-note = Or by its keys at any time: “Keyboard shortcuts” names them.
pin-title = PIN
pin-set = Set PIN
pin-change = Change PIN
pin-remove = Remove PIN
pin-current = Current PIN
pin-new = New PIN
pin-repeat = New PIN once more
pin-hint = 4 to 12 digits.
pin-differs = The two PINs differ. Type the same one twice.
pin-is-set = PIN set
pin-is-changed = PIN changed
pin-is-removed = PIN removed
pin-wrong = { $count ->
    [one] Wrong PIN. { $count } more try before a pause.
   *[other] Wrong PIN. { $count } more tries before a pause.
}
pin-wrong-again = Wrong PIN.
pin-wait-seconds = { $count ->
    [one] Too many wrong PINs. Try again in { $count } second.
   *[other] Too many wrong PINs. Try again in { $count } seconds.
}
pin-wait-minutes = { $count ->
    [one] Too many wrong PINs. Try again in { $count } minute.
   *[other] Too many wrong PINs. Try again in { $count } minutes.
}
forget-pin-title = Sign out and remove the PIN?
forget-pin-note = Everybody on this computer is signed out of this program, and the PIN is removed. After that each signs in with their own password.
forget-pin-confirm = Sign out and remove PIN
error-locked = The window is locked. Enter the PIN first.
error-pin-invalid = This is not a PIN. Type 4 to 12 digits.

## The shell: tray, notifications, window title
shell-title = Avvento Desk
shell-title-unread = ({ $count }) Avvento Desk
shell-tray-show = Show Avvento Desk
shell-tray-lock = Lock
shell-tray-quiet = Do not disturb for an hour
shell-tray-quiet-end = End do not disturb
shell-tray-hint = Avvento Desk is still running
shell-tray-hint-body = Only the window was closed; alerts go on. You find the program among the tray icons, and quit it there.
shell-tray-quit = Quit
shell-tray-unread = { $count ->
    [one] Avvento Desk: { $count } unread chat
   *[other] Avvento Desk: { $count } unread chats
}
shell-notify-in = { $sender } · { $chat }
shell-notify-count = { $count ->
    [one] { $count } new message
   *[other] { $count } new messages
}
shell-notify-hidden = New message
shell-notify-reminder = It is time to come back to this chat
shell-notify-image = Photo
shell-notify-file = File: { $name }
shell-notify-opened = New chat
shell-notify-order = Order { $number }
shell-notify-many = { $count ->
    [one] News in { $count } chat
   *[other] News in { $count } chats
}
shell-notify-many-opened = { $count ->
    [one] { $count } new chat
   *[other] { $count } new chats
}
shell-notify-show = Show
shell-someone = Someone

## Files that are saved
shell-file-untitled = Chat
shell-file-image = Photo
shell-file-file = File
shell-file-gap = Messages are missing here: they were not fetched to this computer.
shell-file-not-sent = not sent
shell-column-id = Number of the chat
shell-column-people = People
shell-column-phones = Phones
shell-column-subject = Subject
shell-column-status = Status
shell-column-order = Order
shell-column-unread = Unread
shell-column-waiting = Waiting since
shell-column-activity = Last activity

## Paper and files
head-print = Print…
    .keywords = paper printer
head-export = Save as a file…
    .keywords = export download text html json
head-own-window = Open in its own window
    .keywords = separate detach pop out window
print-title = Print the chat
print-range = What is printed
print-range-today = Today's messages
print-range-last = The last hundred
print-range-all = All on this computer
print-note = Each message with its sender and time, on A4. Pictures and files are named, not shown.
print-preview = How it will look
print-count = { $count ->
    [0] No messages in this range
    [one] One message
   *[other] { $count } messages
}
print-most = The newest { $count } are printed.
print-gap = Messages are missing here: they were not fetched to this computer.
print-not-sent = not sent
print-at = Printed { $when }
print-button = Print
error-print-failed = The system could not print.
export-title = Save the chat as a file
export-form = Form of the file
export-text = Text
export-html = Web page
export-json = JSON
export-note-text = Lines of text that any program can open.
export-note-html = A page that a browser shows without the internet.
export-note-json = For programs: everything that is known of each message.
export-where = Saves what is on this computer to your Downloads folder. Nothing is fetched from the server.
export-save = Save
export-saved = Saved: { $path }
palette-export-list = Save the list of chats as a table (CSV)
    .keywords = export excel spreadsheet download conversations

## Today
today-title = Today
    .keywords = statistics report dashboard numbers performance
today-note = Since midnight, from what is on this computer.
today-answered = Answered
today-answered-by-me = { $count } by you
today-median = Median wait for an answer
today-longest = Longest wait
today-waiting = Waiting now
today-hours = By hour
today-hour = Hour
today-asked = Messages that came
today-answers = Answers
today-table = As a table
today-nothing = Nothing was said today yet
today-more = There are more messages today than are looked through; the latest are missing here.
today-failed = The day could not be read
today-none = none
duration-seconds = { $count } s
duration-minutes = { $count } min
duration-hours = { $hours } h { $minutes } min
duration-days = { $days } d { $hours } h

## The first run
shell-test-alert = This is how an alert looks
shell-test-alert-body = If you see this and hear a sound, alerts work on this computer.
first-run-region = First steps
first-run-text = Check that alerts reach you: a notification and a sound.
first-run-test = Try an alert
first-run-again = Once more
first-run-shown = A notification was shown and a sound played. Did you see and hear them? If not, look at «Alerts» in the settings.
first-run-done = It works
first-run-skip = Not now

## Own shortcuts
own-keys-note = The pencil gives an action other keys. They go by their place on the keyboard, so they work in Arabic and in English.
own-keys-change = Change the keys of «{ $action }»
own-keys-reset = Usual keys for «{ $action }»
own-keys-reset-all = Usual keys for all actions
own-keys-press = Press the keys… (Esc: leave it)
own-keys-taken = These are the keys of «{ $action }». Choose others.
own-keys-reserved = The program needs these keys itself. Choose others.
own-keys-alt = Alt and AltGr write letters on many keyboards. Choose keys with Ctrl.
own-keys-plain = Hold Ctrl as well, or choose a key from F2 to F12: others write into the message.
own-keys-field = These keys belong to the text field. Choose others.
own-keys-unknown = This key cannot stand for an action. Choose another.

## Finding a setting
settings-search = Search the settings
settings-found = Settings that were found
settings-none = No setting has these words
settings-language-note = Of the window, the alerts and the files that you save.
settings-theme-note = Light, dark, or as the computer has it.
settings-digits-note = In which digits counts and times are written.
settings-zoom-note = Makes everything in the window larger or smaller.
settings-send-key-note = The other one breaks the line.
settings-waiting-long-note = In the list and in the chat’s head: this customer waits for long.
sound-volume-note = How loud the sounds are, on top of the computer’s own volume.
settings-test-alert = Test the alerts
settings-test-alert-note = Shows a notification and plays its sound, as a new message does.
settings-replies-note = Texts that you answer with often, each with its shortcut.
own-keys-open = Keys of your own
own-keys-change-some = Change…

## The manual
manual-title = Manual
    .keywords = help guide documentation
manual-chapters = Parts of the manual

## Files and pictures that are sent
attach-file = Attach a file or picture
    .keywords = upload picture image document
attach-staged = Files about to be sent
attach-remove = Remove { $name }
attach-remove-short = Remove
picture-link = Send as a picture
upload-share = { $share } uploaded
upload-progress = Uploading { $name }
upload-cancel = Cancel
settings-upload = Uploading files and pictures
settings-upload-field = Path or address of the upload
settings-upload-note = A path on your account's server, or an https address. Empty: no button to attach files. Your token goes to your account's server alone.
settings-upload-demo = The demo's server takes files by itself; what you write here is for your other accounts.
error-file-empty = This file is empty, so there is nothing to send. Choose another one.
error-file-too-large = This file is larger than { 25 } MB, so it was not attached. Make it smaller, or send a link to it.
error-files-staged = Here are files that were not sent yet. Send or remove them, then open the chat in its own window.
error-too-many-windows = No more than { 4 } chats have a window of their own. Close one first.
error-too-many-files = Many files wait to be sent. Wait until some have left, then add others.
error-file-missing = This computer's copy of the file is missing or was changed. Cancel the message and attach the file again.
error-no-upload-endpoint = The server takes no files at this path. Check the upload path in the settings, then try again.
error-bad-upload-endpoint = Files are not uploaded to such an address. Write a path on your account's server, or an address that begins with https.
error-file-too-large-for-server = The server does not accept a file of this size. Make it smaller and attach it again.
error-file-type-refused = The server does not take this kind of file. Send it in another format.
