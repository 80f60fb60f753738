# أفينتو ديسك، العربية. المفاتيح نفسها التي في en.ftl؛ يقارن بينهما اختبار.

## البرنامج
app-name = أفينتو ديسك
starting = جارٍ البدء…

## كلمات عامة
action-cancel = إلغاء
action-close = إغلاق
action-copy = نسخ
action-cut = قص
action-call = اتصال
action-copy-phone = نسخ رقم الهاتف
action-paste = لصق
action-quote = اقتباس
action-undo = تراجع
action-redo = إعادة
action-select-all = تحديد الكل
action-retry = إعادة المحاولة
action-discard = حذف
action-save = حفظ
action-back = رجوع
action-dismiss = إخفاء
action-more = المزيد
unknown-person = غير معروف
you-mark = (أنت)
day-today = اليوم
day-tomorrow = غداً
day-yesterday = أمس
# داخل جملة.
day-tomorrow-within = غدٍ
day-today-within = اليوم
day-yesterday-within = أمس
time-now = الآن
day-and-time = { $day } { $time }
size-bytes = { $size } بايت
size-kilobytes = { $size } ك.ب
size-megabytes = { $size } م.ب
size-gigabytes = { $size } ج.ب

## الأدوار والحالات والأنواع
role-user = زبون
role-admin = إدارة
role-restaurant = مطعم
role-market = سوق
role-pharmacy = صيدلية
role-delivery = مندوب
role-driver = سائق
status-open = مفتوحة
status-pending = معلّقة
status-resolved = تم الحل
status-closed = مغلقة
kind-general = محادثة دعم
kind-order = محادثة طلب
preview-image = صورة
preview-file = ملف
preview-you = أنت:
preview-draft = مسودة:
preview-empty = لا رسائل بعد
preview-unknown = رسالة لا يعرضها هذا الإصدار
text-show-more = عرض المزيد
text-show-less = عرض أقل

## الشريط
rail-views = العروض
rail-inbox = الوارد
rail-orders = محادثات الطلبات
rail-starred = المميّزة بنجمة
rail-snoozed = المؤجّلة
rail-took-part = شاركتُ فيها
rail-closed = المغلقة والمحلولة
rail-outbox = صندوق الصادر
rail-settings = الإعدادات
    .keywords = تفضيلات خيارات ضبط إعداد
rail-me = حسابي
rail-signed-in-as = مسجّل الدخول باسم
connection-online = متصل
connection-connecting = جارٍ الاتصال
connection-polling = متصل دون أحداث فورية
connection-offline = بلا اتصال
connection-sign-in-needed = يلزم تسجيل الدخول
connection-signed-out = خارج الحساب
unread-total = { $count ->
    [zero] لا محادثات غير مقروءة
    [one] محادثة واحدة غير مقروءة
    [two] محادثتان غير مقروءتين
    [few] { $count } محادثات غير مقروءة
    [many] { $count } محادثة غير مقروءة
   *[other] { $count } محادثة غير مقروءة
}

## تسجيل الدخول
sign-in-title = تسجيل الدخول
sign-in-again-title = سجّل الدخول من جديد
sign-in-again-note = انتهت جلستك. كل ما كتبته محفوظ، ويُستأنف من حيث توقّف.
sign-in-other-account = إن دخلت بحساب آخر بقي كل ذلك على هذا الجهاز لحساب { $name }.
sign-in-lead = محادثات الدعم والطلبات في مكان واحد.
sign-in-server = عنوان الخادم
sign-in-with-password = بكلمة المرور
sign-in-with-token = برمز دخول
sign-in-username = اسم المستخدم أو الهاتف
sign-in-password = كلمة المرور
sign-in-show-password = إظهار كلمة المرور
sign-in-hide-password = إخفاء كلمة المرور
sign-in-token = رمز الدخول
sign-in-token-hint = الصق الرمز الذي أعطاك إياه المدير.
sign-in-button = دخول
sign-in-busy = جارٍ تسجيل الدخول…
sign-in-waking = الخادم يستيقظ… قد يستغرق ذلك دقيقة ({ $seconds } ث)
sign-in-demo = جرّب النسخة التجريبية
sign-in-demo-note = دون حساب: خادم صغير على هذا الجهاز وزبائن افتراضيون.
sign-in-demo-busy = جارٍ تجهيز النسخة التجريبية…
sign-in-or = أو
sign-in-keep-reading = متابعة القراءة

## البحث
search-label = البحث
search-placeholder = ابحث في الرسائل والطلبات…
search-clear = مسح البحث
search-results = نتائج البحث
search-filters = مرشّحات البحث
search-filter-from = من:
search-filter-in = في:
search-filter-order = الطلب:
search-filter-before = قبل:
search-filter-after = منذ:
search-filter-has = فيها:
search-filter-tag = الوسم:
search-filter-unclear = غير مفهوم
search-remove-filter = إزالة المرشّح { $filter }
search-group-recent = عمليات بحث سابقة، على هذا الجهاز فقط
search-group-filter = ضيّق البحث
search-group-order = الطلبات
search-group-conversation = المحادثات
search-group-person = الأشخاص
search-group-message = الرسائل
search-count = { $count ->
    [zero] لا نتائج
    [one] نتيجة واحدة
    [two] نتيجتان
    [few] { $count } نتائج
    [many] { $count } نتيجة
   *[other] { $count } نتيجة
}
search-more = قد توجد نتائج أقدم: اكتب حروفاً أكثر أو ضيّق البحث.
search-not-covered = { $count ->
    [zero] البحث يشمل كل الرسائل.
    [one] رسالة واحدة لم يشملها البحث بعد: ما زال الفهرس يُبنى.
    [two] رسالتان لم يشملهما البحث بعد: ما زال الفهرس يُبنى.
    [few] { $count } رسائل لم يشملها البحث بعد: ما زال الفهرس يُبنى.
    [many] { $count } رسالة لم يشملها البحث بعد: ما زال الفهرس يُبنى.
   *[other] { $count } رسالة لم يشملها البحث بعد: ما زال الفهرس يُبنى.
}
search-nothing = لا نتائج
search-nothing-note = البحث يشمل ما وصل إلى هذا الجهاز، بأي إملاء. جرّب حروفاً أقل.
search-failed = تعذّر هذا البحث
# ما يكتبه البرنامج في حقل البحث قبل النقطتين؛ يعرفه المحرك.
search-word-from = من
search-word-in = في
search-word-order = طلب
search-word-after = بعد
search-word-before = قبل
search-word-has = فيه
search-word-picture = صورة
search-word-tag = وسم
search-meaning-from = اسم من كتب
search-meaning-in = اسم المحادثة أو موضوعها
search-meaning-order = رقم الطلب
search-meaning-after = ما كُتب منذ يوم، مثل { $day }
search-meaning-before = ما كُتب قبل يوم، مثل { $day }
search-meaning-has = الصور وحدها
search-meaning-tag = وسم من وسومك
search-start-note = يشمل البحث ما على هذا الجهاز: الأسماء وأرقام الطلبات وأي جزء من رسالة، بأي إملاء.
search-forget = مسح عمليات البحث هذه

## الوارد
inbox-title = المحادثات
inbox-label = قائمة المحادثات
inbox-new = محادثة جديدة
inbox-open-order = فتح محادثة طلب
prefetch-progress = تُحفظ المحادثات لقراءتها دون اتصال: { $done } من { $total }
filters-label = عرض
inbox-sort = الترتيب
sort-waiting = الأطول انتظاراً أولاً
    .keywords = ترتيب فرز انتظار
sort-newest = الأحدث أولاً
    .keywords = ترتيب فرز
sort-oldest = الأقدم أولاً
    .keywords = ترتيب فرز
waiting-short-now = الآن
waiting-short-minutes = { $count } د
waiting-short-hours = { $count } س
waiting-short-days = { $count } ي
waiting-since-now = ينتظر منذ أقل من دقيقة
waiting-since-minutes = { $count ->
    [zero] ينتظر منذ أقل من دقيقة
    [one] ينتظر منذ دقيقة
    [two] ينتظر منذ دقيقتين
    [few] ينتظر منذ { $count } دقائق
    [many] ينتظر منذ { $count } دقيقة
   *[other] ينتظر منذ { $count } دقيقة
}
waiting-since-hours = { $count ->
    [zero] ينتظر منذ أقل من ساعة
    [one] ينتظر منذ ساعة
    [two] ينتظر منذ ساعتين
    [few] ينتظر منذ { $count } ساعات
    [many] ينتظر منذ { $count } ساعة
   *[other] ينتظر منذ { $count } ساعة
}
waiting-since-days = { $count ->
    [zero] ينتظر منذ أقل من يوم
    [one] ينتظر منذ يوم
    [two] ينتظر منذ يومين
    [few] ينتظر منذ { $count } أيام
    [many] ينتظر منذ { $count } يوماً
   *[other] ينتظر منذ { $count } يوم
}
filter-unanswered = بانتظار ردّي
filter-snoozed = مؤجّلة
filter-took-part = شاركتُ فيها
inbox-empty-unanswered = لا أحد ينتظر ردّك
inbox-empty-unanswered-note = تظهر هنا المحادثات التي ينتظر فيها زبون جواباً، وأطولها انتظاراً أولاً.
inbox-empty-snoozed = لا محادثات مؤجّلة
inbox-empty-snoozed-note = أجّل محادثة لتعود في وقتها، أو حين يكتب الزبون. يُحفظ التأجيل على هذا الجهاز فقط.
inbox-empty-took-part = لم تكتب في محادثة بعد
inbox-empty-took-part-note = تظهر هنا المحادثات التي كتبت فيها رسالة.
filter-open = مفتوحة
filter-unread = غير مقروءة
filter-orders = الطلبات
filter-starred = مميّزة
filter-closed = مغلقة
filter-all = الكل
inbox-empty-open = لا محادثات مفتوحة
inbox-empty-open-note = تظهر المحادثات الجديدة هنا تلقائياً.
inbox-empty-unread = كل شيء مقروء
inbox-empty-unread-note = تظهر هنا المحادثات التي فيها رسائل جديدة.
inbox-empty-orders = لا محادثات طلبات
inbox-empty-orders-note = افتح واحدة برقم الطلب، أو انتظر زبوناً.
inbox-empty-starred = لا محادثات مميّزة بنجمة
inbox-empty-starred-note = { $keys ->
    [none] ميّز محادثة بنجمة لتجدها هنا. تُحفظ النجوم على هذا الجهاز فقط.
   *[other] ميّز محادثة بنجمة ({ $keys }) لتجدها هنا. تُحفظ النجوم على هذا الجهاز فقط.
}
inbox-empty-closed = لا محادثات مغلقة بعد
inbox-empty-closed-note = تُحفظ هنا المحادثات المغلقة والمحلولة.
inbox-empty-all = لا محادثات بعد
inbox-empty-all-note = ابدأ واحدة، أو انتظر زبوناً.
inbox-not-fetched = لم تصل المحادثات بعد
inbox-not-fetched-note = تظهر هنا حال الوصول إلى الخادم.
inbox-failed = تعذّرت قراءة القائمة
row-starred = مميّزة بنجمة
row-unread = { $count ->
    [zero] لا رسائل غير مقروءة
    [one] رسالة واحدة غير مقروءة
    [two] رسالتان غير مقروءتين
    [few] { $count } رسائل غير مقروءة
    [many] { $count } رسالة غير مقروءة
   *[other] { $count } رسالة غير مقروءة
}
row-waiting = { $count ->
    [zero] لا رسائل بانتظار الإرسال
    [one] رسالة بانتظار الإرسال
    [two] رسالتان بانتظار الإرسال
    [few] { $count } رسائل بانتظار الإرسال
    [many] { $count } رسالة بانتظار الإرسال
   *[other] { $count } رسالة بانتظار الإرسال
}
row-failed = { $count ->
    [zero] لا رسائل متعثرة
    [one] رسالة لم تُرسل
    [two] رسالتان لم تُرسلا
    [few] { $count } رسائل لم تُرسل
    [many] { $count } رسالة لم تُرسل
   *[other] { $count } رسالة لم تُرسل
}
row-failed-tag = لم تُرسل
row-waiting-tag = بالانتظار
order-number = الطلب { $number }

