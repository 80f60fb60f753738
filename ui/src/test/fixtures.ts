// Conversations, messages and outbox rows for the tests and the preview.
import type { ConversationRow, DeliveryState, MessageRow, OutboxRow, Participant } from "$lib/ipc";

export const NOW = Date.now();
const MINUTE = 60_000;

export const ME: Participant = { id: "admin-1", name: "المدير", role: "admin", phone: null };
const person = (id: string, name: string | null, role: string): Participant => ({ id, name, role, phone: null });

export const PEOPLE = {
  mohamed: person("u1", "محمد محمد", "user"),
  sara: person("u2", "سارة المبروك", "user"),
  baraka: person("r1", "مطعم البركة", "restaurant"),
  layla: person("u3", "ليلى الورفلي", "user"),
  pharmacy: person("p1", "صيدلية الشفاء", "pharmacy"),
  anas: person("u4", "أنس بن علي", "user"),
  huda: person("u5", "هدى سالم", "user"),
  omar: person("u6", "Omar Haddad", "user"),
  market: person("m1", "سوق المدينة", "market"),
};

let revision = 1;

export function message(conversation: string, at: number, sender: Participant | null, content: string, more: Partial<MessageRow> = {}): MessageRow {
  const key = `${conversation}-${at}-${content.slice(0, 6)}`;
  return {
    key,
    id: key,
    localId: null,
    conversation,
    sender,
    mine: sender?.id === ME.id,
    kind: "text",
    content,
    file: null,
    delivery: { state: sender?.id === ME.id ? "read" : "received" },
    schedule: null,
    isRead: true,
    createdAt: at,
    gapBefore: false,
    revision: revision++,
    ...more,
  };
}

export function conversation(id: string, people: Participant[], more: Partial<ConversationRow>): ConversationRow {
  return {
    id,
    people,
    participants: [...people, ME],
    subject: null,
    status: "open",
    supportType: more.orderNumber ? "order" : "general",
    relatedOrder: more.orderNumber ? `6650abc123def${more.orderNumber}` : null,
    orderNumber: null,
    unread: 0,
    lastMessage: null,
    draft: null,
    starred: false,
    snoozedUntil: null,
    note: null,
    tags: [],
    reminder: null,
    unansweredSince: null,
    collision: null,
    waiting: 0,
    failed: 0,
    createdAt: NOW - 200 * MINUTE,
    activityAt: NOW,
    revision: revision++,
    ...more,
  };
}

type Line = [minutesAgo: number, sender: Participant | null, content: string, more?: Partial<MessageRow>];
const chatOf = (id: string, lines: Line[]): MessageRow[] => lines.map(([ago, sender, content, more]) => message(id, NOW - ago * MINUTE, sender, content, more ?? {}));

const failed: DeliveryState = { state: "failed", code: "conversation-closed", detail: null };
const { mohamed, sara, baraka, layla, pharmacy, anas, huda, omar, market } = PEOPLE;

export function messageFixtures(): Record<string, MessageRow[]> {
  return {
    c1: chatOf("c1", [[1, sara, "وصلني الطلب ناقص علبتين"]]),
    c2: chatOf("c2", [
      [1500, baraka, "مساء الخير، نحتاج تأكيد العنوان"],
      [36, null, "فُتحت محادثة الطلب #1234", { kind: "system" }],
      [35, mohamed, "السلام عليكم، طلبت قبل ساعة ولسّا ما وصل"],
      [35, mohamed, "العنوان: حي الأندلس، عمارة 7 (الدور 3)"],
      [33, ME, "وعليكم السلام، لحظة نراجع مع المطعم."],
      [29, baraka, "الطلب خرج مع السائق 12:05، يوصل خلال ١٠ دقائق"],
      [27, baraka, "https://cdn.example/driver.jpg", { kind: "image" }],
      [26, baraka, "", { kind: "file", file: { url: "https://cdn.example/invoice-1234.pdf", name: "invoice-1234.pdf", size: 284_000 } }],
      [4, mohamed, "مرّت ١٥ دقيقة!"],
      [2, mohamed, "وين الطلب؟ اتصلت على 091-2345678 ولا رد، والموقع https://maps.example/x?q=32.88,13.19"],
      [1, ME, "نعتذر منك، السائق عند المدخل الآن.", { id: null, localId: "l1", delivery: { state: "pending" } }],
      [1, ME, "سنضيف لك خصم 20% على الطلب القادم", { id: null, localId: "l2", delivery: failed }],
      [1, ME, "نتحقق من وصول هذه", { id: null, localId: "l3", delivery: { state: "checking" } }],
    ]),
    c3: chatOf("c3", [[5, baraka, "نبي نضيف وجبة Family Box بسعر 45.50 د.ل"]]),
    c4: chatOf("c4", [[12, layla, "تمام، شكراً جزيلاً"]]),
    c5: chatOf("c5", [
      [31, pharmacy, "هل الدواء متوفر؟ \u202Etest\u202C"],
      [30, ME, "حاضر، نراجع المخزون ونرد عليكم"],
    ]),
    c6: chatOf("c6", [[45, anas, "متى يرجع المبلغ؟"]]),
    c7: chatOf("c7", [[62, null, "تم إغلاق محادثة الطلب", { kind: "system" }]]),
    c8: chatOf("c8", [[80, omar, "Please change it to 12 شارع الجمهورية, thanks a lot"]]),
    c9: chatOf("c9", [[1600, market, "invoice.pdf", { kind: "file", file: { url: "https://x.example/i.pdf", name: "invoice.pdf", size: 12_345_678 } }]]),
    long: Array.from({ length: 500 }, (_, at) =>
      message("long", NOW - (500 - at) * 7 * MINUTE, at % 5 === 0 ? ME : at % 2 ? omar : baraka, `رسالة رقم ${at} ${"كلام ".repeat(at % 23)}`),
    ),
  };
}

