// The entry of the window: styles, the font (Vazirmatn, SIL Open Font License 1.1), the root component.
import "@fontsource-variable/vazirmatn";
import "$lib/design/tokens.css";
import "$lib/design/base.css";
import "$lib/design/overlays.css";
import "$lib/design/print.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { startWindow } from "$lib/controllers/startWindow";
import { misplacesVowelSigns } from "$lib/dom/webkitQuirk";

if (misplacesVowelSigns(navigator.userAgent)) document.documentElement.dataset["engine"] = "webkitgtk";

// Asked for before the first layout, which would else be drawn in another font first.
for (const text of ["ا", "a"]) void document.fonts.load('14px "Vazirmatn Variable"', text);

const target = document.getElementById("app");
if (target) {
  mount(App, { target });
  void startWindow();
}