## المحادثة
chat-label = الرسائل
chat-label-with = رسائل { $chat }
chat-none = اختر محادثة
chat-none-beside-note = اختر من القائمة المحادثة التي تريدها هنا. Ctrl+Enter على محادثة في القائمة يفتحها بجانب المفتوحة.
pane-close = إغلاق هذه المحادثة الجانبية
chat-none-note = تظهر رسائلها هنا. تنقّل في القائمة بالأسهم، وافتح بمفتاح Enter.
chat-empty = لا رسائل بعد
chat-empty-note = اكتب الرسالة الأولى.
chat-fetching = تُجلب الرسائل…
chat-not-fetched = لم تُجلب رسائل هذه المحادثة بعد
chat-not-fetched-note = تظهر هنا عند عودة الاتصال.
chat-fetch-failed = تعذّر جلب رسائل هذه المحادثة
chat-beginning = بداية المحادثة
chat-loading-older = جارٍ جلب الرسائل الأقدم…
chat-older-failed = تعذّر جلب الرسائل الأقدم.
characters-left = { $count ->
    [zero] بلغت الرسالة أقصى طولها
    [one] يتبقى حرف واحد
    [two] يتبقى حرفان
    [few] يتبقى { $count } أحرف
    [many] يتبقى { $count } حرفاً
   *[other] يتبقى { $count } حرف
}
characters-over = { $count ->
    [zero] بلغت الرسالة أقصى طولها
    [one] أطول من المسموح بحرف
    [two] أطول من المسموح بحرفين
    [few] أطول من المسموح بـ{ $count } أحرف
    [many] أطول من المسموح بـ{ $count } حرفاً
   *[other] أطول من المسموح بـ{ $count } حرف
}
chat-unread-fetching = جارٍ جلب ما لم يُقرأ…
chat-unread-failed = تعذّر جلب أول ما لم يُقرأ.
chat-to-first-unread = إلى أول رسالة غير مقروءة
chat-gap = بعض الرسائل هنا لم تُجلب بعد
chat-gap-loading = جارٍ جلب الرسائل الناقصة…
chat-gap-failed = تعذّر جلب الرسائل الناقصة.
chat-gap-offline = بعض الرسائل هنا لم تُجلب بعد، وتُجلب عند عودة الاتصال
chat-new-messages = { $count ->
    [zero] لا رسائل جديدة
    [one] رسالة جديدة
    [two] رسالتان جديدتان
    [few] { $count } رسائل جديدة
    [many] { $count } رسالة جديدة
   *[other] { $count } رسالة جديدة
}
chat-to-newest = إلى أحدث رسالة
chat-to-newest-count = { $count ->
    [zero] إلى أحدث رسالة
    [one] رسالة جديدة في الأسفل
    [two] رسالتان جديدتان في الأسفل
    [few] { $count } رسائل جديدة في الأسفل
    [many] { $count } رسالة جديدة في الأسفل
   *[other] { $count } رسالة جديدة في الأسفل
}
chat-arrived = رسالة جديدة من { $name }: { $text }
chat-failed = تعذّرت قراءة الرسائل
chat-order-opened = فُتحت محادثة الطلب { $number }
message-pending = بانتظار الإرسال
message-sending = جارٍ الإرسال
message-checking = جارٍ التحقق من وصولها
message-checking-short = يجري التحقق
message-mine = أنت
chat-messages = الرسائل
message-sent = أُرسلت
message-read = قُرئت
message-failed = لم تُرسل
message-not-sent = لم تُرسل: { $reason }
message-server-says = ردّ الخادم: { $detail }
image-open = فتح الصورة
image-label = صورة
image-from-me = أنت
image-older = الصورة السابقة
image-newer = الصورة التالية
image-zoom-in = تكبير
image-zoom-out = تصغير
image-copy = نسخ الصورة
image-save = حفظ الصورة
image-copied = نُسخت الصورة
image-saved = حُفظت في مجلد التنزيلات
image-failed = تعذّر تحميل الصورة
image-loading = جارٍ تحميل الصورة
image-elsewhere = هذه الصورة على موقع آخر:
image-allow = إظهار صور هذا الموقع
image-allow-note = عند جلب الصورة يعرف الموقع أنك فتحت الرسالة، ومتى، ومن أي عنوان.
image-as-file = صورة لا تُعرض هنا
file-open = فتح الملف
file-save = حفظ الملف في مجلد التنزيلات
file-unnamed = ملف
link-open = فتح الرابط { $link }
link-title = فتح هذا الرابط؟
link-about = اسم موقع الرابط مكتوب بحروف قد تشبه غيرها. اسمه الحقيقي:
link-advice = لا تفتحه إلا إذا كنت تعرف هذا الموقع وتنتظر رابطاً منه.
link-open-anyway = فتح الرابط
link-leave = عدم الفتح
copied = نُسخ
phone-copied = نُسخ رقم الهاتف
phone-title = انقر لنسخ الرقم · Ctrl مع النقر للاتصال
copy-failed = تعذّر النسخ
paste-failed = تعذّر اللصق. استعمل Ctrl+V.

## خانة الكتابة
composer-label = كتابة رسالة
composer-placeholder = اكتب رسالة…
composer-turn-round = هل تقصد:
composer-turn-round-key = قلب الكلمات إلى تخطيط لوحة المفاتيح الآخر
composer-send = إرسال
send-later = إرسال لاحقاً
    .keywords = جدولة تأخير موعد مؤجل
send-later-10-minutes = بعد { 10 } دقائق
send-later-1-hour = بعد ساعة
send-later-tomorrow = غداً في التاسعة صباحاً
send-later-unless-written = بعد { 10 } دقائق، إن لم يكتب الزبون
send-later-at = في وقت…
send-later-condition = فقط إن لم يكتب الزبون قبلها
send-later-condition-note = إن كتب فلن تُرسل، ويظهر ذلك في صندوق الصادر.
send-later-note = تُرسل في وقتها إن كان البرنامج مفتوحاً ومتصلاً، وإلا فعند فتحه.
send-later-act = جدولة
scheduled-take-back = يمكن التراجع عنها
scheduled-later = تُرسل: { $when }
scheduled-unless-written = تُرسل إن لم يكتب الزبون قبلها: { $when }
act-take-back = تراجع
composer-hint-enter = Enter للإرسال
composer-hint-ctrl-enter = Ctrl+Enter للإرسال
composer-closed = المحادثة مغلقة، فلا يمكن إرسال رسائل أخرى.
composer-closed-admin = المحادثة مغلقة. أعد فتحها للرد.
composer-resolved = حُلّت المحادثة، فلا يمكن إرسال رسائل أخرى.
composer-resolved-admin = حُلّت المحادثة. أعد فتحها للرد.
composer-draft-kept = مسودتك محفوظة.
composer-draft-label = المسودة المحفوظة

## الردود الجاهزة
reply-list = الردود الجاهزة
    .keywords = قوالب نصوص ردود سريعة
reply-panel = الردود الجاهزة
reply-search = البحث في الردود
reply-manage = إدارة الردود
reply-none = لا ردود جاهزة بعد. أضف رداً من الإعدادات.
reply-none-found = لا رد فيه هذه الكلمات.
reply-suggestions = ردود مقترحة
reply-blanks = { $count ->
    [zero] لا فراغات
    [one] بقي فراغ واحد: Tab ينقلك إليه
    [two] بقي فراغان: Tab ينقلك إلى التالي
    [few] بقيت { $count } فراغات: Tab ينقلك إلى التالي
    [many] بقي { $count } فراغاً: Tab ينقلك إلى التالي
   *[other] بقي { $count } فراغ: Tab ينقلك إلى التالي
}
reply-variable-customer = الزبون
reply-variable-order = رقم الطلب
reply-variable-restaurant = المطعم
reply-variable-agent = اسمي
reply-variable-time = الوقت
settings-replies = الردود
reply-about = نصوص ترسلها كثيراً: اكتب / ثم الاختصار في خانة الرسالة. على هذا الجهاز فقط.
reply-add = رد جديد
reply-edit = تعديل الرد
reply-edit-name = تعديل /{ $shortcut }
reply-up = تقديم /{ $shortcut }
reply-down = تأخير /{ $shortcut }
reply-delete = حذف /{ $shortcut }
reply-deleted = حُذف /{ $shortcut }.
reply-shortcut = الاختصار
reply-category = التصنيف
reply-text = النص
reply-text-note = ما بين القوسين يُملأ من المحادثة. والفراغ مثل {"{"}?الدقائق{"}"} يُطلب منك قبل الإرسال.
reply-variables = أدخل في النص
reply-blank = + فراغ
reply-blank-name = الدقائق
reply-fault-shortcut-empty = اكتب اختصاراً.
reply-fault-shortcut-too-long = الاختصار طويل: { 32 } حرفاً على الأكثر.
reply-fault-shortcut-taken = لرد آخر هذا الاختصار.
reply-fault-text-empty = اكتب نص الرد.
reply-fault-text-too-long = النص أطول مما تسعه رسالة.
reply-fault-category-too-long = التصنيف طويل: { 40 } حرفاً على الأكثر.
reply-fault-too-many = عندك { 1000 } رد. احذف بعضها أولاً.
reply-files = الملفات
reply-import = استيراد…
reply-export-csv = تصدير CSV
reply-export-json = تصدير JSON
reply-files-note = السطر الأول في ملف CSV يسمّي الأعمدة: الاختصار والتصنيف والنص. والرد الذي اختصاره معروف يتغيّر بما في الملف.
reply-imported = { $count ->
    [zero] لم يُضف أي رد.
    [one] أُضيف رد واحد.
    [two] أُضيف ردّان.
    [few] أُضيفت { $count } ردود.
    [many] أُضيف { $count } رداً.
   *[other] أُضيف { $count } رد.
}
reply-imported-changed = { $count ->
    [zero] ولم يتغيّر شيء.
    [one] وتغيّر رد واحد.
    [two] وتغيّر ردّان.
    [few] وتغيّرت { $count } ردود.
    [many] وتغيّر { $count } رداً.
   *[other] وتغيّر { $count } رد.
}
reply-exported = حُفظ في { $path }
reply-file-line = السطر { $line }: { $sentence } لم يُستورد شيء.
reply-file-too-large = الملف أكبر من { 2 } ميغابايت، فلم يُستورد شيء.
reply-file-not-text = هذا ليس ملفاً نصياً، فلم يُستورد شيء. اختر ملف CSV أو JSON.
reply-file-empty = لا ردود في هذا الملف.
reply-file-columns-unnamed = السطر الأول لا يسمّي عمودي الاختصار والنص.
reply-file-columns-too-many = الأعمدة أكثر من أعمدة السطر الأول. ضع النص الذي فيه ; أو , بين علامتي تنصيص.
reply-file-quote-open = علامة تنصيص فُتحت ولم تُغلق.
reply-file-json-unreadable = هذا ليس رداً بصيغة JSON فيه shortcut و text.
reply-file-shortcut-twice = هذا الاختصار مكرر في الملف.
reply-file-shortcut-empty = الاختصار ناقص.
reply-file-shortcut-too-long = الاختصار أطول من { 32 } حرفاً.
reply-file-text-empty = النص ناقص.
reply-file-text-too-long = النص أطول مما تسعه رسالة.
reply-file-category-too-long = التصنيف أطول من { 40 } حرفاً.
reply-file-too-many = بهذه تزيد الردود على { 1000 }، فلم يُستورد شيء.

