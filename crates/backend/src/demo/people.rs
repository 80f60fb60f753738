//! The people of the demo.

use protocol::{Role, UserId, UtcMs};
use sqlx::sqlite::SqliteConnection;

use crate::ids::stored;
use crate::records::Person;
use crate::tables::people::{self, NewPerson};

/// Ids of the demo's people begin like this, so that nobody else is mistaken for one of them.
const DEMO_IDS: &str = "640000000000000000";

/// Accounts to sign in with: username, name, role, phone.
const ACCOUNTS: [(&str, &str, Role, &str); 6] = [
    ("admin", "المدير", Role::Admin, "091-1000001"),
    ("restaurant", "مطعم البركة", Role::Restaurant, "091-1000002"),
    (
        "restaurant2",
        "مطعم ليالي طرابلس",
        Role::Restaurant,
        "092-1000003",
    ),
    ("market", "سوق المدينة", Role::Market, "091-1000004"),
    ("pharmacy", "صيدلية الشفاء", Role::Pharmacy, "092-1000005"),
    ("user", "محمد محمد", Role::User, "091-2345678"),
];

/// Customers, who write by themselves.
const CUSTOMERS: [&str; 42] = [
    "سارة المبروك",
    "ليلى الورفلي",
    "أنس بن علي",
    "هدى سالم",
    "Omar Haddad",
    "عبد الرحمن القماطي",
    "فاطمة الزهراء الشريف",
    "خالد المصراتي",
    "نجلاء الترهوني",
    "إبراهيم الفيتوري",
    "مروة الككلي",
    "يوسف الزاوي",
    "آمنة بوشناف",
    "علي الغرياني",
    "رؤى التاجوري",
    "طارق العبيدي",
    "سناء الدرسي",
    "Maryam El-Swehli",
    "حسام الجبالي",
    "وفاء المقريف",
    "عمر بن غشير",
    "زينب الأسود",
    "صلاح الدين الحاسي",
    "إيمان الفرجاني",
    "مصطفى البوسيفي",
    "نور الهدى القذافي",
    "أيمن الكيلاني",
    "حنان بن زايد",
    "سالم الطرابلسي",
    "David Miller",
    "رباب العماري",
    "معاذ الشويهدي",
    "خديجة المنصوري",
    "عبد الله الرقيعي",
    "شيماء بن عامر",
    "أحمد التومي",
    "هاجر الصغير",
    "وليد المجبري",
    "سمية الحداد",
    "بشير النعاس",
    "ملاك الزنتاني",
    "فرج العقوري",
];

/// Everybody, in the roles that the dialogues need.
#[derive(Debug)]
pub(super) struct DemoPeople {
    pub(super) admin: Person,
    pub(super) restaurants: [Person; 2],
    pub(super) market: Person,
    pub(super) pharmacy: Person,
    pub(super) user: Person,
    pub(super) customers: Vec<Person>,
}

impl DemoPeople {
    /// The same people each time, ids included.
    pub(super) fn new() -> Result<Self, sqlx::Error> {
        let [admin, first, second, market, pharmacy, user] = ACCOUNTS;
        let mut next = 0_u32;
        let mut account = |(username, name, role, phone): (&str, &str, Role, &str)| {
            next += 1;
            person(next, (username, name), role, phone.to_owned())
        };
        Ok(Self {
            admin: account(admin)?,
            restaurants: [account(first)?, account(second)?],
            market: account(market)?,
            pharmacy: account(pharmacy)?,
            user: account(user)?,
            customers: (1_u32..)
                .zip(CUSTOMERS)
                .map(|(number, name)| {
                    let username = format!("customer{number:02}");
                    let phone = format!("09{}-{:07}", 1 + number % 2, 2_103_377 + number * 97_561);
                    person(100 + number, (&username, name), Role::User, phone)
                })
                .collect::<Result<_, _>>()?,
        })
    }

    pub(super) async fn insert(
        &self,
        rows: &mut SqliteConnection,
        password_hash: &str,
        now: UtcMs,
    ) -> Result<(), sqlx::Error> {
        let [first, second] = &self.restaurants;
        let accounts = [
            &self.admin,
            first,
            second,
            &self.market,
            &self.pharmacy,
            &self.user,
        ];
        let with_password = accounts
            .into_iter()
            .map(|person| (person, Some(password_hash)));
        let without = self.customers.iter().map(|person| (person, None));
        for (person, password_hash) in with_password.chain(without) {
            let new = NewPerson {
                person,
                phone_checked: true,
                password_hash,
                created_at: now,
            };
            people::insert(rows, &new).await?;
        }
        Ok(())
    }
}

/// Whether this is somebody of the demo who acts by themselves: not the accounts that people sign in
/// with most, `admin`, `restaurant` and `user`.
pub(super) fn is_simulated(person: &Person) -> bool {
    person.id.as_str().starts_with(DEMO_IDS)
        && !["admin", "restaurant", "user"].contains(&person.username.as_str())
}

fn person(
    number: u32,
    (username, name): (&str, &str),
    role: Role,
    phone: String,
) -> Result<Person, sqlx::Error> {
    let id: UserId = stored(&format!("{DEMO_IDS}{number:06x}"))?;
    Ok(Person {
        id,
        username: username.to_owned(),
        name: name.to_owned(),
        role,
        phone: Some(phone),
    })
}
