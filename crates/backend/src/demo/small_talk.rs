//! What the simulated customers say while the demo runs. Placeholders as in [`super::order_dialogues`].

/// Said in an order's chat when nobody answers, or just so.
pub(super) const ABOUT_ORDERS: [&str; 14] = [
    "وين وصل الطلب؟",
    "كم باقي تقريباً؟",
    "السائق رقمه كم؟ نبي نكلمه",
    "لو سمحتوا بدون بصل",
    "زيدوا 2 خبز والحساب عند الباب",
    "العنوان: شارع بن عاشور، جنب صيدلية الأمل",
    "المجموع {price} د.ل، صح؟",
    "رقمي الثاني 092-7654321 لو ما رديتش",
    "هلو؟ فيه حد؟",
    "Please call me when you arrive",
    "الطلب للطابق الثالث، المصعد خربان 😅",
    "خلوا السائق يرن عند الباب",
    "نبي الحساب كاش، عندكم فكة 50؟",
    "مستني من {minutes} دقيقة",
];

/// Said to support.
pub(super) const ABOUT_ANYTHING: [&str; 8] = [
    "فيه أي جديد؟",
    "نستنى في ردكم",
    "ممكن حد يكلمني على {phone}؟",
    "الموضوع مستعجل شوية لو سمحتوا",
    "المبلغ كان {price} د.ل",
    "Any update please?",
    "بعثتلكم التفاصيل فوق",
    "شن نعمل توا؟",
];

/// Said after somebody answered.
pub(super) const ANSWERS: [&str; 12] = [
    "تمام، شكراً",
    "الله يبارك فيك",
    "طيب، نستنى",
    "ان شاء الله",
    "ok 👍",
    "متأكد؟ المرة اللي فاتت صار نفس الشي",
    "كم دقيقة بالضبط؟",
    "باهي، ورقمي {phone} لو احتجتوني",
    "يعطيك الصحة",
    "مش مشكلة، خذوا راحتكم",
    "Thanks a lot",
    "زي الفل",
];

/// Said when a chat is opened.
pub(super) const OPENINGS: [&str; 8] = [
    "السلام عليكم، عندي سؤال على الطلب",
    "مساء الخير، متى يوصل الطلب؟",
    "Hello, can I add something to my order?",
    "لو سمحت نبي نضيف عصير برتقال للطلب",
    "السلام عليكم، السائق خرج؟",
    "نبي نغير العنوان بسرعة قبل ما يخرج السائق",
    "ممكن توصيل للباب الخلفي؟",
    "الطلب لازم يوصل قبل 9:00",
];

/// What somebody comes to support with: subject and first line.
pub(super) const QUESTIONS: [(&str, &str); 6] = [
    ("سؤال عن العروض", "فيه عرض اليوم على التوصيل؟"),
    ("مشكلة في الدفع", "الدفع بالبطاقة يرفض، يطلعلي Error 502"),
    ("رصيد المحفظة", "شحنت {price} د.ل وما ظهرتش"),
    (
        "تأخير",
        "طلبي متأخر من {minutes} دقيقة وما فيش رد من المطعم",
    ),
    ("اقتراح", "ياريت تضيفوا مطاعم في عين زارة"),
    ("App question", "How do I change the language of the app?"),
];