export function conversationFixtures(messages: Record<string, MessageRow[]>): ConversationRow[] {
  const rows = [
    conversation("c1", [sara], { subject: "مشكلة في الطلب", orderNumber: "4821", unread: 3 }),
    conversation("c2", [mohamed, baraka], { subject: "طلب من مطعم البركة", orderNumber: "1234", unread: 2, waiting: 2, failed: 1 }),
    conversation("c3", [baraka], { subject: "تعديل قائمة الطعام" }),
    conversation("c4", [layla], { subject: "استفسار عن التوصيل", orderNumber: "3377", status: "resolved" }),
    conversation("c5", [pharmacy], { subject: "توفر دواء", status: "pending" }),
    conversation("c6", [anas], { subject: "استرجاع مبلغ", orderNumber: "2960", draft: "سيتم تحويل المبلغ خلال" }),
    conversation("c7", [huda], { subject: "طلب متأخر", orderNumber: "2951", status: "closed" }),
    conversation("c8", [omar], { subject: "Wrong address", orderNumber: "2944" }),
    conversation("c9", [market], { subject: "فاتورة الأسبوع" }),
    conversation("long", [omar, baraka], { subject: "محادثة طويلة" }),
  ];
  for (const row of rows) {
    const last = messages[row.id]?.at(-1);
    if (!last) continue;
    row.activityAt = last.createdAt;
    const content = last.kind === "file" ? (last.file?.name ?? "") : last.content;
    row.lastMessage = { kind: last.kind, content, mine: last.mine, sender: last.sender, state: last.delivery, createdAt: last.createdAt };
  }
  for (let at = 0; at < 150; at++) {
    rows.push(conversation(`x${at}`, [person(`ux${at}`, `زبون ${at}`, "user")], { subject: "سؤال", activityAt: NOW - (3000 + at * 60) * MINUTE, status: at % 3 ? "open" : "closed" }));
  }
  return rows.sort((one, other) => (other.activityAt ?? 0) - (one.activityAt ?? 0));
}

export function queued(localId: string, chat: ConversationRow, text: string, more: Partial<OutboxRow> = {}): OutboxRow {
  return {
    localId,
    conversation: chat.id,
    people: chat.people,
    subject: chat.subject,
    orderNumber: chat.orderNumber,
    status: chat.status,
    text,
    kind: "text",
    file: null,
    state: { state: "pending" },
    waits: null,
    createdAt: NOW - 9 * MINUTE,
    attempts: 0,
    notBefore: null,
    schedule: null,
    revision: revision++,
    ...more,
  };
}

/** An outbox with one row of every kind. */
export function outboxFixtures(rows: ConversationRow[]): OutboxRow[] {
  const chat = (id: string): ConversationRow => rows.find((row) => row.id === id) ?? conversation(id, [], {});
  const long = "نعتذر عن التأخير، خرج الطلب من المطعم الساعة 12:05 والسائق في الطريق إليك. رقمه 091-2345678 إن أردت الاتصال به، والعنوان المسجّل لدينا: حي الأندلس، عمارة 7 (الدور 3)، بجانب صيدلية الشفاء. إن كان العنوان خطأ فأخبرنا من فضلك حتى نصحّحه قبل وصول السائق، وسنضيف لك خصم 20% على الطلب القادم تعويضاً عن التأخير. شكراً لصبرك، ونتمنى أن يعجبك الطعام. نحن هنا إن احتجت أي شيء آخر.";
  return [
    queued("l2", chat("c2"), "سنضيف لك خصم 20% على الطلب القادم", { state: { state: "failed", code: "forbidden", detail: "You are not a participant of this conversation" } }),
    queued("q1", chat("c8"), "Thanks Omar, changed. 12 شارع الجمهورية", { state: { state: "failed", code: "ambiguous-send", detail: null }, attempts: 2 }),
    queued("q2", chat("c7"), "وصل الطلب متأخراً، نعتذر منك يا هدى.", { waits: "closed", createdAt: NOW - 70 * MINUTE }),
    queued("q3", chat("c7"), "سنتابع مع السائق.", { waits: "closed", createdAt: NOW - 69 * MINUTE }),
    queued("l3", chat("c2"), "نتحقق من وصول هذه", { state: { state: "checking" }, attempts: 1 }),
    queued("l1", chat("c2"), "نعتذر منك، السائق عند المدخل الآن.", { waits: "turn" }),
    queued("q4", chat("c1"), long, { waits: "time", notBefore: Date.now() + 14_000, attempts: 3 }),
    queued("q5", chat("c3"), "تم تعديل القائمة.", { waits: "server-busy", notBefore: Date.now() + 32_000, attempts: 1 }),
    queued("q6", chat("c5"), "متوفر، نرسله حالاً", { state: { state: "sending" }, attempts: 1 }),
    queued("q7", chat("c6"), "تم تحويل المبلغ أمس", { state: { state: "cancelled", at: NOW - 26 * 60 * MINUTE, reason: "user" }, createdAt: NOW - 27 * 60 * MINUTE }),
  ];
}