## كل الأوامر والاختصارات
palette-title = كل الأوامر
    .keywords = أوامر لوحة
palette-search = ماذا تريد أن تفعل؟
palette-none = لا أمر بهذا الاسم.
palette-new-conversation = بدء محادثة
    .keywords = جديدة إنشاء مراسلة كتابة زبون إدارة
palette-open-order = فتح محادثة طلب
    .keywords = طلبية رقم الطلب معرّف باركود مسح
palette-view-open = عرض المحادثات المفتوحة
    .keywords = قائمة الوارد الرئيسية الجارية
palette-view-unanswered = عرض من ينتظر رداً
    .keywords = بلا رد دون رد الانتظار عليّ الرد
palette-view-snoozed = عرض المحادثات المؤجّلة
    .keywords = غفوة مؤجلة لاحقاً
palette-view-took-part = عرض المحادثات التي شاركت فيها
    .keywords = محادثاتي رددت عليها مشاركتي
palette-view-unread = عرض غير المقروءة
    .keywords = جديدة لم تُقرأ
palette-view-orders = عرض محادثات الطلبات
    .keywords = طلبيات توصيل
palette-view-starred = عرض المحادثات المميّزة
    .keywords = نجمة مفضلة المفضلة
palette-view-closed = عرض المحادثات المغلقة
    .keywords = أرشيف محلولة منتهية المؤرشفة
palette-view-all = عرض كل المحادثات
    .keywords = جميع المحادثات كلها
palette-outbox = عرض صندوق الصادر
    .keywords = لم تُرسل معلّقة فشل الإرسال المجدولة
palette-other-chat-beside = محادثة الزبون الأخرى جنباً إلى جنب
    .keywords = نفس الزبون مقارنة
palette-details = إظهار التفاصيل أو إخفاؤها
    .keywords = معلومات الزبون بطاقة هاتف ملاحظة وسم وسوم صور ملفات
palette-note = كتابة ملاحظة خاصة
    .keywords = تعليق تدوين وسم وسوم
palette-quiet-hour = عدم الإزعاج ساعة
    .keywords = كتم صامت هدوء إسكات الإشعارات
palette-settings-general = الإعدادات: عام
    .keywords = لغة مظهر حجم الخط تكبير أرقام إرسال رفع
palette-settings-replies = الإعدادات: الردود الجاهزة
    .keywords = قوالب نصوص استيراد تصدير
palette-settings-alerts = الإعدادات: التنبيهات والأصوات
    .keywords = إشعارات صوت رنين تجربة
palette-settings-accounts = الإعدادات: الحسابات
    .keywords = مستخدم تبديل
palette-settings-lock = الإعدادات: القفل والرمز
    .keywords = رقم سري كلمة السر حماية
palette-settings-storage = الإعدادات: التخزين
    .keywords = مساحة مسح حذف القرص الذاكرة
palette-theme-dark = المظهر الداكن
    .keywords = داكن ليلي أسود ظلام
palette-theme-light = المظهر الفاتح
    .keywords = فاتح نهاري أبيض
palette-language-ar = العربية
    .keywords = اللغة عربي
palette-language-en = الإنجليزية (English)
    .keywords = اللغة إنجليزي
palette-sign-out = تسجيل الخروج
    .keywords = خروج تبديل الحساب إنهاء الجلسة
shortcuts-title = اختصارات لوحة المفاتيح
    .keywords = مفاتيح مساعدة كيبورد
shortcuts-extra = في النافذة
shortcuts-field = في خانة الرسالة
shortcuts-list = في قائمة المحادثات
shortcuts-basic = دائماً
shortcuts-on = الاختصارات
shortcuts-on-note = أوقفها إن كانت تضايقك: يبقى ما تحت «دائماً» وما في خانة الرسالة فقط.
shortcut-reply-1 = إدخال الرد المقترح الأول
    .keywords = رد جاهز اقتراح قالب
shortcut-reply-2 = إدخال الرد المقترح الثاني
    .keywords = رد جاهز اقتراح قالب
shortcut-reply-3 = إدخال الرد المقترح الثالث
    .keywords = رد جاهز اقتراح قالب
shortcut-previous-pane = إلى القسم السابق من النافذة
    .keywords = تنقل
shortcut-beside = محادثة أخرى بجانب المفتوحة
    .keywords = تقسيم جنباً إلى جنب
shortcut-next-chat = إلى المحادثة المجاورة التالية
    .keywords = تنقل تبديل
shortcut-previous-chat = إلى المحادثة المجاورة السابقة
    .keywords = تنقل تبديل
shortcut-close-pane = إغلاق المحادثة الجانبية أو نافذتها المستقلة
    .keywords = إخفاء
shortcut-select = تحديد محادثة
shortcut-next-pane = إلى القسم التالي من النافذة
    .keywords = تنقل
shortcut-context-menu = قائمة الصف أو الرسالة (ومفتاح القائمة أيضاً)
    .keywords = قائمة السياق، الزر الأيمن، نقر أيمن
shortcut-escape = رجوع، إغلاق
    .keywords = إلغاء
shortcut-search = البحث
    .keywords = بحث إيجاد العثور
shortcut-turn-round = قلب آخر الكلمات إلى لوحة المفاتيح الأخرى
    .keywords = تصحيح لغة خاطئة كيبورد تبديل
shortcut-next-unanswered = إلى المحادثة التي تنتظر أطول
    .keywords = التالي التالية بلا رد
shortcut-next-unread = إلى المحادثة غير المقروءة التالية
    .keywords = التالي جديدة
shortcut-take-back = التراجع عن آخر ما فُعل
    .keywords = تراجع إلغاء
shortcut-lock = قفل النافذة
    .keywords = رمز حماية إقفال
shortcut-close-conversation = إغلاق المحادثة
shortcut-quit = إنهاء البرنامج
    .keywords = إغلاق خروج إيقاف
shortcut-send = إرسال
shortcut-newline = سطر جديد
shortcut-slash = البحث عن رد جاهز باختصاره
shortcut-blank = إلى الفراغ التالي في الرد
settings-take-back = التراجع عن الإرسال
settings-take-back-note = تنتظر الرسالة هذه الثواني قبل أن تخرج، فيعيدها التراجع (Ctrl+Z) إلى الكتابة.
take-back-off = بلا
take-back-seconds = { $count ->
    [zero] لا ثواني
    [one] ثانية
    [two] ثانيتان
    [few] { $count } ثوانٍ
    [many] { $count } ثانية
   *[other] { $count } ثانية
}
settings-send-key = إرسال الرسالة بـ
send-key-enter = Enter
send-key-ctrl-enter = Ctrl+Enter

## الرموز التعبيرية والاقتباس وما يُسأل قبل الإرسال
emoji-title = الرموز التعبيرية
    .keywords = إيموجي وجوه ابتسامة سمايل
emoji-button = الرموز التعبيرية
emoji-search = البحث عن رمز
emoji-none = لا رمز بهذا الاسم.
emoji-groups = المجموعات
emoji-group-smileys = وجوه
emoji-group-people = أشخاص
emoji-group-nature = حيوانات وطبيعة
emoji-group-food = طعام وشراب
emoji-group-travel = سفر وأماكن
emoji-group-activities = أنشطة
emoji-group-objects = أشياء
emoji-group-symbols = رموز
emoji-group-flags = أعلام
shortcut-quote-last = اقتباس آخر ما قيل
    .keywords = رد على استشهاد
send-unseen = وصل جديد وأنت تكتب. اقرأه ثم أرسل.
wrong-chat-title = أهذه هي المحادثة المقصودة؟
wrong-chat-order = في النص رقم الطلب { $named }، وهو لمحادثة أخرى: { $chat }.
wrong-chat-phone = في النص { $named }، وهو رقم شخص في محادثة أخرى: { $chat }.
wrong-chat-same-text = أُرسل النص نفسه في محادثة أخرى قبل أقل من دقيقة.
wrong-chat-typed = ما كتبته بعده محفوظ:
wrong-chat-back = عودة إلى النص
wrong-chat-send = إرسال هنا
closing-title = هنا ما لم يُرسل بعد
closing-note = المحادثة المغلقة أو المحلولة لا تقبل رسائل جديدة. يبقى ما يلي على هذا الجهاز ولا يُرسل:
closing-drafts = { $count ->
    [zero] لا نصوص
    [one] نص أو ملف بدأت بإرساله
    [two] محادثتان بدأت الكتابة فيهما
    [few] { $count } محادثات بدأت الكتابة فيها
    [many] { $count } محادثة بدأت الكتابة فيها
   *[other] { $count } محادثة بدأت الكتابة فيها
}
closing-scheduled = { $count ->
    [zero] لا رسائل مجدولة
    [one] رسالة مجدولة
    [two] رسالتان مجدولتان
    [few] { $count } رسائل مجدولة
    [many] { $count } رسالة مجدولة
   *[other] { $count } رسالة مجدولة
}
closing-failed = { $count ->
    [zero] لا رسائل متعثرة
    [one] رسالة تعذّر إرسالها
    [two] رسالتان تعذّر إرسالهما
    [few] { $count } رسائل تعذّر إرسالها
    [many] { $count } رسالة تعذّر إرسالها
   *[other] { $count } رسالة تعذّر إرسالها
}
closing-back = عودة
closing-close = إغلاق رغم ذلك
closing-resolve = حلّ رغم ذلك
closing-unseen = وصل جديد هنا. اقرأه قبل أن تغلق المحادثة.

