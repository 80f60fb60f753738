// WebKitGTK moves a whole word off its line when a vowel sign is placed by the font's `mark` feature.
// There the signs stand where the glyphs have them; every other engine places them right.

/** Whether the page is drawn by WebKitGTK. */
export function misplacesVowelSigns(userAgent: string): boolean {
  return /Linux/.test(userAgent) && /AppleWebKit/.test(userAgent) && !/Chrom(?:e|ium)|Android/.test(userAgent);
}
