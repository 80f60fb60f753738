// Who signed in here last, so that the name need not be typed again. Only the name: tokens and
// passwords never come near the window's storage.
const KEY = "last-username";

export const lastUsername = {
  read(): string {
    try {
      return localStorage.getItem(KEY) ?? "";
    } catch {
      return "";
    }
  },
  keep(username: string): void {
    try {
      localStorage.setItem(KEY, username);
    } catch {
      // Without storage the name is typed again.
    }
  },
};