## صندوق الصادر: ما كُتب هنا ولم يصل الخادم
outbox-title = صندوق الصادر
outbox-count = { $count ->
    [zero] لا شيء بانتظار الإرسال
    [one] رسالة واحدة لم تُرسل بعد
    [two] رسالتان لم تُرسلا بعد
    [few] { $count } رسائل لم تُرسل بعد
    [many] { $count } رسالة لم تُرسل بعد
   *[other] { $count } رسالة لم تُرسل بعد
}
outbox-needs-count = { $count ->
    [zero] لا رسائل تحتاج قرارك
    [one] رسالة تحتاج قرارك
    [two] رسالتان تحتاجان قرارك
    [few] { $count } رسائل تحتاج قرارك
    [many] { $count } رسالة تحتاج قرارك
   *[other] { $count } رسالة تحتاج قرارك
}
outbox-needs = تحتاج قرارك
outbox-waiting = في طريقها
outbox-scheduled = مجدولة
outbox-cancelled = أُلغيت
outbox-cancelled-note = تبقى سبعة أيام، ثم تُحذف.
outbox-since = كُتبت { $time }
outbox-empty = كل ما كتبته أُرسل
outbox-empty-note = ما ينتظر الإرسال أو يتعثّر يظهر هنا، مع السبب وما يمكن فعله.
outbox-failed = تعذّرت قراءة صندوق الصادر
waits-line-free = تُرسل الآن.
waits-turn = تنتظر دورها بعد رسالة أخرى في المحادثة نفسها.
waits-time = لم تصل إلى الخادم بعد.
waits-closed = المحادثة مغلقة. تُرسل إذا أُعيد فتحها.
waits-line = بلا اتصال. تُرسل عند عودته.
waits-sign-in = انتهت جلستك. تُرسل بعد تسجيل الدخول.
waits-server-busy = الخادم مشغول.
waits-disk-full = القرص ممتلئ. تُرسل عند توفّر مساحة.
waits-again-at = إعادة المحاولة في { $time }
checks-line = انقطع الرد، ولا اتصال الآن. يُتحقق من وصولها عند عودته.
checks-sign-in = انقطع الرد، وانتهت جلستك. يُتحقق من وصولها بعد تسجيل الدخول.
checks-server-busy = انقطع الرد، والخادم مشغول. يُتحقق من وصولها حين يستجيب.
checks-disk-full = انقطع الرد، والقرص ممتلئ. يُتحقق من وصولها عند توفّر مساحة.
outbox-state-sending = جارٍ الإرسال…
outbox-state-checking = انقطع الرد: يجري التحقق من وصولها.
outbox-state-cancelled = أُلغيت: { $moment }
ambiguous-question = ليس مؤكدًا أن هذه الرسالة وصلت: في المحادثة رسالة بالنص نفسه، وربما أُرسلت من جهاز آخر. هل هي رسالتك هذه؟
outbox-dropped = لم تُرسل: كتب الزبون قبل وقتها.
act-now = أرسلها الآن
act-rewrite = إعادتها إلى الكتابة
act-dismiss = فهمت
act-confirm = نعم، وصلت
act-again = لا، أرسلها من جديد
act-send-again = أرسلها من جديد
act-retry = إعادة المحاولة
act-reopen = إعادة فتح المحادثة
act-reopen-and-send = إعادة الفتح والإرسال
act-ask = اسأل الإدارة
act-edit = تعديل وإرسال
act-restore = استعادة وإرسال
act-copy = نسخ
act-open = فتح المحادثة
act-cancel = إلغاء الرسالة
edit-label = تعديل الرسالة
edit-hint = Esc للرجوع دون تغيير
edit-back = رجوع
held-note = { $count ->
    [zero] المحادثة مغلقة
    [one] المحادثة مغلقة؛ رسالة محفوظة لم تُرسل
    [two] المحادثة مغلقة؛ رسالتان محفوظتان لم تُرسلا
    [few] المحادثة مغلقة؛ { $count } رسائل محفوظة لم تُرسل
    [many] المحادثة مغلقة؛ { $count } رسالة محفوظة لم تُرسل
   *[other] المحادثة مغلقة؛ { $count } رسالة محفوظة لم تُرسل
}
held-cancel = { $count ->
    [zero] إلغاء الرسائل
    [one] إلغاء الرسالة
    [two] إلغاء الرسالتين
    [few] إلغاء الرسائل
    [many] إلغاء الرسائل
   *[other] إلغاء الرسائل
}

## الترويسة والتفاصيل
head-resolve = حُلّت
    .keywords = حل إنهاء تم
head-close = إغلاق
    .keywords = إنهاء قفل أرشفة المحادثة
head-reopen = إعادة فتح
    .keywords = فتح من جديد
head-resolve-and-next = حُلّت، والتالية
    .keywords = حل إنهاء التالي تم
head-snooze = تأجيل
snooze-10-minutes = تأجيل { 10 } دقائق
    .keywords = غفوة لاحقاً تأخير
snooze-1-hour = تأجيل ساعة
    .keywords = غفوة لاحقاً تأخير
snooze-until = تأجيل إلى وقت…
    .keywords = غفوة لاحقاً موعد غداً
snooze-end = إنهاء التأجيل
    .keywords = غفوة إلغاء إيقاظ
snooze-title = تأجيل المحادثة
snooze-time = الساعة (مثل 17:30)
snooze-day = اليوم
snooze-note = تعود في وقتها، أو حين يكتب الزبون قبل ذلك. يُحفظ التأجيل على هذا الجهاز فقط.
snooze-act = تأجيل
snooze-bad-time = اكتب الوقت ساعات ودقائق، مثل 17:30
snooze-past = مضى هذا الوقت. اختر وقتاً لاحقاً أو يوم الغد.
marks-title = ملاحظتك ووسومك
note-label = ملاحظة خاصة
note-placeholder = لا يراها الزبون ولا زملاؤك
tags-label = الوسوم
tag-add = إضافة وسم
tags-suggested = وسوم مستعملة
tag-show = المحادثات بالوسم «{ $tag }»
tag-remove = إزالة الوسم «{ $tag }»
tag-known = هذا الوسم موجود
tags-more = { $count ->
    [zero] لا وسوم أخرى
    [one] ووسم آخر
    [two] ووسمان آخران
    [few] و{ $count } وسوم أخرى
    [many] و{ $count } وسماً آخر
   *[other] و{ $count } وسم آخر
}
only-on-this-device = على هذا الجهاز فقط.
reminder-set = تذكير: { $when }
reminder-rung = حان وقت التذكير: { $when }
reminder-end = إنهاء التذكير
shortcut-remind = تذكير بما وُعد به
    .keywords = منبه تنبيه موعد وعد
promise-minutes = { $count ->
    [zero] ذكّرني الآن
    [one] ذكّرني بعد دقيقة
    [two] ذكّرني بعد دقيقتين
    [few] ذكّرني بعد { $count } دقائق
    [many] ذكّرني بعد { $count } دقيقة
   *[other] ذكّرني بعد { $count } دقيقة
}
promise-hours = { $count ->
    [zero] ذكّرني الآن
    [one] ذكّرني بعد ساعة
    [two] ذكّرني بعد ساعتين
    [few] ذكّرني بعد { $count } ساعات
    [many] ذكّرني بعد { $count } ساعة
   *[other] ذكّرني بعد { $count } ساعة
}
snoozed-until = { $count ->
    [zero] لم يؤجَّل شيء
    [one] مؤجّلة إلى { $when }
    [two] محادثتان مؤجّلتان إلى { $when }
    [few] { $count } محادثات مؤجّلة إلى { $when }
    [many] { $count } محادثة مؤجّلة إلى { $when }
   *[other] { $count } محادثة مؤجّلة إلى { $when }
}
deferred-resolved = { $count ->
    [zero] لم تُحلّ محادثة
    [one] حُلّت المحادثة
    [two] حُلّت محادثتان
    [few] حُلّت { $count } محادثات
    [many] حُلّت { $count } محادثة
   *[other] حُلّت { $count } محادثة
}
deferred-closed = { $count ->
    [zero] لم تُغلق محادثة
    [one] أُغلقت المحادثة
    [two] أُغلقت محادثتان
    [few] أُغلقت { $count } محادثات
    [many] أُغلقت { $count } محادثة
   *[other] أُغلقت { $count } محادثة
}
deferred-kept-open = { $chat }: وصل جديد، فبقيت المحادثة مفتوحة
deferred-read = { $count ->
    [zero] لم تُعلَّم محادثة مقروءة
    [one] عُلّمت المحادثة مقروءة
    [two] عُلّمت محادثتان مقروءتين
    [few] عُلّمت { $count } محادثات مقروءة
    [many] عُلّمت { $count } محادثة مقروءة
   *[other] عُلّمت { $count } محادثة مقروءة
}
starred-count = { $count ->
    [zero] لم تُميَّز محادثة
    [one] مُيّزت المحادثة بنجمة
    [two] مُيّزت محادثتان بنجمة
    [few] مُيّزت { $count } محادثات بنجمة
    [many] مُيّزت { $count } محادثة بنجمة
   *[other] مُيّزت { $count } محادثة بنجمة
}
unstarred-count = { $count ->
    [zero] لم تُزل نجمة
    [one] أُزيلت النجمة
    [two] أُزيلت نجمتان
    [few] أُزيلت { $count } نجمات
    [many] أُزيلت { $count } نجمة
   *[other] أُزيلت { $count } نجمة
}
next-none-waits = لا أحد آخر ينتظر ردّك
next-none-unread = لا رسائل غير مقروءة أخرى
row-open-beside = فتح بجانب المحادثة المفتوحة
row-mark-read = تعليم كمقروءة
    .keywords = مقروءة قراءة
row-star = تمييز بنجمة
row-unstar = إزالة النجمة
row-resolve = تعليم كمحلولة
row-close = إغلاق
selection-label = المحادثات المحدّدة
selection-clear = إلغاء التحديد
selection-count = { $count ->
    [zero] لا تحديد
    [one] محادثة محدّدة
    [two] محادثتان محدّدتان
    [few] { $count } محدّدة
    [many] { $count } محدّدة
   *[other] { $count } محدّدة
}
head-star = تمييز بنجمة
    .keywords = نجمة مفضلة تثبيت
head-rename = تغيير الموضوع
    .keywords = إعادة تسمية عنوان اسم
head-details = التفاصيل
head-mark-copy-id = نسخ معرّف المحادثة
    .keywords = رقم المحادثة هوية
details-order = الطلب
details-conversation = المحادثة
details-number = الرقم
details-status = الحالة
details-type = النوع
details-opened = فُتحت
details-activity = آخر نشاط
details-participants = المشاركون
details-attachments = الصور والملفات
details-attachments-more = توجد أقدم منها في المحادثة.
details-complete = كاملة حتى { $moment }
details-complete-now = كاملة حتى الآن
details-incomplete = لم تُجلب كاملة بعد
details-copy = نسخ الرقم
customer-title = الزبون
customer-first-seen = أول ظهور
customer-other-chats = محادثات أخرى
customer-orders = منها طلبات
customer-beside-title = عرض المحادثتين جنباً إلى جنب
customer-also = لهذا الزبون أيضاً { $chat }
customer-crossing-draft = لديك مسودة لهذا الزبون في { $chat }
customer-crossing-me = رددتَ على هذا الزبون في { $chat }
customer-crossing-agent = يُردّ على هذا الزبون أيضاً في { $chat }
customer-answered-me = رددتَ أنت
customer-answered-by = ردّ { $name }
customer-unanswered = بانتظار الرد
collision-opened = فتح زميل هذه المحادثة
collision-opened-writing = قد يردّ زميل على هذه المحادثة أيضاً
collision-answered = ردّ { $name }
collision-answered-writing = وصل قبلك ردّ { $name }
collision-colleague = زميل
collision-or-me = أو أنت من جهاز آخر
customer-more-chats =
    { $count ->
        [one] ومحادثة أخرى
        [two] ومحادثتان أخريان
        [few] و{ $count } محادثات أخرى
        [many] و{ $count } محادثة أخرى
       *[other] و{ $count } محادثة أخرى
    }
