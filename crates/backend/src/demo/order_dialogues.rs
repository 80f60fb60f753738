//! Conversations as people in Tripoli have them: about orders. Those with support are in
//! `support_dialogues`.
//!
//! In the texts, `{order}` stands for the order's number, `{price}` for an amount, `{minutes}` for a
//! short while, `{phone}` for the customer's number, `{name}` for their first name, `{place}` for the
//! restaurant.

/// Who says a line, and what.
#[derive(Clone, Copy, Debug)]
pub(super) enum Line {
    /// The one who asked for help: customer, shop or restaurant.
    C(&'static str),
    /// The order's restaurant.
    R(&'static str),
    /// Support.
    A(&'static str),
    /// A picture sent by the one who asked for help.
    Picture(&'static str),
    /// A picture sent by the restaurant.
    Shown(&'static str),
    /// A file sent by the one who asked for help: name and bytes.
    File(&'static str, u64),
}

/// A conversation to be played.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dialogue {
    pub(super) subject: &'static str,
    pub(super) lines: &'static [Line],
}

use Line::{A, C, Picture, R, Shown};

pub(super) const fn dialogue(subject: &'static str, lines: &'static [Line]) -> Dialogue {
    Dialogue { subject, lines }
}

/// About an order: customer, restaurant and support. They end with the customer waiting.
pub(super) const WAITING: [Dialogue; 9] = [
    dialogue(
        "طلب من {place}",
        &[
            C("السلام عليكم، طلبت قبل ساعة ولسّا ما وصل"),
            C("العنوان: حي الأندلس، عمارة 7 (الدور 3)"),
            A("وعليكم السلام {name}، لحظة نراجع مع المطعم."),
            R("الطلب خرج مع السائق 12:05، يوصل خلال {minutes} دقيقة"),
            Shown("delivery-bag"),
            C("مرّت ١٥ دقيقة!"),
            C("وين الطلب؟ اتصلت على {phone} ولا رد"),
        ],
    ),
    dialogue(
        "مشكلة في الطلب",
        &[
            C("السلام عليكم"),
            C("وصلني الطلب #{order} ناقص علبتين بطاطا وعصير"),
            Picture("open-box"),
            C("دفعت {price} د.ل كاملين"),
        ],
    ),
    dialogue(
        "الطلب بارد",
        &[
            C("مساء الخير، البيتزا جت باردة والجبنة ناشفة"),
            Picture("pizza"),
            R("السلام عليكم، نعتذر منك. السائق كان عنده توصيلة قبلك"),
            C("نبي تبديل ولا ترجيع فلوس"),
            C("المبلغ {price} د.ل"),
        ],
    ),
    dialogue(
        "عنوان خاطئ",
        &[
            C("Hi, I put the wrong address on order #{order}"),
            C("Please change it to شارع الجمهورية 12, بجنب مصرف الصحاري"),
            A("Hello {name}, one moment please, we are asking the driver."),
            C("Thanks! My number is {phone}"),
        ],
    ),
    dialogue(
        "طلب متأخر",
        &[
            C("يا جماعة الطلب متأخر هلبا"),
            R("أهلين {name}، فيه زحمة في طريق الشط، {minutes} دقيقة ويكون عندك بإذن الله"),
            C("ان شاء الله، الضيوف على السفرة 😅"),
            C("كلموا السائق يستعجل بالله"),
        ],
    ),
    dialogue(
        "تعديل على الطلب",
        &[
            C("لو سمحت نبي نبدل المشروب من كولا لماء"),
            C("وزيدولي سلطة خضرا"),
            R("حاضر، السلطة بـ 6.50 د.ل، يطلع المجموع {price} د.ل"),
            C("تمام\nوما تنسوش:\n- بدون بصل\n- الهريسة على جنب\n- ملاعق 4"),
        ],
    ),
    dialogue(
        "حساسية من الفول السوداني",
        &[
            C("مهم جداً: بنتي عندها حساسية من الفول السوداني"),
            C("الكسكسي فيه شي منه؟"),
        ],
    ),
    dialogue(
        "الدفع بالبطاقة",
        &[
            C("انخصم مني المبلغ مرتين {price} د.ل"),
            C("وهذا إيصال المصرف"),
            Picture("receipt"),
            A("وصلنا الإيصال، نراجع مع قسم الحسابات ونرد عليك اليوم."),
            C("متى؟ محتاج المبلغ ضروري"),
        ],
    ),
    dialogue(
        "السائق ما لقى البيت",
        &[
            C("السائق يقول ما لقيتش البيت وهو واقف قدام الجامع"),
            C("خليه يكمل لقدام 50 متر، باب أخضر، أو يتصل على {phone}"),
        ],
    ),
];

/// About an order, and settled.
pub(super) const SETTLED: [Dialogue; 11] = [
    dialogue(
        "استفسار عن التوصيل",
        &[
            C("كم سعر التوصيل لجنزور؟"),
            R("التوصيل لجنزور 15.00 د.ل، والمدة {minutes} دقيقة تقريباً"),
            C("تمام، شكراً جزيلاً"),
        ],
    ),
    dialogue(
        "طلب من {place}",
        &[
            C("الطلب وصل سخون ومرتب، بارك الله فيكم"),
            Picture("couscous"),
            R("بالصحة والعافية {name} 🌹"),
            C("الله يسلمك"),
        ],
    ),
    dialogue(
        "نقص في الطلب",
        &[
            C("ناقص من الطلب #{order} سندوتش شاورما واحد"),
            R("نعتذر، نرسله لك توا مع السائق بدون رسوم"),
            A("تابعنا مع المطعم {name}، يوصلك خلال {minutes} دقيقة."),
            C("وصل، شكراً على السرعة"),
            A("على الرحب والسعة، ونعتذر مرة ثانية."),
        ],
    ),
    dialogue(
        "استرجاع مبلغ",
        &[
            C("لغيتوا الطلب وما رجعتوش المبلغ {price} د.ل"),
            A("أهلاً {name}، سيتم تحويل المبلغ خلال 24 ساعة."),
            C("على نفس البطاقة؟"),
            A("نعم، على نفس البطاقة. رقم العملية REF-{order}-LY"),
            C("وصل المبلغ، مشكورين"),
        ],
    ),
    dialogue(
        "وقت الاستلام",
        &[
            C("نقدر نستلم الطلب بنفسي من المطعم؟"),
            R("أكيد، يكون جاهز بعد {minutes} دقيقة. الموقع: https://maps.example/albaraka"),
            C("جاي في الطريق"),
            R("جاهز عند الكاشير، رقم {order}"),
        ],
    ),
    dialogue(
        "Late order",
        &[
            C("Hello, order #{order} should have arrived at 8:30 pm"),
            R("Sorry for the delay! السائق في الطريق، {minutes} min max"),
            C("ok got it, thank you 👍"),
        ],
    ),
    dialogue(
        "تبديل صنف",
        &[
            C("نبي نبدل البرجر الحار بالعادي"),
            R("تم التبديل، السعر نفسه {price} د.ل"),
            Picture("burger"),
            C("ممتاز، وصل وطعمه حلو"),
        ],
    ),
    dialogue(
        "طلب عائلي",
        &[
            C("نبي طلب عائلي لـ 8 أشخاص بكرا على الغدا"),
            R("عندنا Family Box:\nكسكسي بالخروف\nسلطة مشكلة\nعصير 2 لتر\nالسعر {price} د.ل"),
            C("احجزلي واحد الساعة 1:30"),
            R("تم الحجز باسم {name}، تأكيد على {phone}"),
            C("تمام التمام"),
        ],
    ),
    dialogue(
        "الفاتورة",
        &[
            C("نبي فاتورة الطلب باسم الشركة"),
            R("ابعتلي الإيميل لو سمحت"),
            C("accounts@alamal-co.example"),
            R("تم الإرسال ✅ المجموع {price} د.ل"),
        ],
    ),
    dialogue(
        "إلغاء الطلب",
        &[
            C("معليش نبي نلغي الطلب، طرالي ظرف"),
            R("ما فيش مشكلة {name}، تم الإلغاء قبل التحضير"),
            C("يعطيكم الصحة"),
        ],
    ),
    dialogue(
        "ملاحظة على الطعام",
        &[
            C("الأكل كان مالح شوية اليوم"),
            R("نشكرك على الملاحظة، نوصلها للشيف ونعطيك خصم 20% على الطلب القادم"),
            C("كلك ذوق"),
        ],
    ),
];
