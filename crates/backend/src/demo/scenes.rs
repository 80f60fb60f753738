//! Conversations as people in Tripoli have them: about orders, and with support.
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
pub(super) struct Scene {
    pub(super) subject: &'static str,
    pub(super) lines: &'static [Line],
}

use Line::{A, C, File, Picture, R, Shown};

const fn scene(subject: &'static str, lines: &'static [Line]) -> Scene {
    Scene { subject, lines }
}

/// About an order: customer, restaurant and support. They end with the customer waiting.
pub(super) const WAITING: [Scene; 9] = [
    scene(
        "طلب من {place}",
        &[
            C("السلام عليكم، طلبت قبل ساعة ولسّا ما وصل"),
            C("العنوان: حي الأندلس، عمارة 7 (الدور 3)"),
            A("وعليكم السلام {name}، لحظة نراجع مع المطعم."),
            R("الطلب خرج مع السائق 12:05، يوصل خلال {minutes} دقائق"),
            Shown("delivery-bag"),
            C("مرّت ١٥ دقيقة!"),
            C("وين الطلب؟ اتصلت على {phone} ولا رد"),
        ],
    ),
    scene(
        "مشكلة في الطلب",
        &[
            C("السلام عليكم"),
            C("وصلني الطلب #{order} ناقص علبتين بطاطا وعصير"),
            Picture("open-box"),
            C("دفعت {price} د.ل كاملين"),
        ],
    ),
    scene(
        "الطلب بارد",
        &[
            C("مساء الخير، البيتزا جت باردة والجبنة ناشفة"),
            Picture("pizza"),
            R("السلام عليكم، نعتذر منك. السائق كان عنده توصيلة قبلك"),
            C("نبي تبديل ولا ترجيع فلوس"),
            C("المبلغ {price} د.ل"),
        ],
    ),
    scene(
        "عنوان خاطئ",
        &[
            C("Hi, I put the wrong address on order #{order}"),
            C("Please change it to شارع الجمهورية 12, بجنب مصرف الصحاري"),
            A("Hello {name}, one moment please, we are asking the driver."),
            C("Thanks! My number is {phone}"),
        ],
    ),
    scene(
        "طلب متأخر",
        &[
            C("يا جماعة الطلب متأخر هلبا"),
            R("أهلين {name}، فيه زحمة في طريق الشط، {minutes} دقائق ويكون عندك بإذن الله"),
            C("ان شاء الله، الضيوف على السفرة 😅"),
            C("كلموا السائق يستعجل بالله"),
        ],
    ),
    scene(
        "تعديل على الطلب",
        &[
            C("لو سمحت نبي نبدل المشروب من كولا لماء"),
            C("وزيدولي سلطة خضرا"),
            R("حاضر، السلطة بـ 6.50 د.ل، يطلع المجموع {price} د.ل"),
            C("تمام\nوما تنسوش:\n- بدون بصل\n- الهريسة على جنب\n- ملاعق 4"),
        ],
    ),
    scene(
        "حساسية من الفول السوداني",
        &[
            C("مهم جداً: بنتي عندها حساسية من الفول السوداني"),
            C("الكسكسي فيه شي منه؟"),
        ],
    ),
    scene(
        "الدفع بالبطاقة",
        &[
            C("انخصم مني المبلغ مرتين {price} د.ل"),
            C("وهذا إيصال المصرف"),
            Picture("receipt"),
            A("وصلنا الإيصال، نراجع مع قسم الحسابات ونرد عليك اليوم."),
            C("متى؟ محتاج المبلغ ضروري"),
        ],
    ),
    scene(
        "السائق ما لقى البيت",
        &[
            C("السائق يقول ما لقيتش البيت وهو واقف قدام الجامع"),
            C("خليه يكمل لقدام 50 متر، باب أخضر، أو يتصل على {phone}"),
        ],
    ),
];