customer-show-all =
    { $count ->
        [one] عرض محادثة واحدة
        [two] عرض المحادثتين
        [few] عرض المحادثات الـ{ $count }
        [many] عرض المحادثات الـ{ $count }
       *[other] عرض المحادثات الـ{ $count }
    }
customer-unlisted =
    { $count ->
        [one] ومحادثة أقدم لا تظهر هنا.
        [two] ومحادثتان أقدم لا تظهران هنا.
        [few] و{ $count } محادثات أقدم لا تظهر هنا.
        [many] و{ $count } محادثة أقدم لا تظهر هنا.
       *[other] و{ $count } محادثة أقدم لا تظهر هنا.
    }
ago-now = الآن
ago-minutes =
    { $count ->
        [one] قبل دقيقة
        [two] قبل دقيقتين
        [few] قبل { $count } دقائق
        [many] قبل { $count } دقيقة
       *[other] قبل { $count } دقيقة
    }
ago-hours =
    { $count ->
        [one] قبل ساعة
        [two] قبل ساعتين
        [few] قبل { $count } ساعات
        [many] قبل { $count } ساعة
       *[other] قبل { $count } ساعة
    }
ago-days =
    { $count ->
        [one] قبل يوم
        [two] قبل يومين
        [few] قبل { $count } أيام
        [many] قبل { $count } يوماً
       *[other] قبل { $count } يوم
    }
facts-title = ذُكر في المحادثة
fact-phone = هاتف
fact-order = رقم طلب
fact-amount = مبلغ
fact-map = موقع على الخريطة
fact-address = عنوان
fact-copy = نسخ { $fact }
fact-call = الاتصال بـ { $fact }
fact-open = فتح { $fact }
fact-insert = وضع { $fact } في الرد
own-view-save-this = حفظ هذا العرض
own-view-change = تعديل العرض
own-view-title = عرض خاص بك
own-view-note = تظهر فيه المحادثات التي تستوفي كل الشروط التي تختارها. يُحفظ على هذا الجهاز فقط.
own-view-name = اسم العرض
own-view-words = كلمات في الاسم أو الموضوع أو رقم الطلب
own-view-filters = الشروط
own-view-sort = الترتيب
own-view-delete = إزالة العرض
own-view-fault-name-empty = اكتب اسماً للعرض.
own-view-fault-name-too-long = الاسم أطول من { $count } حرفاً.
own-view-fault-name-taken = لديك عرض بهذا الاسم.
own-view-fault-words-too-long = الكلمات أكثر من اللازم: تكفي بضع كلمات.
own-view-fault-too-many-tags = لا يطلب العرض أكثر من { 10 } وسوم. أزل واحداً.
own-view-fault-tag-too-long = أحد الوسوم أطول من { 40 } حرفاً.
own-view-fault-too-many = لديك { $count } عرضاً، وهذا أقصى ما يُحفظ. أزل واحداً أولاً.
inbox-empty-own = لا شيء في هذا العرض
inbox-empty-own-note = تظهر هنا المحادثات التي تحقق شروطه.
palette-save-view = حفظ العرض الحالي أو تعديله
    .keywords = تصفية مرشح فلتر مخصص
no-subject = بلا موضوع

## الحوارات
new-title = محادثة جديدة
new-with-person = مع شخص
new-with-admin = مع الدعم
new-person = إلى
new-person-placeholder = الاسم أو الهاتف أو معرّف المستخدم
new-person-placeholder-no-phone = الاسم أو معرّف المستخدم
new-person-none = لا أحد بهذا الاسم معروف هنا. الصق معرّف المستخدم لمراسلته.
new-person-use-id = استخدامه معرّفاً: { $id }
new-subject = الموضوع (اختياري)
new-admin-note = سيرد عليك أحد أعضاء فريق الدعم.
new-start = بدء
order-title = فتح محادثة طلب
order-id = رقم الطلب أو معرّفه
order-id-hint = الرقم كما في القائمة، أو المعرّف من صفحة الطلبات. يمكنك أيضاً مسحه أو كتابته خارج أي حقل.
order-unknown = لا طلب معروف بهذا الرقم. لبدء محادثة جديدة أدخل معرّف الطلب كاملاً من صفحة الطلبات.
order-begin-question = لا محادثة لهذا الطلب. هل تبدأ واحدة؟
order-begin = بدء محادثة
order-several =
    { $count ->
        [one] محادثة واحدة تذكر هذا الرقم.
        [two] محادثتان بهذا الرقم. اختر واحدة.
        [few] { $count } محادثات بهذا الرقم. اختر واحدة.
        [many] { $count } محادثة بهذا الرقم. اختر واحدة.
       *[other] { $count } محادثة بهذا الرقم. اختر واحدة.
    }
order-open = فتح
rename-title = تغيير الموضوع
rename-label = الموضوع
sign-out-title = تسجيل الخروج من الحساب؟
sign-out-note = تبقى المسودات والرسائل المنتظرة على هذا الجهاز إلى دخولك التالي.
sign-out-note-unsent = يبقى كل ذلك على هذا الجهاز لهذا الحساب، ويُستأنف عند دخولك به من جديد.
sign-out-note-unknown = تعذّر عدّ ما لم يُرسل. كل ما كتبته يبقى على هذا الجهاز لهذا الحساب.
sign-out-note-remove = لا يبقى شيء من هذا الحساب على هذا الجهاز: لا محادثات ولا صور ولا مسودات ولا نجوم.
sign-out-pin = يُزال رمز القفل أيضاً.
sign-out-everybody = إخراج كل من على هذا الجهاز
sign-out-everybody-note = { $count ->
    [zero] لا حسابات أخرى محفوظة هنا.
    [one] حساب آخر واحد محفوظ هنا.
    [two] حسابان آخران محفوظان هنا.
    [few] { $count } حسابات أخرى محفوظة هنا.
    [many] { $count } حساباً آخر محفوظة هنا.
   *[other] { $count } حساب آخر محفوظة هنا.
}
sign-out-remove = حذف المحادثات من هذا الجهاز أيضاً
sign-out-remove-note = تبقى على الخادم. أما النجوم فهي هنا فقط وتُحذف معها.
sign-out-remove-unsent = لا يمكن ذلك وهناك ما لم يُرسل: لا نسخة منه في مكان آخر.
sign-out = تسجيل الخروج
unsent-waiting = { $count ->
    [zero] لا رسائل بانتظار الإرسال
    [one] رسالة بانتظار الإرسال
    [two] رسالتان بانتظار الإرسال
    [few] { $count } رسائل بانتظار الإرسال
    [many] { $count } رسالة بانتظار الإرسال
   *[other] { $count } رسالة بانتظار الإرسال
}
unsent-scheduled = { $count ->
    [zero] لا رسائل مجدولة
    [one] رسالة مجدولة لا تُرسل قبل عودتك
    [two] رسالتان مجدولتان لا تُرسلان قبل عودتك
    [few] { $count } رسائل مجدولة لا تُرسل قبل عودتك
    [many] { $count } رسالة مجدولة لا تُرسل قبل عودتك
   *[other] { $count } رسالة مجدولة لا تُرسل قبل عودتك
}
unsent-held = { $count ->
    [zero] لا رسائل تنتظر فتح محادثة مغلقة
    [one] رسالة تنتظر فتح محادثة مغلقة
    [two] رسالتان تنتظران فتح محادثة مغلقة
    [few] { $count } رسائل تنتظر فتح محادثة مغلقة
    [many] { $count } رسالة تنتظر فتح محادثة مغلقة
   *[other] { $count } رسالة تنتظر فتح محادثة مغلقة
}
unsent-failed = { $count ->
    [zero] لا رسائل متعثرة
    [one] رسالة لم تُرسل وتحتاج قرارك
    [two] رسالتان لم تُرسلا وتحتاجان قرارك
    [few] { $count } رسائل لم تُرسل وتحتاج قرارك
    [many] { $count } رسالة لم تُرسل وتحتاج قرارك
   *[other] { $count } رسالة لم تُرسل وتحتاج قرارك
}
unsent-drafts = { $count ->
    [zero] لا مسودات
    [one] مسودة واحدة
    [two] مسودتان
    [few] { $count } مسودات
    [many] { $count } مسودة
   *[other] { $count } مسودة
}
quit-title = إنهاء البرنامج؟
quit-note = { $count ->
    [zero] لا رسائل بانتظار الإرسال.
    [one] لديك رسالة لم تُرسل بعد؛ ستُرسل عند الفتح التالي.
    [two] لديك رسالتان لم تُرسلا بعد؛ ستُرسلان عند الفتح التالي.
    [few] لديك { $count } رسائل لم تُرسل بعد؛ ستُرسل عند الفتح التالي.
    [many] لديك { $count } رسالة لم تُرسل بعد؛ ستُرسل عند الفتح التالي.
   *[other] لديك { $count } رسالة لم تُرسل بعد؛ ستُرسل عند الفتح التالي.
}
quit-note-kept = ما يلي محفوظ على هذا الجهاز ولم يُرسل:
quit-now = إنهاء الآن
quit-stay = البقاء

## الإعدادات
settings-title = الإعدادات
settings-language = اللغة
settings-theme = المظهر
language-ar = العربية
language-en = English
theme-system = النظام
theme-light = فاتح
theme-dark = داكن
settings-digits = الأرقام
digits-latin = 123
digits-arabic = ١٢٣
settings-alerts = التنبيهات
settings-quiet = عدم الإزعاج
quiet-half-hour = { 30 } دقيقة
quiet-hour = ساعة
quiet-morning = حتى صباح الغد
quiet-until = عدم الإزعاج حتى { $when }
quiet-end = إنهاء عدم الإزعاج
    .keywords = إلغاء الكتم تشغيل الأصوات الإشعارات
quiet-note = لا صوت ولا إشعار إلى ذلك الحين، ثم إشعار واحد بما فاتك.
settings-sounds = الأصوات
sounds-on = صوت عند كل جديد
sounds-on-note = صوت للرسالة وآخر للمحادثة الجديدة.
sound-volume = مستوى الصوت
sound-test = تجربة الصوت
settings-ask-close = السؤال قبل إغلاق النافذة
settings-ask-close-note = حين لا توجد أيقونة بين أيقونات النظام، يُنهي الإغلاق البرنامج.
close-title = إغلاق النافذة ينهي البرنامج
close-dont-ask = عدم السؤال مرة أخرى
close-quit = إنهاء البرنامج
close-minimize = تصغير النافذة
settings-notifications = الإشعارات
settings-hide-text = إخفاء نص الرسائل
settings-hide-text-note = تذكر الإشعارات عندئذ المرسل فقط.
settings-image-hosts = مواقع تُجلب منها الصور
settings-image-hosts-none = لا شيء غير خادم حسابك. يُسأل عن كل موقع آخر أولاً.
settings-image-hosts-note = صور المواقع الأخرى لا تُجلب قبل أن تسمح بها.
settings-image-forbid = عدم جلب الصور من { $host }
settings-waiting-long = يصير وقت الانتظار أصفر بعد
settings-waiting-late = ويصير أحمر بعد
settings-waiting-note = يُحسب من أول رسالة للزبون لم يُرَدّ عليها، ويظهر في القائمة وفي رأس المحادثة.
settings-zoom = حجم النص
zoom-in = أكبر
    .keywords = تكبير حجم النص الخط
