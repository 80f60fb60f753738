// Rendering faults of WebKit and how to recognise an engine that has them.

/** WebKitGTK moves a whole word off its line when the font's `mark` feature places a vowel sign. */
export function misplacesVowelSigns(userAgent: string): boolean {
  return /Linux/.test(userAgent) && /AppleWebKit/.test(userAgent) && !/Chrom(?:e|ium)|Android/.test(userAgent);
}

/** WebKit applies the zoom twice to the width of a stroke; icons need lines that are as much thinner. */
export function zoomsStrokesTwice(userAgent: string): boolean {
  return /AppleWebKit/.test(userAgent) && !/Chrom/.test(userAgent);
}