/// About an order, and settled.
pub(super) const SETTLED: [Scene; 11] = [
    scene(
        "استفسار عن التوصيل",
        &[
            C("كم سعر التوصيل لجنزور؟"),
            R("التوصيل لجنزور 15.00 د.ل، والمدة {minutes} دقيقة تقريباً"),
            C("تمام، شكراً جزيلاً"),
        ],
    ),
    scene(
        "طلب من {place}",
        &[
            C("الطلب وصل سخون ومرتب، بارك الله فيكم"),
            Picture("couscous"),
            R("بالصحة والعافية {name} 🌹"),
            C("الله يسلمك"),
        ],
    ),
    scene(
        "نقص في الطلب",
        &[
            C("ناقص من الطلب #{order} سندوتش شاورما واحد"),
            R("نعتذر، نرسله لك توا مع السائق بدون رسوم"),
            A("تابعنا مع المطعم {name}، يوصلك خلال {minutes} دقيقة."),
            C("وصل، شكراً على السرعة"),
            A("على الرحب والسعة، ونعتذر مرة ثانية."),
        ],
    ),
    scene(
        "استرجاع مبلغ",
        &[
            C("لغيتوا الطلب وما رجعتوش المبلغ {price} د.ل"),
            A("أهلاً {name}، سيتم تحويل المبلغ خلال 24 ساعة."),
            C("على نفس البطاقة؟"),
            A("نعم، على نفس البطاقة. رقم العملية REF-{order}-LY"),
            C("وصل المبلغ، مشكورين"),
        ],
    ),
    scene(
        "وقت الاستلام",
        &[
            C("نقدر نستلم الطلب بنفسي من المطعم؟"),
            R("أكيد، يكون جاهز بعد {minutes} دقيقة. الموقع: https://maps.example/albaraka"),
            C("جاي في الطريق"),
            R("جاهز عند الكاشير، رقم {order}"),
        ],
    ),
    scene(
        "Late order",
        &[
            C("Hello, order #{order} should have arrived at 8:30 pm"),
            R("Sorry for the delay! السائق في الطريق، {minutes} min max"),
            C("ok got it, thank you 👍"),
        ],
    ),
    scene(
        "تبديل صنف",
        &[
            C("نبي نبدل البرجر الحار بالعادي"),
            R("تم التبديل، السعر نفسه {price} د.ل"),
            Picture("burger"),
            C("ممتاز، وصل وطعمه حلو"),
        ],
    ),
    scene(
        "طلب عائلي",
        &[
            C("نبي طلب عائلي لـ 8 أشخاص بكرا على الغدا"),
            R("عندنا Family Box:\nكسكسي بالخروف\nسلطة مشكلة\nعصير 2 لتر\nالسعر {price} د.ل"),
            C("احجزلي واحد الساعة 1:30"),
            R("تم الحجز باسم {name}، تأكيد على {phone}"),
            C("تمام التمام"),
        ],
    ),
    scene(
        "الفاتورة",
        &[
            C("نبي فاتورة الطلب باسم الشركة"),
            R("ابعتلي الإيميل لو سمحت"),
            C("accounts@alamal-co.example"),
            R("تم الإرسال ✅ المجموع {price} د.ل"),
        ],
    ),
    scene(
        "إلغاء الطلب",
        &[
            C("معليش نبي نلغي الطلب، طرالي ظرف"),
            R("ما فيش مشكلة {name}، تم الإلغاء قبل التحضير"),
            C("يعطيكم الصحة"),
        ],
    ),
    scene(
        "ملاحظة على الطعام",
        &[
            C("الأكل كان مالح شوية اليوم"),
            R("نشكرك على الملاحظة، نوصلها للشيف ونعطيك خصم 20% على الطلب القادم"),
            C("كلك ذوق"),
        ],
    ),
];

/// Customers with support; they end with the customer waiting.
pub(super) const SUPPORT_WAITING: [Scene; 6] = [
    scene(
        "مشكلة في تسجيل الدخول",
        &[
            C("ما نقدرش ندخل لحسابي، كود التحقق ما يوصلش"),
            C("رقمي {phone}"),
        ],
    ),
    scene(
        "كود الخصم",
        &[
            C("كود الخصم AVVENTO20 ما خدمش معاي"),
            A("أهلاً {name}، الكود صالح للطلبات فوق 40.00 د.ل فقط."),
            C("طلبي كان {price} د.ل!!"),
        ],
    ),
    scene(
        "شكوى على سائق",
        &[
            C("السائق كان أسلوبه مش كويس ورمى الكيس عند الباب"),
            Picture("delivery-bag"),
            C("هذا مش أول مرة"),
        ],
    ),
    scene(
        "تغيير رقم الهاتف",
        &[C("كيف نغير رقم الهاتف من {phone} لرقم جديد؟")],
    ),
    scene(
        "Account deletion",
        &[
            C(
                "Hello, I am leaving Tripoli next week. Can you delete my account and refund my wallet?",
            ),
            C("Balance is {price} LYD"),
            A("Hello {name}, of course. Please confirm your phone number."),
            C("It's {phone}, and my email is name@mail.example"),
        ],
    ),
    scene(
        "محفظتي",
        &[
            C("شحنت المحفظة بـ {price} د.ل ولسّا ما ظهرتش"),
            C("رقم البطاقة 4410-2207-8831"),
        ],
    ),
];

