// Texts that are hard to set: for the preview, where they are looked at, and for tests.
import type { ConversationRow, MessageRow } from "$lib/ipc";
import { conversation, message, NOW, PEOPLE } from "./fixtures";

export const HARD_TEXTS = [
  "اتصل على +218 91-234 5678 أو (021) 333-4455 من فضلك",
  "رقمي في البطاقة: \u202A+218 91-234 5678\u202C شكرا",
  "الطلب #1620 ناقص وسعره $45.50 بدل 45.50 د.ل",
  "Ahmed قال إن الطلب ناقص",
  "#1234 لم يصل بعد",
  "https://e.org/menu انظر القائمة هنا",
  "(https://e.org/a_(b)) و https://x.ly/abcشكرا؟",
  "راسلني على me.too@a-b.example، شكرا",
  "الموعد 2026-11-28 من 10:00 - 12:00 أو ٢٨/١١/٢٠٢٦",
  "اشتريت iPhone 8.1 أمس، والوزن 10.5kg والخصم 50%",
  "I would like a شاورما and call 091-2345678 please",
  "abc\u202Egnp.exe\u202C تنزيل",
  `حرف ع${"\u0301".repeat(2_000)} واحد`,
  "1".repeat(5_000),
  "كلمة ".repeat(900),
  `https://e.org/${"a.".repeat(400)}`,
  "سطر\n".repeat(60),
  "ش".repeat(700),
  "👨‍👩‍👧‍👦 🇱🇾 👍🏽",
  "مُحَمَّدٌ رَسُولٌ",
];

const SUBJECTS = ["الطلب رقم 10", "https://delivery.example/orders/1620?from=support&lang=ar وصلني خطأ", "091-2345678", "#1620 ناقص", "Refund for محمد", "\u3164"];
const NAMES = ["محمد عبد الرحمن الورفلي الطرابلسي", "+218 91-234 5678", "\u200B\u2060", "Ahmed Ben Ali", "عبد السلام 10", "مطعم KFC"];

/** A chat of all the texts, and rows whose last message, name or subject is one of them. */
export function hardConversations(): { rows: ConversationRow[]; messages: Record<string, MessageRow[]> } {
  const person = (at: number) => ({ ...PEOPLE.mohamed, id: `hard-${at}`, name: NAMES[at % NAMES.length] ?? null, phone: "+218 91-234 5678" });
  const texts = HARD_TEXTS.map((text, at) => message("hard-0", NOW - (60 - at) * 60_000, person(0), text));
  const rows = HARD_TEXTS.map((text, at) =>
    conversation(`hard-${at}`, [person(at)], {
      subject: SUBJECTS[at % SUBJECTS.length] ?? null,
      orderNumber: at % 3 === 0 ? "1620" : null,
      activityAt: NOW - at * 1000,
      unread: at % 4,
      lastMessage: { kind: "text", content: text.slice(0, 200), mine: false, sender: person(at), state: { state: "received" }, createdAt: NOW },
    }),
  );
  return { rows, messages: { "hard-0": texts } };
}
