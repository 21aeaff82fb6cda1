/** The texts of a screen without controls. */
export const kiosk = {
  page: (page: number, pages: number) => `${page} / ${pages}`,
  disconnected: (since: string, time: string) => `Not connected since ${since} (${time}). The figures are old.`,
  signedOut: "This screen's key is missing, has expired or was revoked.",
  signedOutAdvice: "Make another one with: ringback kiosk-key --name <place>, and open the address that it prints.",
};
