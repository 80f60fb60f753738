// The texts of the interface (Fluent), and numbers, dates and times in the chosen language and digits.
import arabic from "$locales/ar.ftl?raw";
import english from "$locales/en.ftl?raw";
import { dayWord, sameDay, type DayWord } from "$lib/format/days";
import { LocaleTexts, type TextArguments } from "$lib/format/localeTexts";
import { digitValue } from "$lib/format/text/letters";
import { textDirection, type Direction } from "$lib/format/text/direction";

export type Language = "ar" | "en";
export type Digits = "latin" | "arabic";

const SOURCES: Record<Language, string> = { ar: arabic, en: english };

/** The BCP 47 tag for numbers and dates. */
export function localeTag(language: Language, digits: Digits): string {
  if (language === "en") return "en-GB-u-nu-latn";
  return digits === "arabic" ? "ar-LY-u-nu-arab" : "ar-LY-u-nu-latn";
}

function textsOf(language: Language, digits: Digits): LocaleTexts {
  return new LocaleTexts(localeTag(language, digits), SOURCES[language]);
}

class I18n {
  language = $state<Language>("ar");
  digits = $state<Digits>("latin");
  direction = $derived(this.language === "ar" ? ("rtl" as const) : ("ltr" as const));
  locale = $derived(localeTag(this.language, this.digits));

  #texts = $derived(textsOf(this.language, this.digits));
  #clock = $derived(new Intl.DateTimeFormat(this.locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }));
  #weekday = $derived(new Intl.DateTimeFormat(this.locale, { weekday: "long" }));
  #date = $derived(new Intl.DateTimeFormat(this.locale, { day: "numeric", month: "long" }));
  #fullDate = $derived(new Intl.DateTimeFormat(this.locale, { day: "numeric", month: "long", year: "numeric" }));
  #shortDate = $derived(new Intl.DateTimeFormat(this.locale, { day: "numeric", month: "numeric", year: "numeric" }));
  #number = $derived(new Intl.NumberFormat(this.locale));

  /** The texts of the language that is not shown, once somebody searched in both. */
  #others: Partial<Record<Language, LocaleTexts>> = {};

  has(key: string): boolean {
    return this.#texts.has(key);
  }

  /** The text under a key in the current language. */
  t = (key: string, args: TextArguments = {}): string => this.#texts.format(key, args) ?? key;

  /** A text without arguments in both languages, the window's first. */
  inBothLanguages(key: string): string[] {
    return this.#both().flatMap((texts) => texts.format(key, {}) ?? []);
  }

  /** Other words by which people look for what is called so (`.keywords` in the locales), in both languages as its text. */
  keywords(key: string): string[] {
    return this.#both().map((texts) => texts.formatAttribute(key, "keywords") ?? "");
  }

  #both(): LocaleTexts[] {
    const other = this.language === "ar" ? "en" : "ar";
    return [this.#texts, (this.#others[other] ??= textsOf(other, "latin"))];
  }

  /** The direction of what somebody typed: that of its letters, else the window's. */
  directionOf = (typed: string): Direction => textDirection(typed, this.direction);

  /** The sentence for an error code; an unknown code gets the general one. */
  errorText = (code: string): string => (this.has(`error-${code}`) ? this.t(`error-${code}`) : this.t("error-internal"));

  number = (value: number): string => this.#number.format(value);

  /** A number that is an identifier, in the digits that everything else on its line has. */
  inDigits = (text: string): string => text.replace(/[0-9\u0660-\u0669\u06F0-\u06F9]/gu, (digit) => this.#number.format(digitValue(digit.charCodeAt(0))));

  percent = (share: number): string => new Intl.NumberFormat(this.locale, { style: "percent" }).format(share);

  /** A count for badges: at most 99+. */
  count = (value: number): string => (value > 99 ? `${this.number(99)}+` : this.number(value));

  /** Hours and minutes, 24 h. */
  time = (at: number): string => this.#clock.format(at);

  /** A day by name: tomorrow, today, yesterday, a weekday, a date. */
  day = (at: number, now: number): string => {
    const formats: Record<DayWord, () => string> = {
      tomorrow: () => this.t("day-tomorrow"),
      today: () => this.t("day-today"),
      yesterday: () => this.t("day-yesterday"),
      weekday: () => this.#weekday.format(at),
      date: () => this.#date.format(at),
      "full-date": () => this.#fullDate.format(at),
    };
    return formats[dayWord(at, now)]();
  };

  /** The time of a moment today, else its day. */
  shortTime = (at: number, now: number): string => {
    // `now` is up to a minute old, and the server's clock may be ahead.
    if (Math.abs(now - at) < 60_000) return this.t("time-now");
    if (sameDay(at, now)) return this.time(at);
    const word = dayWord(at, now);
    return word === "date" || word === "full-date" ? this.#shortDate.format(at) : this.day(at, now);
  };

  /** Day and time, without isolates: inside the isolate of a sentence they would hide the direction. */
  dayAndTime = (at: number, now: number): string => this.#withTime(this.day(at, now), at);

  /** Day and time after other words of a sentence, where English begins «today» with a small letter. */
  dayAndTimeWithin = (at: number, now: number): string => {
    const word = dayWord(at, now);
    return this.#withTime(word === "tomorrow" || word === "today" || word === "yesterday" ? this.t(`day-${word}-within`) : this.day(at, now), at);
  };

  /** A day by its date, for what is read on another day too. */
  date = (at: number): string => this.#fullDate.format(at);

  dateAndTime = (at: number): string => this.#withTime(this.date(at), at);

  #withTime = (day: string, at: number): string => this.t("day-and-time", { day, time: this.time(at) }).replace(/[\u2068\u2069]/gu, "");
}

export const i18n = new I18n();
