// What a button with a menu is made of.
import type { Component, Snippet } from "svelte";

export type Entry = { key: string; text: string; icon: Component<{ size?: number }>; act: () => void; testid?: string };

export type MenuProps = {
  entries: Entry[];
  label: string;
  side?: "top" | "bottom" | "left" | "right";
  testid?: string;
  look?: "plain" | "bare";
  /** Whether it is open at first. */
  open?: boolean;
  head?: Snippet;
  children: Snippet;
};
