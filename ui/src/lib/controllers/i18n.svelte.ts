// Texts: Fluent bundles of both languages, the one in use, and its numbers and times.
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import arabic from "$locales/ar.ftl?raw";
import english from "$locales/en.ftl?raw";
import { dayWord, sameDay, type DayWord } from "$lib/format/days";

export type Language = "ar" | "en";
export type Digits = "latin" | "arabic";
type Args = Record<string, FluentVariable>;

const RESOURCES: Record<Language, FluentResource> = {
  ar: new FluentResource(arabic),
  en: new FluentResource(english),
};

/** The BCP 47 tag that numbers and dates are written by. */
export function localeTag(language: Language, digits: Digits): string {
  if (language === "en") return "en-GB-u-nu-latn";
  return digits === "arabic" ? "ar-LY-u-nu-arab" : "ar-LY-u-nu-latn";
}

function buildBundle(language: Language, digits: Digits): FluentBundle {
  const bundle = new FluentBundle(localeTag(language, digits));
  bundle.addResource(RESOURCES[language]);
  return bundle;
}

class I18n {
  language = $state<Language>("ar");
  digits = $state<Digits>("latin");
  direction = $derived(this.language === "ar" ? ("rtl" as const) : ("ltr" as const));
  locale = $derived(localeTag(this.language, this.digits));

  #bundle = $derived(buildBundle(this.language, this.digits));
  #clock = $derived(new Intl.DateTimeFormat(this.locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }));
  #weekday = $derived(new Intl.DateTimeFormat(this.locale, { weekday: "long" }));
  #date = $derived(new Intl.DateTimeFormat(this.locale, { day: "numeric", month: "long" }));
  #fullDate = $derived(new Intl.DateTimeFormat(this.locale, { day: "numeric", month: "long", year: "numeric" }));
  #shortDate = $derived(new Intl.DateTimeFormat(this.locale, { day: "numeric", month: "numeric", year: "numeric" }));
  #number = $derived(new Intl.NumberFormat(this.locale));

  has(key: string): boolean {
    return this.#bundle.hasMessage(key);
  }

  /** The text under a key, in the language of the moment. */
  t = (key: string, args: Args = {}): string => {
    const value = this.#bundle.getMessage(key)?.value;
    return value ? this.#bundle.formatPattern(value, args, []) : key;
  };

  /** The sentence for a failure's code; a code that is not known gets the general one. */
  errorText = (code: string): string => (this.has(`error-${code}`) ? this.t(`error-${code}`) : this.t("error-internal"));

  number = (value: number): string => this.#number.format(value);

  percent = (share: number): string => new Intl.NumberFormat(this.locale, { style: "percent" }).format(share);

  /** A short number for badges. */
  count = (value: number): string => (value > 99 ? `${this.number(99)}+` : this.number(value));

  /** Hours and minutes, 24 h. */
  time = (at: number): string => this.#clock.format(at);

  /** A day as a separator names it: today, yesterday, a weekday, a date. */
  day = (at: number, now: number): string => {
    const formats: Record<DayWord, () => string> = {
      today: () => this.t("day-today"),
      yesterday: () => this.t("day-yesterday"),
      weekday: () => this.#weekday.format(at),
      date: () => this.#date.format(at),
      "full-date": () => this.#fullDate.format(at),
    };
    return formats[dayWord(at, now)]();
  };

  /** When something last happened, for one corner of a row: the time today, else the day. */
  shortTime = (at: number, now: number): string => {
    // The clock here ticks twice a minute, and the server's may run ahead a little.
    if (Math.abs(now - at) < 60_000) return this.t("time-now");
    if (sameDay(at, now)) return this.time(at);
    const word = dayWord(at, now);
    return word === "date" || word === "full-date" ? this.#shortDate.format(at) : this.day(at, now);
  };

  /** Day and time together. Without isolates: inside a sentence's own isolate they would hide which way it reads. */
  dayAndTime = (at: number, now: number): string =>
    this.t("day-and-time", { day: this.day(at, now), time: this.time(at) }).replace(/[\u2068\u2069]/gu, "");
}

export const i18n = new I18n();