zoom-out = أصغر
    .keywords = تصغير حجم النص الخط
zoom-reset = الحجم المعتاد
    .keywords = تكبير تصغير حجم النص الخط
settings-about = الإصدار { $version }
settings-demo = نسخة تجريبية
settings-pages = صفحات الإعدادات
settings-general = عام
settings-storage = التخزين
settings-accounts = الحسابات

## الحسابات
accounts-title = المحفوظ على هذا الجهاز
accounts-none = لم يدخل أحد على هذا الجهاز.
accounts-current = قيد الاستخدام
accounts-forget = إزالة
accounts-forget-name = إزالة { $name }
accounts-note = من يُزال يدخل من جديد بكلمة مروره؛ وتبقى محادثاته ومسوداته على هذا الجهاز.
accounts-keep = إبقاء الحسابات الأخرى مسجّلة الدخول
accounts-keep-note = وإلا فإن الدخول بحساب آخر يُخرج كل من سواه من هذا الجهاز.

## التخزين
storage-title = على هذا الجهاز
storage-messages = المحادثات والرسائل
storage-message-count = { $count ->
    [zero] لا رسائل
    [one] رسالة واحدة
    [two] رسالتان
    [few] { $count } رسائل
    [many] { $count } رسالة
   *[other] { $count } رسالة
}
storage-conversation-count = { $count ->
    [zero] لا محادثات
    [one] محادثة واحدة
    [two] محادثتان
    [few] { $count } محادثات
    [many] { $count } محادثة
   *[other] { $count } محادثة
}
storage-free = منها { $size } شاغرة للجديد
storage-images = الصور
storage-images-note = { $size } على الأكثر، وتُحذف أولاً الصور التي لم تُفتح منذ أطول مدة.
storage-written = ما كتبته
storage-written-note = المسودات والرسائل التي لم تُرسل بعد والنجوم. لا تُحذف أبداً.
storage-reserve = مساحة احتياطية
storage-reserve-note = تخرج بها رسائلك حين يمتلئ القرص.
storage-log = سجل التشغيل
retention-title = مدة الاحتفاظ بالرسائل
retention-everything = دائماً
retention-years = { $count ->
    [zero] أقل من سنة
    [one] سنة
    [two] سنتان
    [few] { $count } سنوات
    [many] { $count } سنة
   *[other] { $count } سنة
}
retention-months = { $count ->
    [zero] أقل من شهر
    [one] شهر
    [two] شهران
    [few] { $count } أشهر
    [many] { $count } شهراً
   *[other] { $count } شهر
}
retention-note-everything = يبقى على هذا الجهاز كل ما جُلب.
retention-note = تُحذف الرسائل الأقدم من هذا الجهاز مرة كل يوم، وتُجلب من جديد حين تصل إليها بالتمرير. يبقى دائماً ما كتبته وما لم تقرأه، والمحادثات المميّزة بنجمة أو التي فيها مسودة.
clear-heading = مسح ما جُلب من الخادم
clear-about = تعود المساحة إلى القرص فوراً. تبقى المسودات والرسائل التي لم تُرسل والنجوم.
clear-button = مسح…
clear-title = أتريد مسح ما جُلب من الخادم؟
clear-note = تُحذف كل المحادثات والرسائل والصور المحفوظة على هذا الجهاز. تُجلب من جديد عند الحاجة، وحتى ذلك الحين لا يمكن قراءتها بلا اتصال.
clear-kept = تبقى مسوداتك ورسائلك التي لم تُرسل بعد ونجومك.
clear-offline = أنت الآن بلا اتصال: لن تجد ما تقرؤه حتى يعود.
clear-confirm = مسح
clear-done = مُسح ما جُلب من الخادم

## الشريط العلوي
banner-offline = بلا اتصال منذ { $time } · المحادثات المحفوظة متاحة
banner-offline-short = بلا اتصال
banner-offline-waiting-short = { $count ->
    [zero] بلا اتصال
    [one] بلا اتصال · رسالة تنتظر
    [two] بلا اتصال · رسالتان تنتظران
    [few] بلا اتصال · { $count } رسائل تنتظر
    [many] بلا اتصال · { $count } رسالة تنتظر
   *[other] بلا اتصال · { $count } رسالة تنتظر
}
banner-offline-waiting = { $count ->
    [zero] بلا اتصال منذ { $time } · المحادثات المحفوظة متاحة
    [one] بلا اتصال منذ { $time } · المحادثات المحفوظة متاحة، ورسالة بانتظار الإرسال
    [two] بلا اتصال منذ { $time } · المحادثات المحفوظة متاحة، ورسالتان بانتظار الإرسال
    [few] بلا اتصال منذ { $time } · المحادثات المحفوظة متاحة، و{ $count } رسائل بانتظار الإرسال
    [many] بلا اتصال منذ { $time } · المحادثات المحفوظة متاحة، و{ $count } رسالة بانتظار الإرسال
   *[other] بلا اتصال منذ { $time } · المحادثات المحفوظة متاحة، و{ $count } رسالة بانتظار الإرسال
}
banner-next-try = إعادة المحاولة بعد { $seconds } ث
banner-trying = جارٍ المحاولة…
banner-try-now = حاول الآن
banner-connecting = جارٍ الاتصال…
banner-waking = الخادم يستيقظ… قد يستغرق ذلك دقيقة
banner-polling = الأحداث الفورية محجوبة في هذه الشبكة. قد تتأخر الرسائل الجديدة بضع ثوانٍ.
banner-sign-in = انتهت جلستك. سجّل الدخول من جديد للإرسال والاستقبال.
banner-sign-in-button = دخول
banner-sign-in-keyring = حافظة المفاتيح في هذا الجهاز مقفلة أو لا تعمل، وفيها رمز دخولك. افتحها، أو سجّل الدخول من جديد.
banner-sign-in-missing = لم يعد دخولك المحفوظ على هذا الجهاز: حُذف من حافظة المفاتيح، أو لم يُحفظ فيها أصلًا. سجّل الدخول من جديد؛ ما كتبته محفوظ.
banner-region = الاتصال
banner-captive-portal = الشبكة تطلب تسجيل الدخول إليها قبل استخدام الإنترنت.
banner-captive-portal-button = فتح صفحة الشبكة
banner-no-such-host = تعذّر العثور على عنوان الخادم. تحقق من اتصال هذا الجهاز بالإنترنت.
banner-proxy-unreachable = وكيل هذه الشبكة (البروكسي) لا يرد. اسأل مسؤول الشبكة؛ ما تكتبه محفوظ.
banner-proxy-sign-in-needed = وكيل هذه الشبكة (البروكسي) يطلب اسم مستخدم وكلمة مرور. اسأل مسؤول الشبكة؛ ما تكتبه محفوظ.
banner-proxy-refused = وكيل هذه الشبكة (البروكسي) لا يسمح بالوصول إلى الخادم. اسأل مسؤول الشبكة؛ ما تكتبه محفوظ.
banner-wrong-clock = ساعة هذا الجهاز خاطئة، فلا يمكن التحقق من شهادة الخادم. اضبط التاريخ والوقت.
banner-busy = الخادم مشغول، نعيد المحاولة تلقائياً
banner-disk-low = يكاد القرص يمتلئ. أفرغ بعض المساحة؛ ما كتبته محفوظ.
banner-disk-cramped = القرص ممتلئ: لا يُحفظ ما يكتبه الآخرون حتى تتوفر مساحة، وما تكتبه أنت محفوظ.
banner-disk-full = القرص ممتلئ: القراءة تعمل، ولا تُحفظ كتابة جديدة حتى تتوفر مساحة.
banner-disk-failed = تعذّرت القراءة من القرص أو الكتابة عليه، وقد لا يُحفظ ما تكتبه الآن. تحقق منه ومن أذوناته.
banner-clock-slow = ساعة هذا الجهاز متأخرة { $span }. الأوقات هنا بحسب ساعة الخادم.
banner-clock-fast = ساعة هذا الجهاز متقدمة { $span }. الأوقات هنا بحسب ساعة الخادم.
span-minutes = { $count ->
    [zero] أقل من دقيقة
    [one] دقيقة
    [two] دقيقتين
    [few] { $count } دقائق
    [many] { $count } دقيقة
   *[other] { $count } دقيقة
}
span-hours = { $count ->
    [zero] أقل من ساعة
    [one] ساعة
    [two] ساعتين
    [few] { $count } ساعات
    [many] { $count } ساعة
   *[other] { $count } ساعة
}
span-days = { $count ->
    [zero] أقل من يوم
    [one] يوماً
    [two] يومين
    [few] { $count } أيام
    [many] { $count } يوماً
   *[other] { $count } يوم
}
disk-region = القرص
clock-region = ساعة الجهاز

## إشعارات البرنامج
notice-cache-set-aside = كانت النسخة المحفوظة من المحادثات تالفة فوُضعت جانباً. تُجلب نسخة جديدة، وما كتبته محفوظ.
notice-outbox-salvaged = كان ملف رسائلك غير المرسلة تالفاً. أُنقذ منه ما أمكن: راجع مسوداتك من فضلك.
notice-restored-from-backup = استُعيدت رسائل غير مرسلة من ملفات تالفة. لن تُرسل من تلقاء نفسها: راجع كلاً منها وقرّر.
notice-disk-low = القرص على وشك الامتلاء، والمساحة الاحتياطية قيد الاستخدام الآن: أفرغ بعض المساحة من فضلك.
notice-files-not-sent = هنا ملفات لم تُرسل بعد. أغلق النافذة مرة أخرى لتركها.
notice-scan-elsewhere = لم يُبحث عن الرمز الممسوح: أغلق ما فوق المحادثات ثم امسحه مرة أخرى.
notice-reading-only = القرص ممتلئ. يمكنك القراءة، لكن لا يمكن الحفظ ولا الإرسال حتى تتوفر مساحة.
notice-keyring-unavailable = لا يمكن استخدام حافظة المفاتيح في هذا الجهاز. ستسجّل الدخول من جديد بعد إغلاق البرنامج.
notice-no-tray = لا يوجد شريط أيقونات هنا: إغلاق النافذة ينهي البرنامج، فلا تصلك تنبيهات.
notice-edit-too-late = أُرسلت الرسالة قبل تعديلك. نصّك الجديد في مسودة المحادثة.
notice-edit-kept = نصّك المعدّل محفوظ في مسودة محادثته.
notice-open-outbox = عرض صندوق الصادر
notice-notifications-unavailable = لا يمكن عرض الإشعارات على هذا الجهاز.
notice-preferences-set-aside = تعذّرت قراءة إعداداتك، فاستُخدمت الإعدادات المعتادة.
notice-bad-link = هذا الرابط لا يقود إلى محادثة في هذا الحساب.
notice-unknown = هناك أمر يحتاج إلى انتباه. التفاصيل في السجل.