/// Customers with support, settled.
pub(super) const SUPPORT_SETTLED: [Scene; 7] = [
    scene(
        "مناطق التوصيل",
        &[
            C("توصلوا لمنطقة تاجوراء؟"),
            A("نعم {name}، من الساعة 10 صباحاً حتى 11 مساءً، والتوصيل 20.00 د.ل."),
            C("مشكورين"),
        ],
    ),
    scene(
        "ساعات العمل في رمضان",
        &[
            C("كل عام وانتم بخير، شن ساعات العمل في رمضان؟"),
            A("وأنت بخير وصحة وسلامة. من العصر حتى 2:00 بعد منتصف الليل."),
            C("صحة وعافية"),
        ],
    ),
    scene(
        "تحديث التطبيق",
        &[
            C("التطبيق يسكر بروحه بعد التحديث الأخير v3.2.1"),
            A("جرب لو سمحت تحذف التطبيق وتنزله من جديد."),
            C("خدم، شكراً"),
            A("سعداء بخدمتك {name}."),
        ],
    ),
    scene(
        "استرجاع مبلغ",
        &[
            C("وين وصل استرجاع المبلغ {price} د.ل؟"),
            A("تم التحويل اليوم الساعة 11:40، تأكد من رصيدك."),
            C("وصل، الله يبارك فيك"),
        ],
    ),
    scene(
        "اقتراح",
        &[
            C("اقتراح بسيط: ضيفوا خيار الدفع عند الاستلام للصيدليات"),
            A("اقتراح جميل، وصلناه للفريق المختص. شكراً {name}!"),
        ],
    ),
    scene(
        "Business account",
        &[
            C("Do you offer monthly invoicing for companies? نحن شركة 30 موظف"),
            A(
                "Yes, we do. راسلنا على business@avvento.example أو https://avvento.example/business",
            ),
            C("Great, thank you"),
        ],
    ),
    scene(
        "تقييم مطعم",
        &[
            C("كيف نعدل تقييمي للمطعم؟"),
            A("من «طلباتي» ثم الطلب ثم «تعديل التقييم»."),
            C("لقيتها 👍"),
        ],
    ),
];

/// Restaurants with support.
pub(super) const RESTAURANTS: [Scene; 4] = [
    scene(
        "تعديل قائمة الطعام",
        &[
            C("السلام عليكم، نبي نضيف وجبة جديدة"),
            A("وعليكم السلام، ابعت الاسم والسعر والصورة."),
            Picture("family-box"),
            C("نبي نضيف وجبة Family Box بسعر {price} د.ل"),
        ],
    ),
    scene(
        "إيقاف مؤقت للطلبات",
        &[
            C("الكهرباء فاصلة عندنا، وقفوا الطلبات ساعة"),
            A("تم الإيقاف المؤقت حتى نسمع منكم."),
            C("رجعت الكهرباء، شغلوا الطلبات"),
            A("تم التشغيل ✅"),
        ],
    ),
    scene(
        "مستحقات الأسبوع",
        &[
            C("مستحقات الأسبوع ناقصة {price} د.ل عن الكشف"),
            File("kashf-week-46.pdf", 182_340),
            A("نراجع الكشف مع المحاسبة ونرد عليكم."),
        ],
    ),
    scene(
        "جهاز الطلبات",
        &[
            C("الطابعة ما تطبعش الطلبات الجديدة"),
            A("أعيدوا تشغيل الجهاز لو سمحتم، وتأكدوا من الواي فاي."),
            C("خدمت بعد إعادة التشغيل"),
        ],
    ),
];

