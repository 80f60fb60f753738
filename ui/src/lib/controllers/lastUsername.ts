// The username of the last sign-in, kept in the window's storage. Tokens and passwords are never stored there.
const KEY = "last-username";

export const lastUsername = {
  read(): string {
    try {
      return localStorage.getItem(KEY) ?? "";
    } catch {
      return "";
    }
  },
  forget(): void {
    try {
      localStorage.removeItem(KEY);
    } catch {
      // Without storage there is nothing to forget.
    }
  },
  keep(username: string): void {
    try {
      localStorage.setItem(KEY, username);
    } catch {
      // Without storage the username is typed again.
    }
  },
};