## الأخطاء: جملة وما العمل
error-sign-in-cancelled = أُلغي تسجيل الدخول. أعد المحاولة متى شئت.
error-wrong-password = اسم المستخدم أو كلمة المرور غير صحيحة. تحقق منهما وأعد المحاولة.
error-phone-not-verified = رقم هاتف هذا الحساب لم يُؤكَّد بعد. أكّده في تطبيق الهاتف ثم سجّل الدخول هنا.
error-bad-token = هذا الرمز غير صالح. الصقه كاملاً، أو اطلب رمزاً جديداً من المدير.
error-expired-token = انتهت صلاحية هذا الرمز. ادخل بكلمة المرور، أو اطلب رمزاً جديداً من المدير.
error-unreachable = تعذّر الوصول إلى الخادم. تحقق من الشبكة والعنوان ثم أعد المحاولة.
error-unstable-connection = الاتصال يتقطع: ينقطع ويعود كل قليل. قد تكون الشبكة ضعيفة؛ ما تكتبه محفوظ ويُرسل عندما يثبت الاتصال.
error-no-such-host = تعذّر العثور على اسم الخادم. تحقق من اتصال الجهاز بالشبكة ومن العنوان.
error-proxy-unreachable = وكيل هذه الشبكة (البروكسي) لا يرد، فلا يمكن الوصول إلى الخادم. تحقق من إعدادات الوكيل في هذا الجهاز، أو اسأل مسؤول الشبكة.
error-proxy-sign-in-needed = وكيل هذه الشبكة (البروكسي) يطلب اسم مستخدم وكلمة مرور خاصين به قبل الوصول إلى الخادم. أدخلهما في إعدادات الوكيل في هذا الجهاز، أو اسأل مسؤول الشبكة.
error-proxy-refused = وكيل هذه الشبكة (البروكسي) لا يوصل إلى الخادم: ربما لا يسمح به، أو الخادم متوقف. حاول مجددًا بعد قليل، أو اسأل مسؤول الشبكة.
error-captive-portal = الشبكة ترد مكان الخادم: ربما تطلب تسجيل الدخول إليها، أو لا تسمح بالمرور. افتح المتصفح وسجّل الدخول إلى الشبكة، أو استخدم شبكة أخرى.
error-wrong-clock = تاريخ هذا الجهاز أو وقته خاطئ، فلا يمكن إنشاء اتصال آمن. اضبط التاريخ والوقت.
error-host-asleep = ما زال الخادم يستيقظ. انتظر دقيقة وأعد المحاولة.
error-not-avvento = ما يرد على هذا العنوان ليس خادم أفينتو. تحقق من العنوان.
error-bad-address = هذا ليس عنوان خادم. شكله هكذا: https://name.example
error-bad-certificate = شهادة الخادم غير موثوقة. تحقق من تاريخ الجهاز ووقته ومن العنوان، أو اسأل المدير.
error-refused = رفض الخادم هذا. تحقق مما أدخلته، أو اسأل المدير.
error-forbidden = لا يُسمح لحسابك بهذا. اسأل المدير إن كنت تحتاجه.
error-not-found = لا يعرف الخادم هذا. تحقق من الرقم، أو حدّث القائمة.
error-conversation-closed = أُغلقت المحادثة. أعد فتحها أو ابدأ واحدة جديدة.
error-invalid-input = يوجد خطأ في البيانات المُدخلة. تحقق منها وأعد المحاولة.
error-too-many-requests = الخادم مشغول ويطلب بعض الصبر. انتظر لحظة وأعد المحاولة.
error-server-failed = حدثت مشكلة في الخادم. أعد المحاولة بعد لحظة.
error-sign-in-needed = انتهت جلستك. سجّل الدخول من جديد؛ ما كتبته محفوظ.
error-saved-sign-in-missing = لم يعد دخولك المحفوظ على هذا الجهاز. سجّل الدخول من جديد؛ ما كتبته محفوظ.
error-disk-full = القرص ممتلئ فلا يمكن الحفظ. أفرغ بعض المساحة وأعد المحاولة.
error-cache-damaged = النسخة المحفوظة من المحادثات تالفة. أعد تشغيل البرنامج لتُجلب نسخة جديدة.
error-row-damaged = كان ملف الرسائل غير المرسلة تالفاً وربما تغيّر هذا النص. اقرأه وصحّحه ثم أعد إرساله.
error-row-restored = استُعيدت هذه الرسالة من ملف تالف أو من نسخة احتياطية، وربما أُرسلت من قبل. راجع المحادثة قبل أن تعيد إرسالها.
error-disk-failed = تعذّرت القراءة من القرص أو الكتابة عليه. تحقق منه ومن أذوناته ثم أعد المحاولة.
error-profile-in-use = أفينتو ديسك مفتوح لهذا الحساب. استخدم تلك النافذة، أو أغلقها أولاً.
error-keyring-unavailable = لا يمكن استخدام حافظة المفاتيح في هذا الجهاز. ستسجّل الدخول من جديد في المرة القادمة.
error-ambiguous-send = ليس مؤكداً أن الرسالة وصلت. انظر في المحادثة، ثم أعد إرسالها أو احذفها.
error-unsettled-send = تعذّر التحقق من وصولها: لا يتيح الخادم قراءة هذه المحادثة. تأكد أنها لم تصل قبل أن ترسلها من جديد.
error-bad-time = مضى هذا الوقت، أو هو أبعد من سنة. اختر وقتاً آخر؛ لم يضع النص.
error-draft-too-long = نص من أكثر من { 50000 } حرف لا يُحفظ كمسودة. اختصره؛ وما حُفظ من قبل باقٍ.
error-note-too-long = الملاحظة أطول من { 2000 } حرف. اختصرها لتُحفظ؛ لم يضع منها شيء.
error-tag-too-long = الوسم أطول من { 40 } حرفاً. اختصره.
error-too-many-tags = لا يزيد ما على المحادثة عن { 10 } وسوم. أزل واحداً أولاً.
error-too-late = تغيّرت حال الرسالة قبل ذلك. انظر إليها الآن.
error-too-large = الحجم كبير جداً. صغّره وأعد المحاولة.
error-not-an-image = هذه ليست صورة يمكن عرضها. اطلبها بصيغة أخرى.
error-image-host-not-allowed = لا تُجلب الصور من هذا الموقع بعد. اسمح به في المحادثة أولاً.
error-unreadable-answer = تعذّرت قراءة ردّ الخادم. أعد المحاولة؛ وإن تكرر فأخبر المدير.
error-internal = حدث خطأ في البرنامج. أعد المحاولة؛ وإن تكرر فأعد تشغيله.
error-unsent-remains = هناك ما لم يُرسل بعد: رسائل أو مسودات. أرسلها أو احذفها أولاً، أو اترك المحادثات على هذا الجهاز.
error-message-empty = الرسالة فارغة. اكتب شيئاً أولاً.
error-message-too-long = الرسالة طويلة جداً. قسّمها إلى عدة رسائل.
error-query-too-long = هذا أطول من أن يُبحث عنه. بضع كلمات تكفي.
error-clipboard-refused = تعذّر نسخ الصورة: حافظة النظام لا تقبلها. احفظها بدلاً من ذلك.
error-sound-no-device = لا يوجد جهاز صوت يمكن استخدامه. صِل سماعة أو راجع إعدادات الصوت في النظام، ثم جرّب مرة أخرى.
error-sound-no-answer = جهاز الصوت لا يستجيب. راجع إعدادات الصوت في النظام، ثم جرّب مرة أخرى.
error-sound-busy = هناك صوت يُشغَّل الآن. جرّب مرة أخرى بعد لحظة.
error-link-refused = هذا الرابط لا يُفتح: تُفتح الروابط الآمنة (https) وعناوين البريد فقط.

## The lock
settings-lock = القفل
lock-title = أفينتو ديسك مقفل
lock-lead = أدخل رمز القفل للمتابعة. الرسائل تصل وتُرسل في هذه الأثناء.
lock-pin = رمز القفل
lock-open = فتح القفل
lock-forgot = نسيت الرمز؟
lock-damaged = ملف القفل تالف، ولا رمز يفتحه. سجّل الخروج للمتابعة؛ ما كتبته يبقى على هذا الجهاز.
lock-about = اختر رمزاً يُطلب عند كل تشغيل وبعد فترة بلا استخدام، كي لا يرى محادثاتك من يجلس إلى هذا الجهاز في غيابك.
lock-limits = القفل يحجب النافذة ولا يشفّر الملفات. عليك أيضاً بقفل شاشة النظام.
lock-after-title = القفل بعد فترة بلا استخدام
lock-after-minutes = { $count ->
    [zero] فوراً
    [one] دقيقة
    [two] دقيقتان
    [few] { $count } دقائق
    [many] { $count } دقيقة
   *[other] { $count } دقيقة
}
lock-after-never = أبداً
lock-after-note = يُحسب من آخر ضغطة مفتاح أو حركة فأرة في هذه النافذة، ويُحسب معها نوم الجهاز.
lock-after-note-never = يُطلب الرمز عند التشغيل، وحين تقفل النافذة بنفسك.
lock-now = قفل الآن
lock-now-title = القفل فوراً
lock-now-note = أو بمفاتيحه في أي وقت، وتجدها في «اختصارات لوحة المفاتيح».
pin-title = رمز القفل
pin-set = تعيين الرمز
pin-change = تغيير الرمز
pin-remove = إزالة الرمز
pin-current = الرمز الحالي
pin-new = الرمز الجديد
pin-repeat = الرمز الجديد مرة أخرى
pin-hint = من { 4 } إلى { 12 } رقماً.
pin-differs = الرمزان مختلفان. اكتب الرمز نفسه مرتين.
pin-is-set = عُيّن رمز القفل
pin-is-changed = تغيّر رمز القفل
pin-is-removed = أُزيل رمز القفل
pin-wrong = { $count ->
    [zero] الرمز غير صحيح. لا محاولة باقية.
    [one] الرمز غير صحيح. بقيت محاولة واحدة قبل الانتظار.
    [two] الرمز غير صحيح. بقيت محاولتان قبل الانتظار.
    [few] الرمز غير صحيح. بقيت { $count } محاولات قبل الانتظار.
    [many] الرمز غير صحيح. بقيت { $count } محاولة قبل الانتظار.
   *[other] الرمز غير صحيح. بقيت { $count } محاولة قبل الانتظار.
}
pin-wrong-again = الرمز غير صحيح.
pin-wait-seconds = { $count ->
    [zero] محاولات خاطئة كثيرة. حاول الآن.
    [one] محاولات خاطئة كثيرة. حاول بعد ثانية.
    [two] محاولات خاطئة كثيرة. حاول بعد ثانيتين.
    [few] محاولات خاطئة كثيرة. حاول بعد { $count } ثوانٍ.
    [many] محاولات خاطئة كثيرة. حاول بعد { $count } ثانية.
   *[other] محاولات خاطئة كثيرة. حاول بعد { $count } ثانية.
}
pin-wait-minutes = { $count ->
    [zero] محاولات خاطئة كثيرة. حاول الآن.
    [one] محاولات خاطئة كثيرة. حاول بعد دقيقة.
    [two] محاولات خاطئة كثيرة. حاول بعد دقيقتين.
    [few] محاولات خاطئة كثيرة. حاول بعد { $count } دقائق.
    [many] محاولات خاطئة كثيرة. حاول بعد { $count } دقيقة.
   *[other] محاولات خاطئة كثيرة. حاول بعد { $count } دقيقة.
}
forget-pin-title = تسجيل الخروج وإزالة الرمز؟
forget-pin-note = يُسجَّل خروج كل من على هذا الجهاز من هذا البرنامج، ويُزال الرمز. بعدها يدخل كلٌّ بكلمة مروره.
forget-pin-confirm = تسجيل الخروج وإزالة الرمز
error-locked = النافذة مقفلة. أدخل رمز القفل أولاً.
error-pin-invalid = هذا ليس رمزاً. اكتب من { 4 } إلى { 12 } رقماً.