/// The market with support.
pub(super) const MARKET: [Scene; 3] = [
    scene(
        "فاتورة الأسبوع",
        &[
            C("صباح الخير، هذي فاتورة الأسبوع"),
            File("invoice-1234.pdf", 48_213),
            A("صباح النور، وصلت. نراجعها ونعتمدها اليوم."),
        ],
    ),
    scene(
        "أسعار الخضار",
        &[
            C("نبي نحدث أسعار الخضار:\nطماطم 4.50\nبطاطا 3.75\nفلفل 6.00"),
            Picture("salad"),
            A("تم التحديث."),
            C("مشكورين"),
        ],
    ),
    scene(
        "منتج غير متوفر",
        &[C("حليب النسيم 1 لتر غير متوفر لين بكرا، اخفوه من القائمة")],
    ),
];

/// The pharmacy with support.
pub(super) const PHARMACY: [Scene; 2] = [
    scene(
        "توفر دواء",
        &[
            C("زبون يسأل على Panadol Extra 500mg، عندنا منه 40 علبة"),
            A("حاضر، نراجع المخزون ونرد عليكم."),
        ],
    ),
    scene(
        "وصفة طبية",
        &[
            C("الطلب #{order} يحتاج وصفة طبية قبل التوصيل"),
            Picture("medicine"),
            A("تواصلنا مع الزبون، يرسل صورة الوصفة الآن."),
            C("وصلت الوصفة، نجهز الطلب"),
        ],
    ),
];

/// A question and its answer, of the long conversation between a restaurant and support.
pub(super) const DAILY: [(&str, &str); 26] = [
    ("صباح الخير، فتحنا الآن", "صباح النور، ظهرتوا في التطبيق"),
    ("كم طلب عندنا اليوم؟", "لحد الآن {minutes} طلب"),
    ("السائق الأول وصل؟", "في الطريق، {minutes} دقائق"),
    ("خلص عندنا الخروف، وقفوا الكسكسي", "تم إيقاف الصنف"),
    ("رجع الصنف، شغلوه", "تم ✅"),
    ("زبون {phone} ما يردش", "جربنا نتصل بيه، نخبركم"),
    ("المجموع في الكشف {price} د.ل صح؟", "صح، مطابق"),
    ("الطلب #{order} تلغى؟", "نعم، ألغاه الزبون قبل التحضير"),
    ("نبي نغير صورة البيتزا", "ابعت الصورة الجديدة"),
    (
        "الطابعة علقت مرة ثانية",
        "أعيدوا التشغيل، ولو تكررت نبعت الفني",
    ),
    (
        "اليوم زحمة هلبا، زيدوا وقت التحضير 15 دقيقة",
        "تم، صار 45 دقيقة",
    ),
    ("رجعوا الوقت زي ما كان", "تم"),
    (
        "فيه زبون طلب فاتورة رسمية",
        "ارسلوها من صفحة الطلب > Invoice",
    ),
    ("متى تحويل الأسبوع؟", "يوم الأحد بإذن الله، {price} د.ل"),
    ("وصل التحويل، شكراً", "على الرحب والسعة"),
    ("العرض خصم 20% يبدأ متى؟", "من الخميس الساعة 6:00 مساءً"),
    ("السائق نسي كيس من الطلب #{order}", "رجعناه ياخذه، آسفين"),
    ("الزبون شكر فيكم اليوم 🌹", "يستاهلوا، بالتوفيق"),
    (
        "الموقع على الخريطة مش دقيق",
        "عدلناه: https://maps.example/albaraka",
    ),
    ("نبي نضيف طبق اليوم: بازين", "تمام، السعر؟"),
    ("السعر {price} د.ل", "تمت الإضافة"),
    ("سكرنا اليوم بدري على 10:30", "تم، غدوة على خير"),
    (
        "Wi-Fi is down, use the phone please",
        "Ok, we will call you for new orders",
    ),
    ("رجع النت", "ممتاز 👍"),
    ("كم التقييم هذا الشهر؟", "4.7 من 5، من {minutes} تقييم"),
    ("تصبحوا على خير", "وأنتم من أهله"),
];
