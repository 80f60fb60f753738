// The texts of one language. Each is parsed when it is first asked for: a start needs some sixty of a thousand.
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";

type Pattern = Parameters<FluentBundle["formatPattern"]>[0];
export type TextArguments = Record<string, FluentVariable>;

/** Every text begins a line with its key; no text refers to another one (`locales.test.ts`). */
const BEGINNING = /\n(?=[a-z])/u;
const KEY = /^[a-z][\w-]*/u;

export class LocaleTexts {
  readonly #bundle: FluentBundle;
  /** What was not parsed yet, by key. */
  readonly #sources = new Map<string, string>();

  /** `tag`: a BCP 47 tag, for the numbers within the texts; `source`: a file of `locales/`. */
  constructor(tag: string, source: string) {
    this.#bundle = new FluentBundle(tag);
    for (const text of source.split(BEGINNING)) {
      const key = KEY.exec(text)?.[0];
      if (key !== undefined) this.#sources.set(key, text);
    }
  }

  has(key: string): boolean {
    return this.#sources.has(key) || this.#bundle.hasMessage(key);
  }

  /** The text under a key; `null` where there is none. */
  format(key: string, args: TextArguments): string | null {
    return this.#formatPattern(this.#message(key)?.value, args);
  }

  /** What is said beside a text, under the name of its attribute; `null` where there is none. */
  formatAttribute(key: string, name: string): string | null {
    return this.#formatPattern(this.#message(key)?.attributes[name], {});
  }

  #message(key: string) {
    const source = this.#sources.get(key);
    if (source !== undefined) {
      this.#bundle.addResource(new FluentResource(source));
      this.#sources.delete(key);
    }
    return this.#bundle.getMessage(key);
  }

  #formatPattern(pattern: Pattern | null | undefined, args: TextArguments): string | null {
    // Errors are collected and left: what cannot be filled in is shown as its name.
    return pattern === null || pattern === undefined ? null : this.#bundle.formatPattern(pattern, args, []);
  }
}
