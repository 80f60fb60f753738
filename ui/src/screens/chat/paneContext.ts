// Which pane a component is in. What stands in none, as in a test, follows the active one.
import { getContext, setContext } from "svelte";
import { chat } from "$lib/controllers/chat.svelte";
import { composer } from "$lib/controllers/composer.svelte";
import { customer } from "$lib/controllers/customer.svelte";
import type { Pane } from "$lib/controllers/panes.svelte";

type Parts = Pick<Pane, "chat" | "composer" | "customer" | "active">;

const KEY = Symbol("pane");
const ACTIVE: Parts = { chat, composer, customer, active: true };

/** Says to what is drawn inside that it is in this pane. */
export const setPane = (pane: Pane): Pane => setContext(KEY, pane);

/** The pane that a component is in. Call it while the component is made. */
export const getPane = (): Parts => getContext<Parts | undefined>(KEY) ?? ACTIVE;