## الغلاف: أيقونة النظام والإشعارات وعنوان النافذة
shell-title = أفينتو ديسك
shell-title-unread = ({ $count }) أفينتو ديسك
shell-tray-show = إظهار أفينتو ديسك
shell-tray-lock = قفل
shell-tray-quiet = عدم الإزعاج لساعة
shell-tray-quiet-end = إنهاء عدم الإزعاج
shell-tray-hint = أفينتو ديسك ما زال يعمل
shell-tray-hint-body = أُغلقت النافذة فقط، وتصلك التنبيهات. تجد البرنامج بين أيقونات النظام، ومنها يُنهى.
shell-tray-quit = إنهاء
shell-tray-unread = { $count ->
    [zero] أفينتو ديسك: لا محادثات غير مقروءة
    [one] أفينتو ديسك: محادثة غير مقروءة
    [two] أفينتو ديسك: محادثتان غير مقروءتين
    [few] أفينتو ديسك: { $count } محادثات غير مقروءة
    [many] أفينتو ديسك: { $count } محادثة غير مقروءة
   *[other] أفينتو ديسك: { $count } محادثة غير مقروءة
}
shell-notify-in = { $sender } · { $chat }
shell-notify-count = { $count ->
    [zero] لا رسائل جديدة
    [one] رسالة جديدة
    [two] رسالتان جديدتان
    [few] { $count } رسائل جديدة
    [many] { $count } رسالة جديدة
   *[other] { $count } رسالة جديدة
}
shell-notify-hidden = رسالة جديدة
shell-notify-reminder = حان وقت العودة إلى هذه المحادثة
shell-notify-image = صورة
shell-notify-file = ملف: { $name }
shell-notify-opened = محادثة جديدة
shell-notify-order = الطلب { $number }
shell-notify-many = { $count ->
    [zero] لا جديد
    [one] محادثة فيها جديد
    [two] محادثتان فيهما جديد
    [few] { $count } محادثات فيها جديد
    [many] { $count } محادثة فيها جديد
   *[other] { $count } محادثة فيها جديد
}
shell-notify-many-opened = { $count ->
    [zero] لا محادثات جديدة
    [one] محادثة جديدة
    [two] محادثتان جديدتان
    [few] { $count } محادثات جديدة
    [many] { $count } محادثة جديدة
   *[other] { $count } محادثة جديدة
}
shell-notify-show = إظهار
shell-someone = شخص ما

## الملفات المحفوظة
shell-file-untitled = محادثة
shell-file-image = صورة
shell-file-file = ملف
shell-file-gap = رسائل ناقصة هنا: لم تُجلب إلى هذا الجهاز.
shell-file-not-sent = لم تُرسل
shell-column-id = رقم المحادثة
shell-column-people = الأشخاص
shell-column-phones = الهواتف
shell-column-subject = الموضوع
shell-column-status = الحالة
shell-column-order = الطلب
shell-column-unread = غير مقروءة
shell-column-waiting = ينتظر منذ
shell-column-activity = آخر نشاط

## الورق والملفات
head-print = طباعة…
    .keywords = طابعة ورق
head-export = حفظ كملف…
    .keywords = تصدير حفظ تنزيل ملف نص
head-own-window = فتح في نافذة مستقلة
    .keywords = فصل شاشة ثانية
print-title = طباعة المحادثة
print-range = ما يُطبع
print-range-today = رسائل اليوم
print-range-last = آخر مئة رسالة
print-range-all = كل ما على هذا الجهاز
print-note = كل رسالة مع مرسلها ووقتها على الورق. تُذكر الصور والملفات بأسمائها ولا تُطبع.
print-preview = كيف ستظهر
print-count = { $count ->
    [zero] لا رسائل في هذا المدى
    [one] رسالة واحدة
    [two] رسالتان
    [few] { $count } رسائل
    [many] { $count } رسالة
   *[other] { $count } رسالة
}
print-most = تُطبع أحدث { $count } رسالة.
print-gap = رسائل ناقصة هنا: لم تُجلب إلى هذا الجهاز.
print-not-sent = لم تُرسل
print-at = طُبعت { $when }
print-button = طباعة
error-print-failed = لم يتمكن النظام من الطباعة.
export-title = حفظ المحادثة كملف
export-form = نوع الملف
export-text = نص
export-html = صفحة ويب
export-json = JSON
export-note-text = أسطر نصية يفتحها أي برنامج.
export-note-html = صفحة يعرضها المتصفح بلا إنترنت.
export-note-json = للبرامج: كل ما يُعرف عن كل رسالة.
export-where = يُحفظ ما على هذا الجهاز في مجلد التنزيلات. لا يُجلب شيء من الخادم.
export-save = حفظ
export-saved = حُفظ: { $path }
palette-export-list = حفظ قائمة المحادثات كجدول (CSV)
    .keywords = تصدير إكسل جدول

## اليوم
today-title = اليوم
    .keywords = إحصاءات تقرير أرقام لوحة الأداء
today-note = منذ منتصف الليل، مما هو على هذا الجهاز.
today-answered = أُجيبت
today-answered-by-me = { $count ->
    [zero] لا شيء منها بردك
    [one] واحدة بردك
    [two] اثنتان بردك
    [few] { $count } بردك
    [many] { $count } بردك
   *[other] { $count } بردك
}
today-median = وسيط انتظار الرد
today-longest = أطول انتظار
today-waiting = تنتظر الآن
today-hours = ساعة بساعة
today-hour = الساعة
today-asked = رسائل وصلت
today-answers = ردود
today-table = كجدول
today-nothing = لم يُقل شيء اليوم بعد
today-more = رسائل اليوم أكثر مما يُحسب؛ أحدثها ناقص هنا.
today-failed = تعذرت قراءة أرقام اليوم
today-none = لا يوجد
duration-seconds = { $count } ث
duration-minutes = { $count } د
duration-hours = { $hours } س { $minutes } د
duration-days = { $days } ي { $hours } س

## أول تشغيل
shell-test-alert = هكذا يظهر التنبيه
shell-test-alert-body = إذا رأيت هذا وسمعت صوتاً فالتنبيهات تعمل على هذا الجهاز.
first-run-region = الخطوات الأولى
first-run-text = تأكد أن التنبيهات تصلك: إشعار وصوت.
first-run-test = جرّب تنبيهاً
first-run-again = مرة أخرى
first-run-shown = ظهر إشعار وصدر صوت. هل رأيته وسمعته؟ إن لم يكن فانظر «التنبيهات» في الإعدادات.
first-run-done = نعم، تعمل
first-run-skip = ليس الآن

## اختصاراتك
own-keys-note = القلم يعطي الأمر مفاتيح أخرى. تُحسب بمكانها على لوحة المفاتيح، فتعمل بالعربية والإنجليزية.
own-keys-change = تغيير مفاتيح «{ $action }»
own-keys-reset = المفاتيح المعتادة للأمر «{ $action }»
own-keys-reset-all = المفاتيح المعتادة لكل الأوامر
own-keys-press = اضغط المفاتيح… (Esc للإلغاء)
own-keys-taken = هذه مفاتيح «{ $action }». اختر غيرها.
own-keys-reserved = يحتاج البرنامج هذه المفاتيح لنفسه. اختر غيرها.
own-keys-alt = Alt وAltGr يكتبان حروفاً على لوحات كثيرة. اختر مفاتيح مع Ctrl.
own-keys-plain = اضغط Ctrl أيضاً، أو اختر أحد مفاتيح الوظائف أعلى اللوحة: غيرها يكتب في الرسالة.
own-keys-field = هذه المفاتيح لحقل الكتابة. اختر غيرها.
own-keys-unknown = لا يصلح هذا المفتاح لأمر. اختر غيره.

## البحث عن إعداد
settings-search = ابحث في الإعدادات
settings-found = الإعدادات التي وُجدت
settings-none = لا إعداد فيه هذه الكلمات
settings-language-note = لغة النافذة والتنبيهات والملفات التي تحفظها.
settings-theme-note = فاتح أو داكن أو كما في الحاسوب.
settings-digits-note = بأي أرقام تُكتب الأعداد والأوقات.
settings-zoom-note = يكبّر كل ما في النافذة أو يصغّره.
settings-send-key-note = والآخر ينزل سطراً.
settings-waiting-long-note = في القائمة ورأس المحادثة: هذا الزبون ينتظر منذ مدة.
sound-volume-note = شدة الأصوات، إلى جانب شدة صوت الحاسوب نفسه.
settings-test-alert = تجربة التنبيهات
settings-test-alert-note = يُظهر إشعاراً ويُصدر صوته كما تفعل رسالة جديدة.
settings-replies-note = نصوص تجيب بها كثيراً، ولكل منها اختصار.
own-keys-open = مفاتيح من اختيارك
own-keys-change-some = تغيير…

## الدليل
manual-title = دليل الاستعمال
    .keywords = مساعدة شرح تعليمات
manual-chapters = أقسام الدليل

## ما يُرسل من ملفات وصور
attach-file = إرفاق ملف أو صورة
    .keywords = رفع صورة مستند مرفق
attach-staged = ما سيُرسل من ملفات
attach-remove = إزالة { $name }
attach-remove-short = إزالة
picture-link = أرسلها كصورة
upload-share = رُفع { $share }
upload-progress = رفع { $name }
upload-cancel = إلغاء
settings-upload = رفع الملفات والصور
settings-upload-field = مسار الرفع أو عنوانه
settings-upload-note = مسار على خادم حسابك، أو عنوان https. إن كان فارغاً فلا زر لإرفاق الملفات. لا يُرسل رمز دخولك إلا إلى خادم حسابك.
settings-upload-demo = خادم التجربة يستقبل الملفات بنفسه؛ وما تكتبه هنا لحساباتك الأخرى.
error-file-empty = هذا الملف فارغ، فلا شيء يُرسل. اختر ملفاً آخر.
error-file-too-large = هذا الملف أكبر من { 25 } م.ب، فلم يُرفق. صغّره أو أرسل رابطاً إليه.
error-files-staged = هنا ملفات لم تُرسل بعد. أرسلها أو أزلها، ثم افتح المحادثة في نافذة مستقلة.
error-too-many-windows = لا تُفتح أكثر من { 4 } محادثات في نوافذ مستقلة. أغلق إحداها أولاً.
error-too-many-files = ملفات كثيرة تنتظر الإرسال. انتظر حتى يخرج بعضها، ثم أضف غيرها.
error-file-missing = نسخة الملف على هذا الجهاز ناقصة أو تغيّرت. ألغِ الرسالة وأرفقه من جديد.
error-no-upload-endpoint = الخادم لا يستقبل ملفات على هذا المسار. تحقق من مسار الرفع في الإعدادات، ثم أعد المحاولة.
error-bad-upload-endpoint = لا تُرفع الملفات إلى عنوان كهذا. اكتب مساراً على خادم حسابك، أو عنواناً يبدأ بـ https.
error-file-too-large-for-server = الخادم لا يقبل ملفاً بهذا الحجم. صغّره وأرفقه من جديد.
error-file-type-refused = الخادم لا يقبل هذا النوع من الملفات. أرسله بصيغة أخرى.
